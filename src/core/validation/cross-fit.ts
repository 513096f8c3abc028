/** Likelihood ratios of files by a fit that never saw their group: what a calibration would give for sources it does not know. */
import { sha256Hex } from '../../base/node/sha256.ts';
import { fitLogistic } from '../../engine/fusion/logistic.ts';
import type { Judged, Scored } from '../../engine/fusion/scored.ts';

/** Our choice: each fit sees four fifths of the groups. */
const FOLDS = 5;

export type JudgedFile = Judged & Pick<Scored, 'group'>;
type Known = Pick<Scored, 'synthetic' | 'group'>;

/** `null` where one of the fits has no solution, or a fold has no files of a class to be fitted on. */
export function crossFitted(items: readonly Scored[]): JudgedFile[] | null {
  return crossFittedBy(items, (rest) => {
    const line = fitLogistic(rest);
    return line === null ? null : ({ score }) => line.intercept + line.slope * score;
  });
}

/** `fit`: gives what turns an item into its log10 LR, or `null`. In order of fold, then as given: the same for every fit over the same files. */
export function crossFittedBy<Item extends Known>(
  items: readonly Item[],
  fit: (rest: readonly Item[]) => ((item: Item) => number) | null,
): JudgedFile[] | null {
  // By hash, so that the same groups fall together whatever the order of the files.
  const foldOf = ({ group }: Known): number => Number.parseInt(sha256Hex(group).slice(0, 8), 16) % FOLDS;
  const judged: JudgedFile[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const own = items.filter((item) => foldOf(item) === fold);
    if (own.length === 0) continue;
    const ratio = fit(items.filter((item) => foldOf(item) !== fold));
    if (ratio === null) return null;
    judged.push(...own.map((item) => ({ log10LR: ratio(item), synthetic: item.synthetic, group: item.group })));
  }
  return judged;
}
