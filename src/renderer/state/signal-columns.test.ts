import { expect, it } from 'vitest';
import { TILE_BINS, type BinsTile } from '../../base/signal-grid.ts';
import { columnOf, type Column } from './signal-columns.ts';

const filled = (values: number[]): Float32Array => Float32Array.from({ length: TILE_BINS }, (_, k) => values[k] ?? Number.NaN);
const gap = new Float32Array(TILE_BINS);
gap[2] = 0.25;
const tile: BinsTile = {
  ...{ low: 0, high: 9, firstUs: 0, lastUs: 1, usualUs: 1, gap },
  series: [{ low: filled([1, 0, Number.NaN, 4]), high: filled([2, 5, Number.NaN, 9]), mean: filled([1.5, 2, Number.NaN, 6]) }],
};
const BIN = 2 ** 12;
const column = (fromBin: number, toBin: number, index = 0): Column =>
  columnOf(tile, 12, index, 0, (index * TILE_BINS + fromBin) * BIN, (index * TILE_BINS + toBin) * BIN, {
    low: 0,
    high: 0,
    mean: 0,
    gap: 0,
  });

it('takes the lowest and highest of every bin under a pixel, and the mean of the one in its middle', () => {
  expect(column(0, 1)).toEqual({ low: 1, high: 2, mean: 1.5, gap: 0 });
  expect(column(0.5, 1.75)).toEqual({ low: 0, high: 5, mean: 2, gap: 0 });
  expect(column(1, 4)).toEqual({ low: 0, high: 9, mean: Number.NaN, gap: 0.25 });
});

it('stays within its tile and leaves nothing of the pixel before', () => {
  expect(column(2, 3)).toEqual({ low: Number.NaN, high: Number.NaN, mean: Number.NaN, gap: 0.25 });
  expect(column(-2, 0.5).low).toBe(1);
  expect(column(0, 1, 7)).toEqual({ low: 1, high: 2, mean: 1.5, gap: 0 });
});
