/** Over the face: where the nose and brows must shade it under the light that was fitted, where it is darker than its mirror image, and by how much. */
import { must } from '../../../base/assert.ts';
import type { Shape } from '../../../contract/analysis.ts';
import { meanFace, rotationOf } from '../../faces/normals.ts';
import { reachOf } from '../../faces/self-shadow.ts';
import { rotate, type Point } from '../../signal/rotation.ts';
import type { Drawable } from '../interface.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { DEPTHS, SIDES, type SideRegion } from './regions.ts';
import { lightOfShadows, samplesOf } from './series.ts';

type Flat = [number, number];

/** Log light: a side that is darker by less is not outlined. A fifth darker; our choice. */
const DARKER = 0.2;
/** Light is taken to come at least so much from the front as from the side; our choice, for the drawing alone. */
const FRONTAL = 0.6;
/** A bar is half full where both sides are alike and full or empty at this asymmetry. */
const FULL = 1;

export function drawShadows({ row, face }: Drawable): Shape[] {
  const [sample] = samplesOf([row]);
  const [x, y, scale] = row.values.slice(AT.place, AT.cells);
  if (face === null || sample === undefined || x == null || y == null || scale == null) return [];
  const rotation = rotationOf(...sample.pose);
  const placeOf = (index: number): Flat => {
    const [px, py] = rotate(rotation, must(meanFace[index], 'a place'));
    return [x + scale * px, y + scale * py];
  };
  const light = lightOf(row.values);
  const shaded =
    light === null
      ? []
      : [...SIDES.flatMap(({ right, left }) => [...right, ...left]), ...DEPTHS[0].points, ...DEPTHS[1].points].filter(
          (index) => reachOf(index, light) !== 'lit',
        );
  const [left, top, width] = face.box;
  const dark = SIDES.flatMap((region, k): Shape[] => {
    const value = sample.sides[k] ?? null;
    return value === null || Math.abs(value) < DARKER ? [] : [outlineOf(region, value, placeOf)];
  });
  return [
    ...(shaded.length === 0 ? [] : [{ kind: 'dots' as const, points: shaded.map(placeOf), tone: 'quiet' as const }]),
    ...dark,
    {
      kind: 'bars',
      at: [left + width + 8, top],
      bars: [
        { label: 'light by shading', value: shareOf(sample.directed?.shading ?? null) },
        { label: 'light by shadows', value: shareOf(lightOfShadows(sample.sides)) },
        ...['nose', 'cheek by nose', 'upper lip', 'eye socket'].map((label, k) => ({ label, value: shareOf(sample.sides[k] ?? null) })),
      ],
    },
    ...(light === null
      ? [{ kind: 'text' as const, at: [left, top + 1.04 * face.box[3]] as Flat, text: 'no direction of the light: no shadows predicted' }]
      : []),
  ];
}

/** Towards the light in the head's axes; `null` where no direction can be told. */
function lightOf(values: Drawable['row']['values']): Point | null {
  const [lx, ly, lz, strength, fit] = [AT.lightX, AT.lightY, AT.lightY + 1, AT.strength, AT.fit].map((place) => values[place] ?? null);
  if (lx == null || ly == null || lz == null || strength == null || fit == null) return null;
  if (strength < PARAMETERS.minimumStrength.value || fit < PARAMETERS.minimumFit.value) return null;
  // A face that is lit tells little of how far the light comes from the front, and none that is seen bright is lit from behind.
  const front = Math.min(lz, -FRONTAL * Math.hypot(lx, ly));
  const size = Math.hypot(lx, ly, front);
  return [lx / size, ly / size, front / size];
}

const shareOf = (value: number | null): number | null => (value === null ? null : Math.max(0, Math.min(1, 0.5 + value / (2 * FULL))));

/** Round the points of the darker side. */
const outlineOf = ({ right, left }: SideRegion, value: number, placeOf: (index: number) => Flat): Shape => ({
  kind: 'line',
  points: hullOf((value > 0 ? right : left).map(placeOf)),
  closed: true,
  tone: 'strong',
});

/** Convex hull by Andrew's monotone chain (Information Processing Letters 9(5), 1979). */
function hullOf(points: readonly Flat[]): Flat[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (given: readonly Flat[]): Flat[] => {
    const chain: Flat[] = [];
    for (const point of given) {
      while (chain.length >= 2 && turnOf(chain.at(-2) ?? point, chain.at(-1) ?? point, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turnOf = ([ax, ay]: Flat, [bx, by]: Flat, [cx, cy]: Flat): number => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
