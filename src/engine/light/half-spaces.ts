/**
 * What a drawn constraint says about the projected light L = (x, y, w): half-spaces normal · L >= 0.
 *
 * Cast shadow (Kee, O'Brien and Farid 2013): the light lies with the object, seen from the point s in its shadow, so n · ((x, y) - w s) >= 0
 * for each side of the wedge; the same line holds for w < 0, where the light is behind the camera and its projection is mirrored at s.
 * Shading (after Kee, O'Brien and Farid 2014): where a convex object's outline is lit, the light lies on the outer side of the plane through
 * the camera and the outline's tangent; where it is dark by its own form, on the inner side.
 */
import type { LightConstraint } from '../../contract/light.ts';
import { unit, type Vector } from './cone.ts';
import { LEAST_HANDLE_PX, LEAST_WEDGE_DEGREES } from './parameters.ts';

type Place = readonly [number, number];

/** Pixels to coordinates of order one, so that rounding treats all places alike. */
export interface Frame {
  readonly centre: Place;
  readonly unitPx: number;
}

export const frameOf = (width: number, height: number): Frame => ({
  centre: [width / 2, height / 2],
  unitPx: Math.hypot(width, height) / 2,
});

/** A wedge narrower than this, or as near to a straight line, is not one; radians. */
const LEAST_ANGLE = (LEAST_WEDGE_DEGREES * Math.PI) / 180;

const towards = (from: Place, to: Place): number => Math.atan2(to[1] - from[1], to[0] - from[0]);
const far = (from: Place, to: Place): boolean => Math.hypot(to[0] - from[0], to[1] - from[1]) >= LEAST_HANDLE_PX;

/** The wedge as its first side and the angle to its second, counter to the picture's y: angle in (-pi, pi]. */
function wedge(at: Place, rays: readonly [Place, Place]): { start: number; angle: number } {
  const [first, second] = [towards(at, rays[0]), towards(at, rays[1])];
  const turn = Math.atan2(Math.sin(second - first), Math.cos(second - first));
  return turn >= 0 ? { start: first, angle: turn } : { start: second, angle: -turn };
}

/** Why a constraint cannot be used; `null` when it can. */
export function unusable(constraint: LightConstraint): string | null {
  if (constraint.kind === 'shading')
    return far(constraint.at, constraint.outward) ? null : 'the arrow that points out of the object has no length';
  if (!constraint.rays.every((end) => far(constraint.at, end))) return 'a ray has no length';
  const { angle } = wedge(constraint.at, constraint.rays);
  if (angle < LEAST_ANGLE) return 'its two rays coincide';
  return angle > Math.PI - LEAST_ANGLE ? 'its two rays point in opposite directions, so they enclose no wedge' : null;
}

/** The half-plane of `angle` (its inner normal) with its edge through `at`. */
function halfSpace(at: Place, angle: number, { centre, unitPx }: Frame): Vector {
  const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
  return unit([nx, ny, -(nx * (at[0] - centre[0]) + ny * (at[1] - centre[1])) / unitPx]);
}

/**
 * The constraint with each of its edges turned outward by `widen` radians about `at`. More than one list: the light may satisfy any of them
 * (what is opened beyond 180 degrees is no longer convex; it is the union of its two sides' half-planes).
 */
export function halfSpaces(constraint: LightConstraint, widen: number, frame: Frame): readonly (readonly Vector[])[] {
  const { at } = constraint;
  if (constraint.kind === 'shading') {
    const inner = towards(at, constraint.outward) + (constraint.lit ? 0 : Math.PI);
    const turned = (by: number): readonly Vector[] => [halfSpace(at, inner + by, frame)];
    return widen === 0 ? [turned(0)] : [turned(widen), turned(-widen)];
  }
  const { start, angle } = wedge(at, constraint.rays);
  const sides = [halfSpace(at, start - widen + Math.PI / 2, frame), halfSpace(at, start + angle + widen - Math.PI / 2, frame)];
  return angle + 2 * widen <= Math.PI ? [sides] : sides.map((side) => [side]);
}
