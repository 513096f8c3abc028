/** Scores of one detector as a CSV table: what `penumbra validate` writes and `penumbra calibrate` reads. */
import { csvLine, csvRecords } from '../../base/csv.ts';
import { Failure } from '../../base/failure.ts';
import type { Scored } from '../../engine/fusion/scored.ts';

export interface ScoreRow extends Scored {
  readonly path: string;
  /** Every column by its name. */
  readonly fields: Readonly<Record<string, string>>;
}

const WANTED = ['path', 'group', 'label'] as const;

/**
 * Reads columns path, group, label (real or fake) and the score's; rows without a score are left out (the detector abstained), and of a table with a
 * column `detector` the rows of other detectors. Throws APP_BAD_REQUEST with the line.
 */
export function parseScores(text: string, detectorId: string, column = 'score'): ScoreRow[] {
  const [head, ...lines] = csvRecords(text);
  for (const name of [...WANTED, column])
    if (head?.includes(name) !== true)
      throw new Failure(
        'APP_BAD_REQUEST',
        `the scores file has no column "${name}"; its first line names ${[...WANTED, column].join(', ')}, as "penumbra validate --out" writes them`,
      );
  return lines.flatMap((cells, line): ScoreRow[] => {
    const fields = Object.fromEntries((head ?? []).map((name, place) => [name, cells[place] ?? '']));
    const { path = '', group = '', label = '', [column]: score = '' } = fields;
    if (score.trim() === '' || (fields.detector !== undefined && fields.detector !== detectorId)) return [];
    const bad = (what: string): Failure => new Failure('APP_BAD_REQUEST', `entry ${String(line + 1)} of the scores file: ${what}`);
    if (label !== 'real' && label !== 'fake') throw bad(`label "${label}" is neither real nor fake`);
    if (group === '') throw bad('the group is empty');
    const value = Number(score);
    if (!Number.isFinite(value)) throw bad(`score "${score}" is no number`);
    return [{ path, group, score: value, synthetic: label === 'fake', fields }];
  });
}

export function writeCsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map((cells) => `${csvLine(cells)}\n`).join('');
}
