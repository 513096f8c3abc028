/** One face -> its two irises side by side (highlights, colour) and its teeth, whatever can be measured; what counts is decided at the conclusion. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { EyeMesh, FaceItem } from '../../faces/face.ts';
import { headPose } from '../../faces/pose.ts';
import type { Column, Values } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import { gapTo, maskOf, overlap, spotsOf, strongest, type Spot } from './highlights.ts';
import { irisColour } from './iris-colour.ts';
import { axesOf, CELLS, lidsOf, patchOf, refine, roughCircle, type Axes, type Circle } from './iris-patch.ts';
import { PARAMETERS } from './parameters.ts';
import { eyeDetail, mouthOf } from './teeth.ts';

const SCALARS = [
  { name: 'irisDiameter', unit: 'working px' },
  { name: 'limbusEdge', unit: 'grey levels, weaker eye' },
  { name: 'eyesYaw', unit: 'degrees' },
  { name: 'eyesPitch', unit: 'degrees' },
  { name: 'eyesTowards', unit: 'iris radii' },
  { name: 'highlightRight', unit: 'grey levels over the iris' },
  { name: 'highlightLeft', unit: 'grey levels over the iris' },
  { name: 'highlightGap', unit: 'iris radii' },
  { name: 'highlightOffset', unit: 'iris radii' },
  { name: 'highlightOverlap', unit: 'intersection over union' },
  { name: 'irisColourGap', unit: 'steps of Cb, Cr' },
  { name: 'irisLumaGap', unit: 'log2' },
  { name: 'mouthWidth', unit: 'working px' },
  { name: 'teethShare', unit: '1' },
  { name: 'teethDetail', unit: '1' },
  { name: 'eyeDetail', unit: '1' },
  { name: 'irisRightX', unit: 'px', internal: true },
  { name: 'irisRightY', unit: 'px', internal: true },
  { name: 'irisLeftX', unit: 'px', internal: true },
  { name: 'irisLeftY', unit: 'px', internal: true },
  { name: 'irisRadius', unit: 'px', internal: true },
  { name: 'eyesTilt', unit: 'degrees', internal: true },
] as const;

const rowsOf = (side: string): Column[] =>
  Array.from({ length: CELLS }, (_, row) => ({ name: `mask${side}${String(row)}`, unit: 'bits, right to left', internal: true }));

export const COLUMNS: readonly Column[] = [...SCALARS, ...rowsOf('Right'), ...rowsOf('Left')];
/** The masks of the highlights, right eye first, one number of CELLS bits for each row. */
export const FIRST_MASK = SCALARS.length;

export type Scalar = (typeof SCALARS)[number]['name'];
const PLACES = new Map<Scalar, number>(SCALARS.map(({ name }, place) => [name, place]));
export const valueOf = (values: Values, name: Scalar): number | null => values[PLACES.get(name) ?? -1] ?? null;

/** Every how many frames one is sampled. */
export const stepOf = (facts: MediaFacts): number => everyNthOf(facts, PARAMETERS.samplesPerSecond.value);

export function observeEyes(face: FaceItem): Values {
  const { image, mesh, rightEye, leftEye } = face;
  const { scale } = image;
  const rough = [roughCircle(rightEye, scale), roughCircle(leftEye, scale)] as const;
  const axes = axesOf([rough[0].x, rough[0].y], [rough[1].x, rough[1].y]);
  const [right, left] = refine(image, rough, axes);
  const { yaw, pitch } = headPose(mesh);
  const lids = [lidsOf(rightEye, scale), lidsOf(leftEye, scale)] as const;
  const patches = [patchOf(image, right, axes, lids[0]), patchOf(image, left, axes, lids[1])] as const;
  const spots = [spotsOf(patches[0]), spotsOf(patches[1])] as const;
  const [one, other] = [strongest(spots[0]), strongest(spots[1])];
  const masks = [maskOf(spots[0]), maskOf(spots[1])] as const;
  const colours = [irisColour(image, patches[0], spots[0], lids[0]), irisColour(image, patches[1], spots[1], lids[1])] as const;
  const mouth = mouthOf(face);
  const scalars: Record<Scalar, number | null> = {
    irisDiameter: 2 * right.radius,
    limbusEdge: Math.min(right.edge, left.edge),
    eyesYaw: yaw,
    eyesPitch: pitch,
    eyesTowards: towards(rightEye, leftEye, [right, left], axes, scale),
    highlightRight: one?.contrast ?? null,
    highlightLeft: other?.contrast ?? null,
    ...between(one, other, spots, masks),
    irisColourGap:
      colours[0] === null || colours[1] === null ? null : Math.hypot(colours[0].cb - colours[1].cb, colours[0].cr - colours[1].cr),
    irisLumaGap: colours[0] === null || colours[1] === null ? null : Math.log2((colours[0].y + 8) / (colours[1].y + 8)),
    mouthWidth: mouth.widthPx,
    teethShare: mouth.teeth,
    teethDetail: mouth.detail,
    eyeDetail: mouth.detail === null ? null : eyeDetail(face, mouth.widthPx),
    irisRightX: right.x * scale,
    irisRightY: right.y * scale,
    irisLeftX: left.x * scale,
    irisLeftY: left.y * scale,
    irisRadius: right.radius * scale,
    eyesTilt: (Math.atan2(axes.along[1], axes.along[0]) * 180) / Math.PI,
  };
  return [...SCALARS.map(({ name }) => rounded(scalars[name])), ...masks.flatMap(bitsOf)];
}

/**
 * How much nearer to the nose the irises stand than the middles of their eyes, both together, iris radii: large where a person squints. An iris turns before
 * the centre of the cornea, on which a highlight depends, so a squint moves the highlights of the two eyes apart.
 */
function towards(rightEye: EyeMesh, leftEye: EyeMesh, [right, left]: readonly [Circle, Circle], { along }: Axes, scale: number): number {
  const off = ({ contour }: EyeMesh, { x, y }: Circle): number => {
    const middle = [0, 1].map((axis) => (at(contour, axis) + at(contour, 16 + axis)) / 2 / scale);
    return (x - at(middle, 0)) * along[0] + (y - at(middle, 1)) * along[1];
  };
  return (off(rightEye, right) - off(leftEye, left)) / right.radius;
}

type Between = Record<'highlightGap' | 'highlightOffset' | 'highlightOverlap', number | null>;

function between(
  one: Spot | null,
  other: Spot | null,
  spots: readonly [readonly Spot[], readonly Spot[]],
  masks: readonly [Uint8Array, Uint8Array],
): Between {
  if (one === null || other === null) return { highlightGap: null, highlightOffset: null, highlightOverlap: null };
  const nasal = PARAMETERS.nasal.value;
  return {
    highlightGap: Math.min(gapTo(one, spots[1], 'right'), gapTo(other, spots[0], 'left')),
    highlightOffset: Math.hypot(one.x - nasal - other.x, one.y - other.y),
    highlightOverlap: overlap(masks[0], masks[1], Math.round((nasal * CELLS) / 2)),
  };
}

function bitsOf(mask: Uint8Array): number[] {
  return Array.from({ length: CELLS }, (_, row) => {
    let bits = 0;
    for (let column = 0; column < CELLS; column += 1) bits |= at(mask, row * CELLS + column) << column;
    return bits;
  });
}

/** A degenerate face (its points on one place) gives no number. */
const rounded = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : Math.round(value * 1e4) / 1e4);
