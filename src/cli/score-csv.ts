/** Lines of a triage as a table: one row for each file and detector. */
import { csvLine } from '../base/csv.ts';
import type { ScoreLine } from '../contract/score.ts';

export const SCORE_CSV_HEAD = csvLine([
  ...['file', 'sha256', 'kind', 'frames', 'blocks', 'faces', 'error'],
  ...['detector', 'outcome', 'score', 'log10LR', 'reason', 'findings'],
]);

/** A file that could not be examined has one row, with the code of its error. */
export function scoreCsv(line: ScoreLine): string {
  if ('error' in line) return csvLine([line.file, '', '', '', '', '', line.error.code, '', '', '', '', '', '']);
  const of = [line.file, line.sha256, line.kind, line.frames, line.blocks, line.facesTracked, ''];
  return Object.entries(line.detectors)
    .map(([id, { outcome, score, log10LR, reason, findings }]) =>
      csvLine([...of, id, outcome, score ?? '', log10LR ?? '', reason ?? '', findings.length]),
    )
    .join('\n');
}
