/** Scores of two unit normal distributions `apart` from each other, at even quantiles: their likelihood ratios are known. */
import { probit } from '../../src/base/probit.ts';
import type { ScoreRow } from '../../src/core/validation/scores-csv.ts';

export function knownScores(genuine: number, synthetic: number, apart: number): ScoreRow[] {
  const some = (count: number, mean: number, made: boolean): ScoreRow[] =>
    Array.from({ length: count }, (_, i) => {
      const name = `${made ? 's' : 'g'}${String(i)}`;
      return { path: name, group: name, score: mean + probit((i + 0.5) / count), synthetic: made, fields: {} };
    });
  return [...some(genuine, 0, false), ...some(synthetic, apart, true)];
}
