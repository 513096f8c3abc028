/** Between ticks of a stream's time base and microseconds, exactly: one rounding, at the end. */
import type { Rational } from '../../contract/values.ts';

/** Nearest microsecond to `ticks` (ties away from zero); exact for every safe integer, since the product may pass 2^53. */
export function ticksToUs(ticks: number, timeBase: Rational): number {
  const product = ticks * timeBase.num * 1_000_000;
  if (Number.isSafeInteger(product)) {
    const rounded = Math.round(Math.abs(product) / timeBase.den);
    return product < 0 ? 0 - rounded : rounded;
  }
  const big = BigInt(ticks) * BigInt(timeBase.num) * 1_000_000n;
  const den = BigInt(timeBase.den);
  const size = ((big < 0n ? -big : big) * 2n + den) / (2n * den);
  return Number(big < 0n ? -size : size);
}

/** Largest whole microsecond that is not after `ticks`: what a seek may ask for without landing behind its target. */
export function ticksToUsFloor(ticks: number, timeBase: Rational): number {
  const big = BigInt(ticks) * BigInt(timeBase.num) * 1_000_000n;
  const den = BigInt(timeBase.den);
  const quotient = big / den;
  return Number(big % den < 0n ? quotient - 1n : quotient);
}
