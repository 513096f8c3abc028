/** One face in one frame -> where each iris stands in its eye, and which way it looks. */
import type { EyeMesh, FaceItem } from '../../faces/face.ts';
import { openness } from '../../faces/lids.ts';
import { headPose } from '../../faces/pose.ts';
import { rotate, type Quaternion } from '../../signal/rotation.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

const SIDES = ['Right', 'Left'] as const;

export const COLUMNS = [
  ...SIDES.flatMap((side) => [
    { name: `iris${side}X`, unit: 'eye widths to the person’s left' },
    { name: `iris${side}Y`, unit: 'eye widths down' },
    { name: `ray${side}X`, unit: 'share of a unit vector, picture’s right' },
    { name: `ray${side}Y`, unit: 'share of a unit vector, picture’s down' },
    { name: `gazeOpenness${side}`, unit: 'aperture / eye width' },
    { name: `gazeEyeWidth${side}`, unit: 'working px' },
  ]),
  { name: 'gazeYaw', unit: 'degrees' },
];

/** Places of one eye's values from its first on; the left eye follows the right one. */
export const AT = { x: 0, y: 1, rayX: 2, rayY: 3, openness: 4, width: 5, left: 6, yaw: 12 } as const;

/** Outer and inner corner among the contour points of the iris network. */
const [OUTER, INNER] = [0, 8];

export function observeFace(face: FaceItem): (number | null)[] {
  const { rotation, yaw } = headPose(face.mesh);
  return [...eyeValues(face.rightEye, 'Right', rotation), ...eyeValues(face.leftEye, 'Left', rotation), rounded(yaw, 2)];
}

function eyeValues(eye: EyeMesh, side: (typeof SIDES)[number], rotation: Quaternion): (number | null)[] {
  const at = (list: Float32Array, k: number): number => list[k] ?? 0;
  const [ox, oy] = [at(eye.contour, 2 * OUTER), at(eye.contour, 2 * OUTER + 1)];
  const [ix, iy] = [at(eye.contour, 2 * INNER), at(eye.contour, 2 * INNER + 1)];
  const width = Math.hypot(ix - ox, iy - oy);
  if (!(width > 0)) return [null, null, null, null, null, null];
  // Along the eye to the person's left, whichever eye it is.
  const sign = side === 'Right' ? 1 : -1;
  const [ax, ay] = [(sign * (ix - ox)) / width, (sign * (iy - oy)) / width];
  const [dx, dy] = [at(eye.iris, 0) - (ox + ix) / 2, at(eye.iris, 1) - (oy + iy) / 2];
  const [x, y] = [(dx * ax + dy * ay) / width, (dy * ax - dx * ay) / width];
  const { restingOutward, restingUp } = PARAMETERS;
  const [rayX, rayY] = ray(x + sign * restingOutward.value, y + restingUp.value, rotation);
  return [rounded(x, 4), rounded(y, 4), rounded(rayX, 3), rounded(rayY, 3), rounded(openness(eye) ?? 0, 4), rounded(eye.widthWorkingPx, 1)];
}

/** A sphere whose centre lies behind where the iris rests when a person looks straight ahead: the place of the iris on it is the direction, then the head's turn. */
function ray(x: number, y: number, rotation: Quaternion): readonly [number, number] {
  const [sx, sy] = [x / PARAMETERS.eyeRadius.value, y / PARAMETERS.eyeRadius.value];
  const [rx, ry] = rotate(rotation, [sx, sy, -Math.sqrt(Math.max(0, 1 - sx * sx - sy * sy))]);
  return [rx, ry];
}
