/** One face in one frame -> its expression as lengths in the head's own axes. */
import type { FaceItem } from '../../faces/face.ts';
import { headPose, inHead, meshPoint } from '../../faces/pose.ts';
import { MEASURES, RIGID } from './measures.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

export const COLUMNS = [
  ...[...MEASURES, ...RIGID].map(({ name }) => ({ name, unit: 'inter-ocular distances' })),
  { name: 'eyeDistance', unit: 'working px' },
  { name: 'faceYaw', unit: 'degrees' },
];

/** Places of the values in a row; the measures come first. */
export const AT = { rigid: MEASURES.length, eyeDistance: MEASURES.length + RIGID.length, yaw: MEASURES.length + RIGID.length + 1 };

/** Lengths are `null` where the points are those of no face: upside down, or much narrower than faces are. */
export function observeFace({ mesh, image }: FaceItem): (number | null)[] {
  const pose = headPose(mesh);
  const fits = pose.residual <= PARAMETERS.maximumResidual.value;
  const point = (index: number) => inHead(pose, meshPoint(mesh, index));
  const lengths = [...MEASURES, ...RIGID].map(({ of }) => (fits ? rounded(of(point), 5) : null));
  return [...lengths, rounded(pose.scale / image.scale, 1), rounded(pose.yaw, 1)];
}
