/** Pixels of one face -> how much darker one side of nose, lip and socket is than the other, and the places under nose, lip, brow and chin than the cheeks. */
import { at } from '../../../base/at.ts';
import type { FaceItem } from '../../faces/face.ts';
import { meanNormal } from '../../faces/normals.ts';
import type { HeadPose } from '../../faces/pose.ts';
import { readPatch } from '../../faces/skin-light.ts';
import { rotate } from '../../signal/rotation.ts';
import { mean } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';
import { CHEEKS, CHIN, CHIN_SKIN, DEPTHS, NECK, SIDES } from './regions.ts';

interface Shadows {
  /** For each of SIDES: log light of the person's left side less that of the right; `null` where it cannot be told. */
  readonly sides: readonly (number | null)[];
  /** For each of DEPTHS, then for the neck: log light less that of the cheeks. */
  readonly depths: readonly (number | null)[];
}

type Spot = NonNullable<ReturnType<typeof readPatch>>;

const { spotFacing, spotRadius, spotShare, saturatedLuma, saturatedShare, black, neckColour, neckBelow } = PARAMETERS;
const LIMITS = { saturatedLuma: saturatedLuma.value, black: black.value };

export function readShadows({ image, mesh }: FaceItem, pose: HeadPose): Shadows {
  const radius = Math.max(1, (spotRadius.value * pose.scale) / image.scale);
  const read = (x: number, y: number): Spot | null => {
    const spot = readPatch(image, x / image.scale, y / image.scale, radius, LIMITS);
    return spot === null || spot.saturated > saturatedShare.value ? null : spot;
  };
  const spotOf = (index: number): Spot | null =>
    -rotate(pose.rotation, meanNormal(index))[2] < spotFacing.value ? null : read(at(mesh, 3 * index), at(mesh, 3 * index + 1));

  const sides = SIDES.map(({ right, left }) =>
    meanOf(
      right.map((index, k) => {
        const [one, other] = [spotOf(index), spotOf(at(left, k))];
        return one === null || other === null ? null : other.light - one.light;
      }),
    ),
  );
  const cheeks = CHEEKS.map(spotOf);
  const bright = meanOf(cheeks.map((spot) => spot?.light ?? null));
  // Of the chin, since cheeks are redder than a neck.
  const chin = CHIN_SKIN.map(spotOf);
  const [cb, cr] = [meanOf(chin.map((spot) => spot?.cb ?? null)), meanOf(chin.map((spot) => spot?.cr ?? null))];
  const neck = NECK.map((across) => {
    const [dx, dy] = rotate(pose.rotation, [across, neckBelow.value, 0]);
    const spot = read(at(mesh, 3 * CHIN) + pose.scale * dx, at(mesh, 3 * CHIN + 1) + pose.scale * dy);
    if (spot === null || cb === null || cr === null) return null;
    return Math.hypot(spot.cb - cb, spot.cr - cr) > neckColour.value ? null : spot.light;
  });
  const depths = [
    ...DEPTHS.map(({ points }) => meanOf(points.map((index) => spotOf(index)?.light ?? null))),
    neck.every((value) => value !== null) ? meanOf(neck) : null,
  ];
  return { sides, depths: depths.map((value) => (value === null || bright === null ? null : value - bright)) };
}

/** `null` where too few are known. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < spotShare.value * values.length) return null;
  return mean(known);
}
