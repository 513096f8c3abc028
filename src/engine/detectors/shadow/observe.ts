/** One face in one sampled frame -> pose, light of the skin outside the shadows, and how dark the shadows' places are. */
import type { Rational } from '../../../contract/values.ts';
import { besideHead, CELLS } from '../../faces/beside-head.ts';
import type { FaceItem } from '../../faces/face.ts';
import { fitLight } from '../../faces/face-light.ts';
import { headPose } from '../../faces/pose.ts';
import { readSkin, skinLimitsOf } from '../../faces/skin-light.ts';
import { PATCHES } from '../../faces/skin-patches.ts';
import type { Values } from '../interface.ts';
import { everyNth, USUAL_RATE } from '../sampling.ts';
import { PARAMETERS } from './parameters.ts';
import { readShadows } from './read.ts';
import { IS_SHADING } from './regions.ts';
import { rounded } from '../../rounded.ts';

/** Places of the values in a row. */
export const AT = {
  eyes: 3,
  residual: 4,
  lightX: 5,
  lightXError: 6,
  strength: 7,
  fit: 8,
  patches: 9,
  saturated: 10,
  sides: 11,
  depths: 15,
  lightY: 19,
  place: 21,
  cells: 24,
} as const;

const ASYMMETRY = 'log light, person’s left less right';
const DEPTH = 'log light, less the cheeks';
export const COLUMNS = [
  { name: 'yaw', unit: 'degrees' },
  { name: 'pitch', unit: 'degrees' },
  { name: 'roll', unit: 'degrees' },
  { name: 'eyes', unit: 'working px per inter-ocular distance' },
  { name: 'residual', unit: 'inter-ocular distances' },
  { name: 'lightX', unit: 'log light per unit of normal, to the person’s left' },
  { name: 'lightXError', unit: 'log light per unit of normal, standard error' },
  { name: 'lateralLight', unit: 'log light per unit of normal' },
  { name: 'fit', unit: 'share of variance' },
  { name: 'patches', unit: 'count' },
  { name: 'saturated', unit: 'share of the patches' },
  { name: 'noseSides', unit: ASYMMETRY },
  { name: 'noseCheeks', unit: ASYMMETRY },
  { name: 'upperLip', unit: ASYMMETRY },
  { name: 'socketCorners', unit: ASYMMETRY },
  { name: 'underNose', unit: DEPTH },
  { name: 'underLip', unit: DEPTH },
  { name: 'sockets', unit: DEPTH },
  { name: 'neck', unit: DEPTH },
  { name: 'lightY', unit: 'log light per unit of normal, down', internal: true as const },
  { name: 'lightZ', unit: 'log light per unit of normal, away from the camera', internal: true as const },
  { name: 'placeX', unit: 'full-size px', internal: true as const },
  { name: 'placeY', unit: 'full-size px', internal: true as const },
  { name: 'placeScale', unit: 'full-size px per inter-ocular distance', internal: true as const },
  ...Array.from({ length: CELLS }, (_, k) => ({ name: `cell${k}`, unit: '8-bit counts', internal: true as const })),
];

const { minimumPatches, ridge } = PARAMETERS;
const SKIN = skinLimitsOf(PARAMETERS);
const FIT = { minimumPatches: minimumPatches.value, ridge: ridge.value };
/** In the head's axes, so that left and right of the face are what the light is told by, however the head is held. */
const NORMALS = PATCHES.map(({ normal }) => normal);

/** Of every so many frames two neighbours are measured. */
export const stepOf = (rate: Rational | null): number => Math.max(2, everyNth(rate, PARAMETERS.pairsPerSecond.value, USUAL_RATE));

export function observeShadow(face: FaceItem): Values {
  const pose = headPose(face.mesh);
  const skin = readSkin(face, pose, SKIN);
  const shading = skin.light.map((value, k) => (IS_SHADING[k] === true ? value : null));
  const fit = fitLight(shading, NORMALS, FIT);
  const { sides, depths } = readShadows(face, pose);
  const fine = (value: number | null): number | null => (value === null ? null : rounded(value, 4));
  const row = [
    rounded(pose.yaw, 2),
    rounded(pose.pitch, 2),
    rounded(pose.roll, 2),
    rounded(pose.scale / face.image.scale, 1),
    rounded(pose.residual, 4),
    ...(fit === null
      ? [null, null, null, null]
      : [rounded(fit.light[0], 3), rounded(fit.error[0], 3), rounded(Math.hypot(fit.light[0], fit.light[1]), 3), rounded(fit.r2, 3)]),
    shading.filter((value) => value !== null).length,
    skin.facing === 0 ? null : rounded(skin.saturated / skin.facing, 2),
    ...sides.map(fine),
    ...depths.map(fine),
    ...(fit === null ? [null, null] : [rounded(fit.light[1], 3), rounded(fit.light[2], 3)]),
    rounded(pose.origin[0], 1),
    rounded(pose.origin[1], 1),
    rounded(pose.scale, 1),
    ...besideHead(face),
  ];
  return row.map((value) => (value === null || !Number.isFinite(value) ? null : value));
}
