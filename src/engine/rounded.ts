/** To so many digits after the point: observations are stored with the digits that were measured, and compare equal when they are made again. */
export function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** As `rounded`, and 0 for what would be minus zero or no number. */
export const roundedPlain = (value: number, digits: number): number => rounded(value, digits) || 0;
