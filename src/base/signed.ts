/** A number with its sign, two places after the point; what rounds to nothing has none. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  if (size === '0.00') return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}
