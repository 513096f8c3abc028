/** Up to four significant digits, so that no precision is shown that was not measured. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  return Math.abs(value) >= 1e6 || Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** Of a pure number, a count or a score without a unit nothing is said: "4", not "4 1". */
const UNSAID = new Set(['', '1', 'count', 'none']);

/** Empty for a pure number. */
export function saidUnit(unit: string): string {
  return UNSAID.has(unit) ? '' : unit;
}

/** Of a measure that is only said or denied: 1, or 0. */
const YES_OR_NO = '1 = yes';

/** `value` as it was written, with its unit unless that is one of pure numbers. */
export function inUnit(value: string, unit: string): string {
  if (unit === YES_OR_NO && (value === '0' || value === '1')) return value === '1' ? 'yes' : 'no';
  return `${value} ${saidUnit(unit)}`.trimEnd();
}
