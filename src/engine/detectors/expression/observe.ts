/** One face in one frame -> its expression as lengths in the head's own axes. */
import type { FaceItem } from '../../faces/face.ts';
import { headPose, inHead, meshPoint } from '../../faces/pose.ts';
import { MEASURES, RIGID } from './measures.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS = [
  ...[...MEASURES, ...RIGID].map(({ name }) => ({ name, unit: 'inter-ocular distances' })),
  { name: 'eyeDistance', unit: 'working px' },
  { name: 'faceYaw', unit: 'degrees' },
];

/** Places of the values in a row; the measures come first. */
export const AT = { rigid: MEASURES.length, eyeDistance: MEASURES.length + RIGID.length, yaw: MEASURES.length + RIGID.length + 1 };

export function observeFace({ mesh, image }: FaceItem): number[] {
  const pose = headPose(mesh);
  const point = (index: number) => inHead(pose, meshPoint(mesh, index));
  return [...[...MEASURES, ...RIGID].map(({ of }) => rounded(of(point), 5)), rounded(pose.scale / image.scale, 1), rounded(pose.yaw, 1)];
}
