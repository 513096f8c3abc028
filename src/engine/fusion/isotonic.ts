/** The best that any rising calibration could do with these scores: pool adjacent violators. */
import { must } from '../../base/assert.ts';
import { cllr } from './cllr.ts';
import type { Scored } from './scored.ts';

/** A stretch of scores that all get one likelihood ratio. */
export interface Level {
  readonly fromScore: number;
  readonly toScore: number;
  readonly genuine: number;
  readonly synthetic: number;
  /** Minus infinity where only genuine files lie, infinity where only synthetic ones do. */
  readonly log10LR: number;
}

/** Pool adjacent violators (Ayer et al. 1955), equal scores pooled first; the ratio of the classes' own shares, so that their sizes do not matter. */
export function isotonicLevels(items: readonly Scored[]): readonly Level[] {
  const total = { genuine: 0, synthetic: 0 };
  const blocks: { fromScore: number; toScore: number; genuine: number; synthetic: number }[] = [];
  for (const { score, synthetic } of items.toSorted((a, b) => a.score - b.score)) {
    total[synthetic ? 'synthetic' : 'genuine'] += 1;
    const last = blocks.at(-1);
    const one = { fromScore: score, toScore: score, genuine: synthetic ? 0 : 1, synthetic: synthetic ? 1 : 0 };
    if (last?.toScore === score) {
      last.genuine += one.genuine;
      last.synthetic += one.synthetic;
    } else blocks.push(one);
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let joined = block;
    for (let last = pooled.at(-1); last !== undefined; last = pooled.at(-1)) {
      if (last.synthetic * (joined.genuine + joined.synthetic) < joined.synthetic * (last.genuine + last.synthetic)) break;
      pooled.pop();
      joined = {
        fromScore: last.fromScore,
        toScore: joined.toScore,
        genuine: last.genuine + joined.genuine,
        synthetic: last.synthetic + joined.synthetic,
      };
    }
    pooled.push(joined);
  }
  return pooled.map((block) => ({
    ...block,
    log10LR: Math.log10(block.synthetic / total.synthetic) - Math.log10(block.genuine / total.genuine),
  }));
}

/** Cllr of the scores under their own best rising calibration: what is lost by poor discrimination alone. `null` where a class is empty. */
export function leastCllr(items: readonly Scored[]): number | null {
  if (!items.some(({ synthetic }) => synthetic) || items.every(({ synthetic }) => synthetic)) return null;
  const judged = isotonicLevels(items).flatMap(({ genuine, synthetic, log10LR }) => [
    ...Array.from({ length: genuine }, () => ({ log10LR, synthetic: false })),
    ...Array.from({ length: synthetic }, () => ({ log10LR, synthetic: true })),
  ]);
  return must(cllr(judged), 'both classes are there');
}
