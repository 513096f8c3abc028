/** A heat map: where the earlier compression of the surroundings is missing, or where the face's own shows. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { CELLS, columnOf, FIRST_CELL } from './columns.ts';
import { ORDER } from './observe-still.ts';
import { PARAMETERS } from './parameters.ts';
import { hasPast, readStill, shareOfLimit } from './still.ts';

export function drawMap({ row }: Drawable): readonly Shape[] {
  const [x, y, width, height] = (['mapX', 'mapY', 'mapWidth', 'mapHeight'] as const).map((name) => row.values[columnOf(name)] ?? 0);
  const of = ORDER[row.values[columnOf('mapOf')] ?? -1];
  if (x === undefined || y === undefined || !width || !height || of === undefined) return [];
  const still = readStill(row);
  // Half of the limit: a map of what genuine pictures show too would only mislead.
  const worth = of === 'past' ? hasPast(still) : shareOfLimit(still[of]) > 0.5;
  if (!worth) return [];
  const cells = row.values.slice(FIRST_CELL, FIRST_CELL + CELLS * CELLS);
  const values = cells.map((cell) => {
    if (cell === null) return null;
    return Math.max(0, Math.min(1, (of === 'face' ? cell : -cell) / PARAMETERS.mapFull.value));
  });
  const legend = of === 'face' ? 'earlier compression of the face’s own' : 'earlier compression missing';
  return [{ kind: 'grid', box: [x, y, width, height], columns: CELLS, rows: CELLS, values, legend }];
}
