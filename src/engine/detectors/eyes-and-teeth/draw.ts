/** Beside the face both irises laid one on the other, with the outlines of their highlights; in the eyes, the rims that were measured; bars in shares of the limits. */
import { at } from '../../../base/at.ts';
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable, ObservationRow } from '../interface.ts';
import { CELLS, type Point } from './iris-patch.ts';
import { FIRST_MASK, valueOf } from './observe.ts';
import { areBothLit, areEyesSeen, isFrontal, measureOf, MEASURES, shareOf } from './series.ts';

/** Radius of the enlarged iris, of the face's width. */
const ENLARGED = 0.22;

export function drawEyes({ row, face }: Drawable): readonly Shape[] {
  if (face === null) return [];
  const [left, top, width] = face.box;
  const radius = ENLARGED * width;
  const middle: Point = [left + width + 1.2 * radius, top + radius];
  const below = top + 2.2 * radius;
  const bars: Shape = {
    kind: 'bars',
    at: [left + width + 4, below],
    bars: MEASURES.map((name) => {
      const value = measureOf(name, row);
      return { label: LABELS[name], value: value === null ? null : Math.min(1, shareOf(name, value) / 2) };
    }),
  };
  if (!isFrontal(row) || !areEyesSeen(row)) return [bars];
  const rims = rimsOf(row);
  if (!areBothLit(row)) return [...rims, bars];
  return [
    ...rims,
    { kind: 'line', points: circle(middle, radius), closed: true, tone: 'quiet' },
    ...outlines(row, 0, middle, radius, 'strong'),
    ...outlines(row, 1, middle, radius, 'quiet'),
    { kind: 'text', at: [left + width + 4, top - 4], text: 'highlights: right eye bright, left eye pale' },
    bars,
  ];
}

const LABELS = { highlights: 'highlights, ½: limit', colour: 'iris colour', teeth: 'smooth teeth' } as const;

function rimsOf({ values }: ObservationRow): Shape[] {
  const radius = valueOf(values, 'irisRadius');
  return (['Right', 'Left'] as const).flatMap((side): Shape[] => {
    const [x, y] = [valueOf(values, `iris${side}X`), valueOf(values, `iris${side}Y`)];
    return x === null || y === null || radius === null
      ? []
      : [{ kind: 'line', points: circle([x, y], radius), closed: true, tone: 'quiet' }];
  });
}

const circle = ([x, y]: Point, radius: number): [number, number][] =>
  Array.from({ length: 32 }, (_, k) => [x + radius * Math.cos((k * Math.PI) / 16), y + radius * Math.sin((k * Math.PI) / 16)]);

/** One closed line round each spot of an eye's mask. */
function outlines({ values }: ObservationRow, eye: 0 | 1, [x, y]: Point, radius: number, tone: 'strong' | 'quiet'): Shape[] {
  const left = new Set<number>();
  for (let row = 0; row < CELLS; row += 1) {
    const bits = values[FIRST_MASK + eye * CELLS + row] ?? 0;
    for (let column = 0; column < CELLS; column += 1) if ((bits >> column) & 1) left.add(row * CELLS + column);
  }
  const shapes: Shape[] = [];
  for (const start of left) {
    const cells = [start];
    left.delete(start);
    for (const cell of cells) {
      for (const next of [cell - 1, cell + 1, cell - CELLS, cell + CELLS]) if (left.delete(next)) cells.push(next);
    }
    const corners = cells.flatMap((cell): Point[] => {
      const [column, row] = [cell % CELLS, Math.floor(cell / CELLS)];
      return [
        [column, row],
        [column + 1, row],
        [column, row + 1],
        [column + 1, row + 1],
      ];
    });
    const points = hull(corners).map(([u, v]): [number, number] => [
      x + radius * ((2 * u) / CELLS - 1),
      y + radius * ((2 * v) / CELLS - 1),
    ]);
    shapes.push({ kind: 'line', points, closed: true, tone });
  }
  return shapes;
}

/** Andrew's monotone chain (1979). */
function hull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(at(chain, chain.length - 2), at(chain, chain.length - 1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
