/** A map of one trace over a part of the picture: what each cell's coefficients say for it. */
import { at } from '../../../base/at.ts';
import type { Box } from '../../../contract/values.ts';
import type { Values } from '../interface.ts';
import type { Turn } from '../../media/facts.ts';
import { CELLS } from './columns.ts';
import { coefficientsOf, FREQUENCIES, type Plane } from './histograms.ts';
import { PARAMETERS } from './parameters.ts';
import type { Lenses, Region, Trace } from './traces.ts';

/** Blocks of one cell that are looked at, across and down. */
const MOST_ACROSS = 6;

/**
 * Nats for each coefficient that is not zero, for the steps found and against none, row by row over `box` of the plane as it is shown
 * after its turn; `null` where a cell has too few coefficients. Empty when no step was found.
 */
export function mapOf(plane: Plane, box: Box, trace: Trace, region: Region, lenses: Lenses, turn: Turn): Values {
  const part = trace.grid === 0 ? 'on' : 'off';
  const lens = lenses[part];
  const steps = trace.found.flatMap((index, k) => {
    const mean = index === null ? null : (at(region.means[part], k)[index] ?? null);
    return index === null || mean === null ? [] : [{ k, comb: at(at(lens.combs, k), index), mean, width: at(lens.widths, k) }];
  });
  if (steps.length === 0) return [];
  const cells: (number | null)[] = new Array<null>(CELLS * CELLS).fill(null);
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const blocks = blocksIn(plane, box, row, column);
      const coefficients = coefficientsOf(plane, blocks, trace.grid % 8, trace.grid >> 3);
      let [nats, count] = [0, 0];
      for (const { k, comb, mean, width } of steps) {
        for (let n = k; n < coefficients.length; n += FREQUENCIES.length) {
          const bin = Math.round(Math.abs(at(coefficients, n)) / width);
          if (bin === 0 || bin >= comb.logGain.length) continue;
          nats += at(comb.logGain, bin) - mean;
          count += 1;
        }
      }
      cells[shownCell(row, column, turn)] = count < PARAMETERS.leastInCell.value ? null : Math.round((nats / count) * 100) / 100;
    }
  }
  return cells;
}

function blocksIn({ width, height }: Plane, [left, top, wide, high]: Box, row: number, column: number): [number, number][] {
  // A block belongs where the middle of the 64 places lies that it can be moved to.
  const range = (from: number, length: number, cell: number, end: number): number[] => {
    const first = Math.ceil((from + (cell * length) / CELLS - 7.5) / 8);
    const last = Math.max(first, Math.ceil((from + ((cell + 1) * length) / CELLS - 7.5) / 8) - 1);
    const step = Math.max(1, Math.ceil((last - first + 1) / MOST_ACROSS));
    const all: number[] = [];
    for (let k = first; k <= last; k += step) if (k >= 0 && 8 * k + 15 <= end) all.push(8 * k);
    return all;
  };
  const xs = range(left, wide, column, width);
  return range(top, high, row, height).flatMap((y) => xs.map((x): [number, number] => [x, y]));
}

/** Where a cell of the file's picture lies in the shown one. */
function shownCell(row: number, column: number, { rotation, mirrored }: Turn): number {
  const last = CELLS - 1;
  if (mirrored) {
    const cell = shownCell(row, column, { rotation, mirrored: false });
    return cell - (cell % CELLS) + last - (cell % CELLS);
  }
  if (rotation === 90) return column * CELLS + (last - row);
  if (rotation === 180) return (last - row) * CELLS + (last - column);
  if (rotation === 270) return (last - column) * CELLS + row;
  return row * CELLS + column;
}
