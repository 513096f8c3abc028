/** One face in one frame with its sound -> how far the mouth is open, and how loud and how speech-like the sound is meanwhile. */
import type { FaceItem } from '../../faces/face.ts';
import { headPose, inHead, meshPoint, type HeadPose } from '../../faces/pose.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS = [
  { name: 'mouthOpening', unit: 'inter-ocular distances' },
  { name: 'mouthWidth', unit: 'working px' },
  { name: 'mouthYaw', unit: 'degrees' },
  ...[1, 2, 3, 4].map((quarter) => ({ name: `level${String(quarter)}`, unit: 'full scale 1' })),
  { name: 'voice', unit: 'probability' },
];

/** Places of the values in a row. */
export const AT = { opening: 0, width: 1, yaw: 2, parts: 3, voice: 7 } as const;

/** Upper and lower inner lip, opposite each other (MediaPipe's canonical face mesh). */
const INNER_LIPS = [
  [81, 178],
  [13, 14],
  [311, 402],
] as const;
const CORNERS = [61, 291] as const;

/** `null` where no sound belongs to the frame. */
export function observeFace(face: FaceItem): (number | null)[] | null {
  const { sound } = face;
  if (sound == null) return null;
  const pose = headPose(face.mesh);
  const opening = INNER_LIPS.reduce((sum, [upper, lower]) => sum + distance(face.mesh, pose, upper, lower), 0) / INNER_LIPS.length;
  const width = (distance(face.mesh, pose, ...CORNERS) * pose.scale) / face.image.scale;
  const levels = sound.parts.map((part) => rounded(part, 6));
  return [rounded(opening, 4), rounded(width, 1), rounded(pose.yaw, 1), ...levels, rounded(sound.voice, 3)];
}

/** In head axes, so that a turned head does not change it. */
function distance(mesh: Float32Array, pose: HeadPose, a: number, b: number): number {
  const [ax, ay, az] = inHead(pose, meshPoint(mesh, a));
  const [bx, by, bz] = inHead(pose, meshPoint(mesh, b));
  return Math.hypot(ax - bx, ay - by, az - bz);
}
