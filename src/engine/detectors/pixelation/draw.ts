/** A heat map over the face and a ring around it: how much coarser the detail of each cell is than that of the surroundings. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { CELLS, columnOf, FIRST_CELL } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export function drawMap({ row: { values } }: Drawable): readonly Shape[] {
  const around = values[columnOf('detailAround')] ?? null;
  const [x, y, width, height] = (['mapX', 'mapY', 'mapWidth', 'mapHeight'] as const).map((name) => values[columnOf(name)] ?? 0);
  if (around === null || x === undefined || y === undefined || !width || !height) return [];
  const cells = values.slice(FIRST_CELL, FIRST_CELL + CELLS * CELLS).map((cell) => {
    if (cell === null) return null;
    return Math.max(0, Math.min(1, (around - cell) / PARAMETERS.detailLimitFilm.value));
  });
  return [
    { kind: 'grid', box: [x, y, width, height], columns: CELLS, rows: CELLS, values: cells, legend: 'detail coarser than around the face' },
  ];
}
