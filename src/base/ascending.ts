/** Places in ascending values, by binary search. */
import { at } from './at.ts';

/** The first place whose value is not below; the number of values where there is none. */
export function firstNotBelow(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(ascending, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place whose value is above; the number of values where there is none. So many values are at or below. */
export function firstAbove(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(ascending, middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
