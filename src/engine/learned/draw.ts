/** A heat map over the square that the network saw: which places pushed its logit up. */
import type { Shape } from '../../contract/analysis.ts';
import type { Drawable } from '../detectors/interface.ts';
import { CELLS, cellsOf, scalarOf } from './columns.ts';
import type { LearnedNetwork } from './learned-network.ts';

/** Cells of the drawn grid for each of the map's: the map lies turned in an upright grid. */
const FINER = 3;

export function drawLearned({ limit, heatSpan, hasMap }: LearnedNetwork, { row: { values } }: Drawable): Shape[] {
  const place = (['centreX', 'centreY', 'side', 'angle'] as const).map((name) => scalarOf(values, name));
  const [x, y, side, angle] = place;
  const cells = cellsOf(values);
  if (!hasMap || x == null || y == null || side == null || angle == null || scalarOf(values, 'logit') === null) return [];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  /** Side of the upright square around the turned one, in sides of that. */
  const around = Math.abs(cos) + Math.abs(sin);
  const count = Math.min(64, Math.round(CELLS * FINER * around));
  const shares = Array.from({ length: count * count }, (_, k) => {
    const right = (((k % count) + 0.5) / count - 0.5) * around;
    const down = ((Math.floor(k / count) + 0.5) / count - 0.5) * around;
    const column = Math.floor((right * cos + down * sin + 0.5) * CELLS);
    const line = Math.floor((down * cos - right * sin + 0.5) * CELLS);
    const cell = column < 0 || line < 0 || column >= CELLS || line >= CELLS ? null : (cells[line * CELLS + column] ?? null);
    return cell === null ? null : Math.min(1, Math.max(0, 0.5 + (cell - (limit ?? 0)) / heatSpan));
  });
  const wide = side * around;
  return [
    {
      kind: 'grid',
      box: [x - wide / 2, y - wide / 2, wide, wide],
      columns: count,
      rows: count,
      values: shares,
      legend: 'raised the network’s logit',
    },
  ];
}
