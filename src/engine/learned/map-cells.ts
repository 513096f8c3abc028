/** The network's own map in few cells. */
import { at } from '../../base/at.ts';
import type { Tensor } from '../inference/networks.ts';

/**
 * `map` [1, h, w], whose mean is the logit up to a constant -> `cells` x `cells` means by area, row by row, the constant added: the logit that
 * the face would have if all of it were like the cell. Throws when the map has no extent.
 */
export function cellsOfMap({ data, dims }: Tensor, logit: number, cells: number): number[] {
  const [height, width] = [at(dims, dims.length - 2), at(dims, dims.length - 1)];
  let sum = 0;
  for (let k = 0; k < height * width; k += 1) sum += at(data, k);
  const constant = logit - sum / (height * width);
  return Array.from({ length: cells * cells }, (_, k) => {
    const [row, column] = [Math.floor(k / cells), k % cells];
    return constant + meanOver(data, width, span(row, cells, height), span(column, cells, width));
  });
}

type Span = readonly { readonly index: number; readonly share: number }[];

/** Which of `size` places lie in part `part` of `parts`, and which share of the part each takes. */
function span(part: number, parts: number, size: number): Span {
  const [from, to] = [(part * size) / parts, ((part + 1) * size) / parts];
  const places: { index: number; share: number }[] = [];
  for (let index = Math.floor(from); index < Math.min(size, to); index += 1) {
    const share = (Math.min(index + 1, to) - Math.max(index, from)) / (to - from);
    if (share > 0) places.push({ index, share });
  }
  return places;
}

function meanOver(data: Float32Array, width: number, rows: Span, columns: Span): number {
  let sum = 0;
  for (const row of rows) for (const column of columns) sum += row.share * column.share * at(data, row.index * width + column.index);
  return sum;
}
