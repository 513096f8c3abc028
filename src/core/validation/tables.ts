/** The summary and the single files as Markdown. */
import { figure } from '../../base/figure.ts';
import type { ScoredDetector } from '../../contract/score.ts';
import { LEAST_GROUPS } from './metrics.ts';
import type { DetectorSummary, LabelledFile, Share } from './summary.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const range = (interval: readonly [number, number] | null): string =>
  interval === null ? '—' : `${figure(interval[0])} to ${figure(interval[1])}`;

function shareWords({ count, of, interval }: Share): string {
  if (of === 0) return '—';
  const limits = interval === null ? '' : `, ${interval[0].toFixed(2)}–${interval[1].toFixed(2)}`;
  return `${String(count)} of ${String(of)}${limits}`;
}

function aucWords({ auc, aucInterval, groups }: DetectorSummary): string {
  if (auc === null) return 'not computable: no score in one class';
  if (aucInterval !== null) return `${auc.toFixed(2)}, ${aucInterval[0].toFixed(2)}–${aucInterval[1].toFixed(2)}`;
  return `${auc.toFixed(2)}, no interval: ${String(groups.genuine)} genuine and ${String(groups.synthetic)} synthetic sources (${String(LEAST_GROUPS)} of each needed)`;
}

export function summaryTable(summaries: readonly DetectorSummary[]): string {
  return table(
    [
      'detector',
      'genuine scored',
      'synthetic scored',
      'AUC, 95 %',
      'genuine with an anomaly',
      'synthetic with an anomaly',
      'scores genuine',
      'scores synthetic',
    ],
    summaries.map((one) => [
      one.detectorId,
      shareWords(one.assessable.genuine),
      shareWords(one.assessable.synthetic),
      aucWords(one),
      shareWords(one.flagged.genuine),
      shareWords(one.flagged.synthetic),
      range(one.scores.genuine),
      range(one.scores.synthetic),
    ]),
  );
}

export function fileTable(files: readonly LabelledFile[], detectorIds: readonly string[]): string {
  return table(
    ['file', 'label', 'method', 'source', ...detectorIds],
    files.map(({ label, scored }) => [
      label.path.split('/').at(-1) ?? label.path,
      label.label === 'real' ? 'genuine' : 'synthetic',
      label.method === '' ? '—' : label.method,
      label.group,
      ...detectorIds.map((id) => cell((scored.detectors as Readonly<Record<string, ScoredDetector>>)[id])),
    ]),
  );
}

function cell(result: ScoredDetector | undefined): string {
  if (result === undefined) return '—';
  const anomalies = result.findings.filter(({ weight }) => weight === 'anomaly').length;
  const marked = anomalies === 0 ? '' : ` (${String(anomalies)} anomal${anomalies === 1 ? 'y' : 'ies'})`;
  return `${result.score === undefined ? result.outcome : figure(result.score)}${marked}`;
}
