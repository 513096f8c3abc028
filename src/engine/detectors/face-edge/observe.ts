/** One face -> where its picture changes together around the contour, and how wide the contour's edges are beside other edges. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { FaceItem } from '../../faces/face.ts';
import { BROWS_TO_CHIN, FACE_OVAL } from '../../faces/landmarks.ts';
import type { Values } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import { roundedPlain } from '../../rounded.ts';
import { edgesAlong, widthOf } from './edges.ts';
import { PARAMETERS } from './parameters.ts';
import { findSeam, type Seam, type SeamKind } from './seam.ts';
import { alongContour, middleOf, SECTORS, unroll, type Points, type Unrolled } from './unroll.ts';

export const CONTOURS = [FACE_OVAL, BROWS_TO_CHIN] as const;

const SCALARS = [
  { name: 'radius', unit: 'working px' },
  { name: 'colourSeam', unit: 'standard errors' },
  { name: 'colourAt', unit: 'of the way to the contour' },
  { name: 'colourWidth', unit: 'working px' },
  { name: 'stepLuma', unit: 'grey levels' },
  { name: 'stepBlue', unit: 'grey levels' },
  { name: 'stepRed', unit: 'grey levels' },
  { name: 'colourContour', unit: '0 oval, 1 brows to chin', internal: true },
  { name: 'textureSeam', unit: 'standard errors' },
  { name: 'textureAt', unit: 'of the way to the contour' },
  { name: 'textureWidth', unit: 'working px' },
  { name: 'stepTexture', unit: 'log2' },
  { name: 'textureContour', unit: '0 oval, 1 brows to chin', internal: true },
  { name: 'contourWidth', unit: 'working px' },
  { name: 'contourWidthLaplacian', unit: 'working px' },
  { name: 'ownWidth', unit: 'working px' },
  { name: 'ownWidthLaplacian', unit: 'working px' },
  { name: 'contourEdges', unit: 'count', internal: true },
  { name: 'ownEdges', unit: 'count', internal: true },
  { name: 'scale', unit: 'full-size px per px', internal: true },
] as const;

const sectorColumns = (kind: SeamKind) =>
  Array.from({ length: SECTORS }, (_, k) => ({ name: `${kind}Sector${String(k)}`, unit: 'share of the step', internal: true as const }));

/** Places of the outline from brows to chin that are stored to draw it: two for each sector. */
const PLACES = 2 * SECTORS;
const outlineColumns = Array.from({ length: 2 * (PLACES + 1) }, (_, k) => ({
  name: `outline${String(k)}`,
  unit: 'px',
  internal: true as const,
}));

export const COLUMNS = [...SCALARS, ...sectorColumns('colour'), ...sectorColumns('texture'), ...outlineColumns];
export const FIRST_SECTOR = { colour: SCALARS.length, texture: SCALARS.length + SECTORS } as const;

/** The outline from brows to chin as it was stored, its middle first, full-size pixels; empty where it was not. */
export function storedOutline(values: Values): [number, number][] {
  const first = SCALARS.length + 2 * SECTORS;
  const numbers = values.slice(first, first + outlineColumns.length).flatMap((value) => value ?? []);
  if (numbers.length !== outlineColumns.length) return [];
  return Array.from({ length: PLACES + 1 }, (_, k) => [at(numbers, 2 * k), at(numbers, 2 * k + 1)]);
}

export type Scalar = (typeof SCALARS)[number]['name'];
export const columnOf = (name: Scalar): number => SCALARS.findIndex((column) => column.name === name);

/** Every how many frames one is sampled. */
export const stepOf = (facts: MediaFacts): number => everyNthOf(facts, PARAMETERS.samplesPerSecond.value);

export function observeFace({ image, mesh }: FaceItem): Values {
  const outlines = CONTOURS.map((indices): Points =>
    indices.map((k) => [at(mesh, 3 * k) / image.scale, at(mesh, 3 * k + 1) / image.scale]),
  );
  const unrolled = outlines.map((outline) => unroll(image, outline, PARAMETERS.nearest.value - 0.3, PARAMETERS.outermost.value));
  const [colour, texture] = [strongest('colour', unrolled), strongest('texture', unrolled)];
  const { contour, own } = edgesAlong(image, at(outlines, 0));
  return [
    roundedPlain(at(unrolled, 0).radius, 1),
    ...placed(colour),
    ...[0, 1, 2].map((channel) => known(colour?.seam.steps[channel], 2)),
    colour?.contour ?? null,
    ...placed(texture),
    known(texture?.seam.steps[0], 3),
    texture?.contour ?? null,
    known(widthOf(contour, 'byGradient'), 2),
    known(widthOf(contour, 'byLaplacian'), 2),
    known(widthOf(own, 'byGradient'), 2),
    known(widthOf(own, 'byLaplacian'), 2),
    contour.length,
    own.length,
    roundedPlain(image.scale, 4),
    ...sectorsOf(colour),
    ...sectorsOf(texture),
    ...[middleOf(at(outlines, 1)), ...alongContour(at(outlines, 1), PLACES)].flat().map((value) => roundedPlain(value * image.scale, 1)),
  ];
}

interface Found {
  readonly seam: Seam;
  readonly contour: number;
}

/** `null` where the face is too small or too much of it lies outside the picture. */
function strongest(kind: SeamKind, unrolled: readonly Unrolled[]): Found | null {
  const found = unrolled.flatMap((one, contour) => {
    if (one.radius < PARAMETERS.leastRadius.value) return [];
    const seam = findSeam(kind, one);
    return seam === null ? [] : [{ seam, contour }];
  });
  return found.toSorted((a, b) => b.seam.strength - a.seam.strength)[0] ?? null;
}

const placed = (found: Found | null): (number | null)[] =>
  found === null ? [null, null, null] : [roundedPlain(found.seam.strength, 2), roundedPlain(found.seam.share, 3), found.seam.width];

const sectorsOf = (found: Found | null): readonly (number | null)[] =>
  found === null ? Array.from({ length: SECTORS }, () => null) : found.seam.sectors.map((value) => roundedPlain(value, 2));

const known = (value: number | null | undefined, digits: number): number | null =>
  value === null || value === undefined ? null : roundedPlain(value, digits);
