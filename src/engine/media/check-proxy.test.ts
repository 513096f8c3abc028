import { expect, it } from 'vitest';
import { fitClocks } from './check-proxy.ts';

const ms = { num: 1, den: 1000 };
const original = { timeBase: { num: 1, den: 90_000 }, pts: [126_000, 129_600, 133_200, 144_000] };

it('finds the same frames at the same distances, wherever the proxy begins', () => {
  expect(fitClocks(original, { timeBase: ms, pts: [0, 40, 80, 200] })).toEqual({ offsetUs: 1_400_000, greatestShiftUs: 0 });
  expect(fitClocks(original, { timeBase: ms, pts: [10, 51, 90, 210] })).toEqual({ offsetUs: 1_390_000, greatestShiftUs: 1000 });
});

it.each([
  ['a frame too few', [0, 40, 80], '4 frames expected, 3 found'],
  ['a frame too many', [0, 40, 80, 120, 200], '4 frames expected, 5 found'],
  ['a pause that was closed', [0, 40, 80, 120], 'frame 3 is 80000 µs from its time'],
  ['a frame that strays by two milliseconds', [0, 42, 80, 200], 'frame 1 is 2000 µs from its time'],
])('refuses %s', (_name, pts, detail) => {
  expect(() => fitClocks(original, { timeBase: ms, pts })).toThrow(expect.objectContaining({ code: 'PROXY_REFUSED', detail }));
});

it('asks for more where frames are nearer to each other', () => {
  const quick = { timeBase: ms, pts: [0, 2, 4] };
  expect(() => fitClocks(quick, { timeBase: { num: 1, den: 1_000_000 }, pts: [0, 2600, 4000] })).toThrow(/thrown away/);
  expect(fitClocks(quick, { timeBase: { num: 1, den: 1_000_000 }, pts: [0, 2400, 4000] }).greatestShiftUs).toBe(400);
});
