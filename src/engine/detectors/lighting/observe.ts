/** One face in one sampled frame -> pose, direction of the light with its uncertainty, the ball, and the light of each skin patch. */
import type { Rational } from '../../../contract/values.ts';
import { besideHead, CELLS } from '../../faces/beside-head.ts';
import type { FaceItem } from '../../faces/face.ts';
import { fitBall, fitLight } from '../../faces/face-light.ts';
import { headPose } from '../../faces/pose.ts';
import { readSkin, skinLimitsOf } from '../../faces/skin-light.ts';
import { PATCHES } from '../../faces/skin-patches.ts';
import type { Values } from '../interface.ts';
import { everyNth, USUAL_RATE } from '../sampling.ts';
import { PARAMETERS } from './parameters.ts';
import { rounded } from '../../rounded.ts';

const { minimumPatches, ridge, ridgeSecond } = PARAMETERS;
const SKIN = skinLimitsOf(PARAMETERS);
const FIT = { minimumPatches: minimumPatches.value, ridge: ridge.value, ridgeSecond: ridgeSecond.value };

const BALL = 9;
/** Places of the values in a row. */
export const AT = {
  yaw: 0,
  pitch: 1,
  roll: 2,
  eyes: 3,
  residual: 4,
  from: 5,
  fromError: 6,
  strength: 7,
  r2: 8,
  patches: 9,
  saturated: 10,
  light: 11,
  error: 14,
  ball: 16,
  cells: 16 + BALL,
  skin: 16 + BALL + CELLS,
} as const;

const numbered = (name: string, count: number, unit: string) =>
  Array.from({ length: count }, (_, k) => ({ name: `${name}${String(k)}`, unit, internal: true as const }));

export const COLUMNS = [
  { name: 'yaw', unit: 'degrees' },
  { name: 'pitch', unit: 'degrees' },
  { name: 'roll', unit: 'degrees' },
  { name: 'eyes', unit: 'working px per inter-ocular distance' },
  { name: 'residual', unit: 'inter-ocular distances' },
  { name: 'lightFrom', unit: 'degrees clockwise from above' },
  { name: 'lightFromError', unit: 'degrees, standard error' },
  { name: 'lateralLight', unit: 'log light per unit of normal' },
  { name: 'fit', unit: 'share of variance' },
  { name: 'patches', unit: 'count' },
  { name: 'saturated', unit: 'share of the patches' },
  ...numbered('light', 3, 'log light per unit of normal'),
  ...numbered('lightError', 2, 'log light per unit of normal'),
  ...numbered('ball', BALL, 'medians of the face'),
  ...numbered('cell', CELLS, '8-bit counts'),
  ...numbered('skin', PATCHES.length, 'log of linear light'),
];

/** Every so many frames one is measured. */
export const stepOf = (rate: Rational | null): number => everyNth(rate, PARAMETERS.samplesPerSecond.value, USUAL_RATE);

export function observeFace(face: FaceItem): Values {
  const pose = headPose(face.mesh);
  const eyes = pose.scale / face.image.scale;
  const skin = readSkin(face, pose, SKIN);
  const fit = fitLight(skin.light, skin.normals, FIT);
  const lights =
    fit === null
      ? Array.from({ length: AT.patches - AT.from }, () => null)
      : [rounded(fit.from, 1), rounded(fit.fromError, 1), rounded(Math.hypot(fit.light[0], fit.light[1]), 3), rounded(fit.r2, 3)];
  const detail =
    fit === null
      ? Array.from({ length: 5 + BALL }, () => null)
      : [
          ...fit.light.map((value) => rounded(value, 3)),
          ...fit.error.map((value) => rounded(value, 3)),
          ...fitBall(skin.light, skin.normals, FIT).map((value) => rounded(value, 3)),
        ];
  const row = [
    rounded(pose.yaw, 2),
    rounded(pose.pitch, 2),
    rounded(pose.roll, 2),
    rounded(eyes, 1),
    rounded(pose.residual, 4),
    ...lights,
    skin.light.filter((value) => value !== null).length,
    skin.facing === 0 ? null : rounded(skin.saturated / skin.facing, 2),
    ...detail,
    ...besideHead(face),
    ...skin.light.map((value) => (value === null ? null : rounded(value, 3))),
  ];
  return row.map((value) => (value === null || !Number.isFinite(value) ? null : value));
}
