/** Likelihood ratios of files by a fit that never saw their group: what a calibration would give for sources it does not know. */
import { sha256Hex } from '../../base/node/sha256.ts';
import { fitLogistic } from '../../engine/fusion/logistic.ts';
import type { Judged, Scored } from '../../engine/fusion/scored.ts';

/** Our choice: each fit sees four fifths of the groups. */
const FOLDS = 5;

export type JudgedFile = Judged & Pick<Scored, 'group'>;

/** `null` where one of the fits has no solution, or a fold has no files of a class to be fitted on. */
export function crossFitted(items: readonly Scored[]): JudgedFile[] | null {
  // By hash, so that the same groups fall together whatever the order of the files.
  const foldOf = ({ group }: Scored): number => Number.parseInt(sha256Hex(group).slice(0, 8), 16) % FOLDS;
  const judged: JudgedFile[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = items.filter((item) => foldOf(item) === fold);
    if (held.length === 0) continue;
    const line = fitLogistic(items.filter((item) => foldOf(item) !== fold));
    if (line === null) return null;
    judged.push(...held.map(({ score, synthetic, group }) => ({ log10LR: line.intercept + line.slope * score, synthetic, group })));
  }
  return judged;
}
