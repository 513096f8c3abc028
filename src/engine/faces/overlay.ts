/** The points of a face that are stored for each frame, so that any window can draw them later. */
import { at } from '../../base/at.ts';
import { assert } from '../../base/assert.ts';
import type { EyeMesh, FaceItem } from './face.ts';
import { EYELID_RING, FACE_OVAL, LIPS } from './landmarks.ts';

/**
 * Layout of `FaceRow.points`: these parts one after the other, each point as x, y in full-size pixels.
 * Eyes, lips and oval are closed polygons in order; an iris is its centre, then four points on its rim. Left and right are the person's own.
 */
export const OVERLAY_POINTS = [
  { part: 'leftEye', count: EYELID_RING.length },
  { part: 'rightEye', count: EYELID_RING.length },
  { part: 'leftIris', count: 5 },
  { part: 'rightIris', count: 5 },
  { part: 'lips', count: LIPS.length },
  { part: 'faceOval', count: FACE_OVAL.length },
] as const;
export type OverlayPart = (typeof OVERLAY_POINTS)[number]['part'];

/** 98 points, 196 numbers. */
export const OVERLAY_LENGTH = 2 * OVERLAY_POINTS.reduce((sum, { count }) => sum + count, 0);

/** A twentieth of a pixel is far below what can be drawn or what the networks can tell, and keeps the rows small. */
const round = (value: number): number => Math.round(value * 20) / 20;

export function overlayPoints(item: FaceItem): number[] {
  const points: number[] = [];
  const add = (x: number | undefined, y: number | undefined): void => {
    assert(x !== undefined && y !== undefined, 'a face has all its points');
    points.push(round(x), round(y));
  };
  const eyelids = ({ contour }: EyeMesh): void => EYELID_RING.forEach((k) => add(contour[2 * k], contour[2 * k + 1]));
  const iris = ({ iris: rim }: EyeMesh): void => {
    for (let k = 0; k < 5; k += 1) add(rim[2 * k], rim[2 * k + 1]);
  };
  eyelids(item.leftEye);
  eyelids(item.rightEye);
  iris(item.leftEye);
  iris(item.rightEye);
  for (const k of [...LIPS, ...FACE_OVAL]) add(item.mesh[3 * k], item.mesh[3 * k + 1]);
  assert(points.length === OVERLAY_LENGTH, 'the layout of the overlay holds');
  return points;
}

/** Where the left iris begins in a stored row, and the right one. */
const IRIS = [4 * EYELID_RING.length, 4 * EYELID_RING.length + 10] as const;

/** Of a stored row the centres of the irises alone, left and right, as `splitOverlay` gives them first. */
export function irisCentres(points: readonly number[]): readonly [x: number, y: number, otherX: number, otherY: number] {
  assert(points.length === OVERLAY_LENGTH, 'the layout of the overlay holds');
  const [left, right] = IRIS;
  return [at(points, left), at(points, left + 1), at(points, right), at(points, right + 1)];
}

/** The stored row, taken apart again; throws when the row has another length. */
export function splitOverlay(points: readonly number[]): Record<OverlayPart, [number, number][]> {
  assert(points.length === OVERLAY_LENGTH, 'the layout of the overlay holds');
  const parts: Record<OverlayPart, [number, number][]> = { leftEye: [], rightEye: [], leftIris: [], rightIris: [], lips: [], faceOval: [] };
  let next = 0;
  for (const { part, count } of OVERLAY_POINTS) {
    for (let k = 0; k < count; k += 1, next += 2) parts[part].push([at(points, next), at(points, next + 1)]);
  }
  return parts;
}
