/** One face in one frame -> how far each eye and the mouth are open, relative to the face's own size. */
import type { FaceItem } from '../../faces/face.ts';
import { openness } from '../../faces/lids.ts';

export const COLUMNS = [
  { name: 'opennessLeft', unit: 'aperture / eye width' },
  { name: 'opennessRight', unit: 'aperture / eye width' },
  { name: 'eyeWidthLeft', unit: 'working px' },
  { name: 'eyeWidthRight', unit: 'working px' },
  { name: 'mouthOpening', unit: 'inter-ocular distances' },
  { name: 'yaw', unit: 'log ratio' },
] as const;

/** MediaPipe's canonical face mesh: [outer corner, inner corner] of the person's own eyes, inner lips, nose tip. */
const RIGHT_CORNERS = [33, 133] as const;
const LEFT_CORNERS = [263, 362] as const;
const LIPS_INNER = [
  [81, 178],
  [13, 14],
  [311, 402],
] as const;
const NOSE_TIP = 4;

type Row = readonly (number | null)[];

export function observeFace(face: FaceItem): Row {
  const interocular = distance(middle(face.mesh, LEFT_CORNERS), middle(face.mesh, RIGHT_CORNERS));
  if (!(interocular > 0)) return COLUMNS.map(() => null);
  return [
    openness(face.leftEye),
    openness(face.rightEye),
    face.leftEye.widthWorkingPx,
    face.rightEye.widthWorkingPx,
    mouthOpening(face.mesh) / interocular,
    yaw(face.mesh),
  ].map((value) => (value !== null && Number.isFinite(value) ? value : null));
}

function mouthOpening(mesh: Float32Array): number {
  let sum = 0;
  for (const [upper, lower] of LIPS_INNER) sum += distance(point(mesh, upper), point(mesh, lower));
  return sum / LIPS_INNER.length;
}

/** Log ratio of the nose tip's distances from the two outer eye corners: 0 in front view, about +-0.7 at 30 degrees. */
function yaw(mesh: Float32Array): number {
  const nose = point(mesh, NOSE_TIP);
  return Math.log(distance(nose, point(mesh, LEFT_CORNERS[0])) / distance(nose, point(mesh, RIGHT_CORNERS[0])));
}

type Point = readonly [number, number];

function point(mesh: Float32Array, index: number): Point {
  return [mesh[3 * index] ?? Number.NaN, mesh[3 * index + 1] ?? Number.NaN];
}

function middle(mesh: Float32Array, [a, b]: readonly [number, number]): Point {
  const p = point(mesh, a);
  const q = point(mesh, b);
  return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
}

function distance(p: Point, q: Point): number {
  return Math.hypot(p[0] - q[0], p[1] - q[1]);
}
