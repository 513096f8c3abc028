import { expect, it } from 'vitest';
import { plotRows, readCurve, valuesAt, type Curve } from './plot-rows.ts';

const curve = (frames: number[], values: (number | null)[]): Curve => ({ frames, ptsUs: frames.map((frame) => frame * 40_000), values });
const none = Number.NaN;

it('leaves a gap where frames are missing and where nothing was measured', () => {
  const rows = plotRows([curve([0, 1, 5, 6, 7], [0.3, 0.3, 0.3, null, 0.3])], 1);
  expect([...rows.places]).toEqual([0, 1, 2, 5, 6, 7]);
  expect([...(rows.series[0] ?? [])]).toEqual([0.3, 0.3, none, 0.3, none, 0.3]);
  expect(rows.gaps).toEqual([
    [40_000, 200_000],
    [200_000, 280_000],
  ]);
  expect([rows.low, rows.high, rows.firstUs, rows.lastUs]).toEqual([0.3, 0.3, 0, 280_000]);
});

it('does not call sampling a gap', () => {
  const rows = plotRows([curve([0, 2, 4], [1, 1, 1])], 2);
  expect(rows.gaps).toEqual([]);
  expect([...rows.places]).toEqual([0, 2, 4]);
});

it('puts curves of other frames on one axis', () => {
  const rows = plotRows([curve([0, 1], [1, 2]), curve([1, 2], [3, 4])], 1);
  expect([...rows.places]).toEqual([0, 1, 2]);
  expect(rows.series.map((values) => [...values])).toEqual([
    [1, 2, none],
    [none, 3, 4],
  ]);
  expect(rows.gaps).toEqual([]);
});

it('gives the value of exactly one frame', () => {
  const rows = plotRows([curve([0, 1, 5], [0.3, 0.2, 0.1])], 1);
  expect([0, 1, 2, 3, 5, 6].map((frame) => valuesAt(rows, { frame, us: 0 })[0])).toEqual([0.3, 0.2, null, null, 0.1, null]);
});

it('places the sound by time: a gap where rows are missing, the value that began last', () => {
  const heard = (values: (number | null)[]): Curve => ({ frames: null, ptsUs: [10, 110, 210, 610], values });
  const rows = plotRows([heard([-60, -61, null, -40]), heard([-20, -21, -22, -23])], 1);
  expect([...rows.ptsUs]).toEqual([10, 110, 210, 410, 610]);
  expect(rows.series.map((values) => [...values])).toEqual([
    [-60, -61, none, none, -40],
    [-20, -21, -22, none, -23],
  ]);
  expect(rows.gaps).toEqual([[210, 610]]);
  expect([0, 10, 109, 110, 250, 500, 9999].map((us) => valuesAt(rows, { frame: 0, us })[1])).toEqual([null, -20, -20, -21, -22, null, -23]);
});

it('refuses a stored signal that is none', () => {
  expect(readCurve('{"frames":null,"ptsUs":[1],"values":[null]}')).toEqual({ frames: null, ptsUs: [1], values: [null] });
  for (const words of [
    '{"frames":null,"ptsUs":[1],"values":[]}',
    '{"frames":[1,2],"ptsUs":[1],"values":[1]}',
    '{"ptsUs":["1"],"values":[1]}',
  ])
    expect(() => readCurve(words)).toThrow(expect.objectContaining({ code: 'CASE_DAMAGED' }));
});

it('takes no frame that a detector does not look at for a gap, and a longer stretch for one', () => {
  const every = Array.from({ length: 40 }, (_, k) => 12 * k).filter((frame) => frame < 120 || frame > 240);
  const rows = plotRows(
    [
      curve(
        every,
        every.map(() => 1),
      ),
    ],
    1,
  );
  expect(rows.gaps).toEqual([[108 * 40_000, 252 * 40_000]]);
  expect(rows.usualUs).toBe(12 * 40_000);
  const pairs = Array.from({ length: 20 }, (_, k) => [8 * k, 8 * k + 1]).flat();
  expect(
    plotRows(
      [
        curve(
          pairs,
          pairs.map(() => 1),
        ),
      ],
      1,
    ).gaps,
  ).toEqual([]);
  // The change from the first to the second of each pair.
  expect(
    plotRows(
      [
        curve(
          pairs,
          pairs.map((frame) => (frame % 8 === 0 ? null : 1)),
        ),
      ],
      1,
    ).gaps,
  ).toEqual([]);
});
