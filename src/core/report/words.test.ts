import { describe, expect, it } from 'vitest';
import { clock, count, figure, measureWords, seconds, timecode, utc } from './words.ts';

describe('words', () => {
  it('tells times', () => {
    expect(utc('2026-03-04T05:06:07.089Z')).toBe('2026-03-04 05:06:07 UTC');
    expect(seconds(-1_500_000)).toBe('-1.500000 s');
    expect(clock(3_725_000_000)).toBe('1:02:05');
  });

  it.each([
    [2_041_667, { rate: { num: 24, den: 1 }, variable: false, originUs: 0 }, '00:00:02:01'],
    [3_603_600_000, { rate: { num: 30000, den: 1001 }, variable: false, originUs: 0 }, '01:00:00:00'],
    [2_041_667, { rate: { num: 24, den: 1 }, variable: true, originUs: 41_667 }, '00:00:02.000'],
    [0, { rate: null, variable: false, originUs: 500_000 }, '-00:00:00.500'],
  ])('%i µs as timecode', (us, base, expected) => {
    expect(timecode(us, base)).toBe(expected);
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
  });
});
