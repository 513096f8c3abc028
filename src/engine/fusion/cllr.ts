/** Log-likelihood-ratio cost: what it costs on average to believe these likelihood ratios. */
import type { Judged } from './scored.ts';

/**
 * Brümmer & du Preez 2006 (Computer Speech & Language 20:230-275), the equation that defines Cllr: half the mean of log2(1 + 1/LR) where H1
 * is true and half the mean of log2(1 + LR) where H2 is. 0 is perfect, 1 is what LR = 1 for every file would cost. `null` where a class is empty.
 */
export function cllr(items: readonly Judged[]): number | null {
  const sums = { first: 0, firstCount: 0, second: 0, secondCount: 0 };
  for (const { log10LR, synthetic } of items) {
    if (synthetic) {
      sums.first += softplus(-log10LR * Math.LN10);
      sums.firstCount += 1;
    } else {
      sums.second += softplus(log10LR * Math.LN10);
      sums.secondCount += 1;
    }
  }
  if (sums.firstCount === 0 || sums.secondCount === 0) return null;
  return (sums.first / sums.firstCount + sums.second / sums.secondCount) / (2 * Math.LN2);
}

/** ln(1 + e^x) without overflow; 0 for minus infinity, infinity for infinity. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
