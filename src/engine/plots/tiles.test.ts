import { expect, it } from 'vitest';
import { levelFor, overviewLevel, readBins, readRows, TILE_BINS, tileUs } from '../../base/signal-grid.ts';
import { plotRows } from './plot-rows.ts';
import { binned, binsTile, rowsTile } from './tiles.ts';

const FRAME = 40_000;
/** Value k at frame k; frames 10 to 19 are missing, frame 25 has no value. */
const frames = Array.from({ length: 2000 }, (_, k) => k).filter((k) => k < 10 || k >= 20);
const rows = plotRows([{ frames, ptsUs: frames.map((k) => k * FRAME), values: frames.map((k) => (k === 25 ? null : k)) }], 1);
const none = Number.NaN;

it('sums up bins of 131 ms exactly', () => {
  // 2^17 microseconds: frames 0-3, 4-6, 7-9, ...
  const { series, gap } = readBins(binsTile(rows, binned(rows, 17), 0));
  const { low, high, mean } = series[0]!;
  expect([...low.slice(0, 3)]).toEqual([0, 4, 7]);
  expect([...high.slice(0, 3)]).toEqual([3, 6, 9]);
  expect([...mean.slice(0, 3)]).toEqual([1.5, 5, 8]);
  // Bin 3 ends at 524 ms: only the gap from frame 9 (360 ms) to frame 20 (800 ms) is in it, but no value.
  expect([low[3], mean[3], gap[3]]).toEqual([none, none, 1]);
  // 393.216 - 360 of 131.072 ms.
  expect(gap[2]).toBeCloseTo(33_216 / 131_072, 6);
  // Frame 25 has no value: a gap from 24 (960 ms) to 26 (1040 ms), in bin 7 (917.504 to 1048.576 ms).
  expect(gap[7]).toBeCloseTo(80_000 / 131_072, 6);
  expect([low[7], high[7], mean[7]]).toEqual([23, 26, Math.fround((23 + 24 + 26) / 3)]);
});

it('keeps a gap of one frame visible at the widest level', () => {
  const bins = binned(rows, 26);
  expect(bins.first).toBe(0);
  expect(bins.gap).toHaveLength(2);
  expect(bins.gap[0]).toBeCloseTo((440_000 + 80_000) / 2 ** 26, 9);
  expect(bins.series[0]!.high[1]).toBe(1999);
});

it('gives tiles of one length, wherever they lie', () => {
  const bins = binned(rows, 15);
  const [before, first, after] = [-1, 0, 99].map((index) => readBins(binsTile(rows, bins, index)));
  for (const tile of [before, first, after]) expect(tile?.gap).toHaveLength(TILE_BINS);
  expect(before?.series[0]?.low.every(Number.isNaN)).toBe(true);
  expect(after?.series[0]?.low.every(Number.isNaN)).toBe(true);
  expect([first?.low, first?.high, first?.firstUs, first?.lastUs, first?.usualUs]).toEqual([0, 1999, 0, 1999 * FRAME, FRAME]);
});

it('gives rows with a neighbour on either side', () => {
  const tile = readRows(rowsTile(rows, 1));
  // 2^25 microseconds hold 838.9 frames: 838 is the last one before, 1678 the first one after.
  expect([tile.ptsUs[0], tile.ptsUs.at(-1)]).toEqual([838 * FRAME, 1678 * FRAME]);
  expect([tile.values[0]?.[0], tile.values[0]?.at(-1), tile.values[0]?.length]).toEqual([838, 1678, 841]);
  const first = readRows(rowsTile(rows, 0));
  expect([...first.ptsUs.slice(8, 12)]).toEqual([8 * FRAME, 9 * FRAME, 580_000, 20 * FRAME]);
  expect(first.values[0]?.[10]).toBeNaN();
});

it('says of an empty plot that there is nothing', () => {
  const empty = plotRows([{ frames: [], ptsUs: [], values: [] }], 1);
  const tile = readBins(binsTile(empty, binned(empty, 20), 0));
  expect([tile.low, tile.firstUs, tile.gap.some((share) => share > 0)]).toEqual([none, none, false]);
  expect(readRows(rowsTile(empty, 0)).ptsUs).toHaveLength(0);
});

it('chooses rows while two of them do not share a pixel, then bins no wider than a pixel', () => {
  expect([levelFor(79_999, FRAME), levelFor(80_000, FRAME), levelFor(131_072, FRAME), levelFor(6_000_000, FRAME)]).toEqual([
    'rows',
    16,
    17,
    22,
  ]);
  const twoHours = 7200e6;
  expect(overviewLevel(twoHours)).toBe(24);
  expect(tileUs(24)).toBeGreaterThanOrEqual(twoHours);
  expect(tileUs(23)).toBeLessThan(twoHours);
});
