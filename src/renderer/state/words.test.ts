import { figure } from '../../base/figure.ts';
import { expect, it } from 'vitest';
import { bytes, duration, intervalWords, measureWords, rate, shortHash, timeLeft, usualWords, utc } from './words.ts';

it('writes sizes, lengths and figures', () => {
  expect([bytes(999), bytes(1000), bytes(3_346_911), bytes(999_600), bytes(12e9)]).toEqual(['999 B', '1 kB', '3.35 MB', '1 MB', '12 GB']);
  expect([duration(1_250_000), duration(200_000_000), duration(3_725_000_000), duration(null)]).toEqual([
    '1.25 s',
    '3 min 20 s',
    '1 h 2 min',
    'unknown length',
  ]);
  expect([timeLeft(0.2), timeLeft(47.1), timeLeft(90.5)]).toEqual(['1 s', '48 s', '1 min 31 s']);
  expect([figure(125), figure(0.123456), figure(0.00012345), figure(12.5)]).toEqual(['125', '0.1235', '1.23e-4', '12.5']);
});

it('writes a measure with its interval', () => {
  const measure = { name: 'rate', value: 12.3, unit: 'per min', interval: [8.1, 17.94] as [number, number], intervalKind: '95 % Poisson' };
  expect(measureWords(measure)).toBe('12.3 per min');
  expect(intervalWords(measure)).toBe('8.1 to 17.94 (95 % Poisson)');
  expect(intervalWords({ name: 'x', value: 1, unit: '' })).toBeNull();
});

it('writes where genuine recordings lie', () => {
  expect(usualWords({ name: 'x', value: 1, unit: '', usual: [0.013, 0.0384], usualOf: 'middle 90 % of 275' })).toBe(
    '0.013 to 0.0384 (middle 90 % of 275)',
  );
  expect(usualWords({ name: 'x', value: 1, unit: '' })).toBeNull();
});

it('says whether a rate varies', () => {
  expect(rate({ num: 30000, den: 1001 }, false)).toBe('29.97 fps');
  expect(rate({ num: 30, den: 1 }, true)).toBe('~30 fps variable');
  expect(rate(null, false)).toBe('rate unknown');
});

it('shortens hashes and keeps UTC', () => {
  expect(shortHash(`9f3c${'0'.repeat(56)}abcd`)).toBe('9f3c0000…abcd');
  expect(utc('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04:05 UTC');
});
