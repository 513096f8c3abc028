/** To so many digits after the point: observations are stored with the digits that were measured, and compare equal when they are made again. */
export function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
