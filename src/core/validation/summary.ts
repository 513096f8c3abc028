/** From scored files with labels to one line of error rates for each detector. Pure. */
import type { ScoredDetector, ScoredFile } from '../../contract/score.ts';
import { areaUnderCurve, aucInterval, wilson } from './metrics.ts';
import type { Scored } from '../../engine/fusion/scored.ts';
import type { Label } from './labels.ts';

export interface LabelledFile {
  readonly label: Label;
  readonly scored: ScoredFile;
}

export interface Share {
  readonly count: number;
  readonly of: number;
  readonly interval: readonly [number, number] | null;
}

export interface DetectorSummary {
  readonly detectorId: string;
  readonly genuine: number;
  readonly synthetic: number;
  /** Files in which it gave a score. */
  readonly assessable: { readonly genuine: Share; readonly synthetic: Share };
  readonly auc: number | null;
  readonly aucInterval: readonly [number, number] | null;
  /** Groups of the files that were scored, for each class. */
  readonly groups: { readonly genuine: number; readonly synthetic: number };
  /** Files with at least one anomaly: of the genuine ones false positives, of the synthetic ones true ones. */
  readonly flagged: { readonly genuine: Share; readonly synthetic: Share };
  readonly scores: { readonly genuine: readonly [number, number] | null; readonly synthetic: readonly [number, number] | null };
}

const share = (count: number, of: number): Share => ({ count, of, interval: wilson(count, of) });

export function summarise(files: readonly LabelledFile[], detectorId: string): DetectorSummary {
  const results = files.flatMap(({ label, scored }) => {
    const result = (scored.detectors as Readonly<Record<string, ScoredDetector>>)[detectorId];
    return result === undefined ? [] : [{ synthetic: label.label === 'fake', group: label.group, result }];
  });
  const of = (synthetic: boolean) => results.filter((one) => one.synthetic === synthetic);
  const scored = results.flatMap(({ synthetic, group, result }): Scored[] =>
    result.score === undefined ? [] : [{ score: result.score, synthetic, group }],
  );
  const groupsOf = (synthetic: boolean): number =>
    new Set(scored.filter((one) => one.synthetic === synthetic).map(({ group }) => group)).size;
  const counted = (synthetic: boolean, test: (result: ScoredDetector) => boolean): Share =>
    share(of(synthetic).filter(({ result }) => test(result)).length, of(synthetic).length);
  const both = (test: (result: ScoredDetector) => boolean) => ({ genuine: counted(false, test), synthetic: counted(true, test) });
  const rangeOf = (synthetic: boolean): readonly [number, number] | null => {
    const scores = scored.filter((one) => one.synthetic === synthetic).map(({ score }) => score);
    return scores.length === 0 ? null : [Math.min(...scores), Math.max(...scores)];
  };
  return {
    detectorId,
    genuine: of(false).length,
    synthetic: of(true).length,
    assessable: both(({ score }) => score !== undefined),
    auc: areaUnderCurve(scored),
    aucInterval: aucInterval(scored),
    groups: { genuine: groupsOf(false), synthetic: groupsOf(true) },
    flagged: both(({ findings }) => findings.some(({ weight }) => weight === 'anomaly')),
    scores: { genuine: rangeOf(false), synthetic: rangeOf(true) },
  };
}
