/** The three regions over the face, strong where the forehead's signal comes from, and the course of its green in the last two seconds. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable, ObservationRow } from '../interface.ts';
import { mean } from '../../signal/stats.ts';
import { columnOf } from './columns.ts';
import { cornersIn, outlineOf, placedIn, REGIONS } from './regions.ts';

/** What the whole height of a trace means: two per cent of the colour, several times a strong pulse. */
const SPAN = 0.02;

export function drawRegions({ row, before, face }: Drawable): Shape[] {
  if (face === null) return [];
  const corners = cornersIn(face);
  if (corners === null) return [];
  const shapes: Shape[] = REGIONS.flatMap((_, region): Shape[] => {
    const ellipse = placedIn(row, region, corners);
    if (ellipse === null) return [];
    return [{ kind: 'line', points: outlineOf(ellipse), closed: true, tone: region === 0 ? 'strong' : 'quiet' }];
  });
  const greens = [...before, row].map(greenness);
  const known = greens.filter((value) => value !== null);
  if (known.length < 2) return shapes;
  const middle = mean(known);
  const values = greens.map((value) => (value === null ? null : Math.min(1, Math.max(0, 0.5 + (value / middle - 1) / SPAN))));
  const [x, y, width] = face.box;
  return [...shapes, { kind: 'trace', at: [x + width, y], label: 'forehead, green over red', values, tone: 'strong' }];
}

/** Green over red: light and shadow change both, the pulse changes green more. */
function greenness({ values }: ObservationRow): number | null {
  const [red, green] = [values[columnOf(0, 'red')], values[columnOf(0, 'green')]];
  return red == null || green == null || !(red > 0) || !(green > 0) ? null : green / red;
}
