import { describe, expect, it } from 'vitest';
import { figure, inUnit } from './figure.ts';

describe('figures with their unit', () => {
  it.each([
    ['4', 'count', '4'],
    ['0.25', '1', '0.25'],
    ['0.25', '', '0.25'],
    ['208', 'ms', '208 ms'],
    ['0', '1 = yes', 'no'],
    ['1', '1 = yes', 'yes'],
    ['1.4', 'times the limit', '1.4 times the limit'],
  ])('%s in %j is said as %s', (value, unit, said) => {
    expect(inUnit(value, unit)).toBe(said);
  });

  it('shows no precision that was not measured', () => {
    expect([0.123456, 1234567, 0.00012, 1000000].map(figure)).toEqual(['0.1235', '1.23e+6', '1.20e-4', '1.00e+6']);
  });
});
