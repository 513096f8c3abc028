/** One face in one sampled frame -> 32 numbers that describe whose face it is, its pose, its size and how sharp it is. */
import type { Rational } from '../../../contract/values.ts';
import type { FaceItem } from '../../faces/face.ts';
import { headPose } from '../../faces/pose.ts';
import { sharpness } from '../../faces/sharpness.ts';
import type { Network } from '../../inference/networks.ts';
import type { Values } from '../interface.ts';
import { everyNth, USUAL_RATE } from '../sampling.ts';
import { describe, identityCrop, prepare, SIDE } from './describe.ts';
import { PARAMETERS } from './parameters.ts';
import { COMPONENTS } from './projection.ts';
import { rounded } from '../../rounded.ts';

const SIZE = COMPONENTS.length;

/** Places of the values in a row; the description comes first. */
export const AT = { description: SIZE, yaw: SIZE, pitch: SIZE + 1, roll: SIZE + 2, interocular: SIZE + 3, sharpness: SIZE + 4 } as const;

export const COLUMNS = [
  ...Array.from({ length: SIZE }, (_, k) => ({ name: `description${String(k)}`, unit: 'of a unit vector' })),
  { name: 'yaw', unit: 'degrees' },
  { name: 'pitch', unit: 'degrees' },
  { name: 'roll', unit: 'degrees' },
  { name: 'interocular', unit: 'working px' },
  { name: 'sharpness', unit: 'Laplacian / deviation' },
];

/** Every so many frames one is described. */
export const stepOf = (rate: Rational | null): number => everyNth(rate, PARAMETERS.samplesPerSecond.value, USUAL_RATE);

/** 1024 numbers at unit length -> 32, about the mean of many persons. */
export function project(embedding: Float32Array): number[] {
  return AXES.map(({ weights, step, offset }) => {
    let sum = 0;
    for (let k = 0; k < weights.length; k += 1) sum += (weights[k] ?? 0) * (embedding[k] ?? 0);
    return rounded(sum * step - offset, 5);
  });
}
const AXES = COMPONENTS.map(([weights, step, offset]) => ({ weights: new Int8Array(Buffer.from(weights, 'base64')), step, offset }));

export function observerOf(network: Network, step: number): (face: FaceItem) => Promise<Values | null> {
  const rgb = new Float32Array(3 * SIDE * SIDE);
  const input = new Float32Array(3 * SIDE * SIDE);
  return async (face) => {
    if (face.image.frame % step !== 0) return null;
    const crop = identityCrop(face);
    if (crop === null) return COLUMNS.map(() => null);
    prepare(face, crop, rgb, input);
    const sharp = sharpness(rgb, SIDE);
    const description = project(await describe(network, input));
    const { yaw, pitch, roll, scale } = headPose(face.mesh);
    const rest = [rounded(yaw, 2), rounded(pitch, 2), rounded(roll, 2), rounded(scale / face.image.scale, 2), rounded(sharp, 4)];
    return [...description, ...rest].map((value) => (Number.isFinite(value) ? value : null));
  };
}
