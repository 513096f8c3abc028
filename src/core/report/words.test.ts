import { describe, expect, it } from 'vitest';
import { clock, count, figure, measureWords, seconds, utc } from './words.ts';

describe('words', () => {
  it('tells times', () => {
    expect(utc('2026-03-04T05:06:07.089Z')).toBe('2026-03-04 05:06:07 UTC');
    expect(seconds(-1_500_000)).toBe('-1.500000 s');
    expect(clock(3_725_000_000)).toBe('1:02:05');
  });

  it('writes numbers with no more figures than they carry', () => {
    expect([count(1234567), figure(0.123456), figure(12345.67), figure(7), figure(1e-7)]).toEqual([
      '1\u202f234\u202f567',
      '0.1235',
      '12\u202f346',
      '7',
      '1e-7',
    ]);
    expect(measureWords({ name: 'rate', value: 11.6, unit: '/min', interval: [8.2, 15.9], intervalKind: '95 % Poisson' })).toBe(
      '11.6 /min (8.2 to 15.9, 95 % Poisson)',
    );
    expect(measureWords({ name: 'jitter', value: 0.021, unit: 'of a period', usual: [0.013, 0.038], usualOf: 'middle 90 % of 275' })).toBe(
      '0.021 of a period; usual: 0.013 to 0.038, middle 90 % of 275',
    );
  });
});
