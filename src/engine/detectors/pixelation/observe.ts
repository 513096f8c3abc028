/** One face -> how fine its detail is and how strong its noise, inside and around it, and a map of both. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { FaceItem } from '../../faces/face.ts';
import { FACE_OVAL } from '../../faces/landmarks.ts';
import { median, quantile } from '../../signal/stats.ts';
import type { Values } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import { rounded } from '../../rounded.ts';
import { blocksOf, type Block } from './blocks.ts';
import { PARAMETERS } from './parameters.ts';

/** Cells of the map across and down. */
export const CELLS = 10;

const SCALARS = [
  { name: 'detailFace', unit: 'log2' },
  { name: 'detailAround', unit: 'log2' },
  { name: 'detailedFace', unit: 'blocks', internal: true },
  { name: 'detailedAround', unit: 'blocks', internal: true },
  { name: 'noiseFace', unit: 'grey levels' },
  { name: 'noiseAround', unit: 'grey levels' },
  { name: 'evenFace', unit: 'blocks', internal: true },
  { name: 'evenAround', unit: 'blocks', internal: true },
  { name: 'scale', unit: 'full-size px per px', internal: true },
  { name: 'mapX', unit: 'px', internal: true },
  { name: 'mapY', unit: 'px', internal: true },
  { name: 'mapWidth', unit: 'px', internal: true },
  { name: 'mapHeight', unit: 'px', internal: true },
] as const;

export const COLUMNS = [
  ...SCALARS,
  ...Array.from({ length: CELLS * CELLS }, (_, k) => ({ name: `cell${String(k)}`, unit: 'log2', internal: true as const })),
];

export const FIRST_CELL = SCALARS.length;

export type Scalar = (typeof SCALARS)[number]['name'];
export const columnOf = (name: Scalar): number => SCALARS.findIndex((column) => column.name === name);

/** Every how many frames one is sampled. */
export const stepOf = (facts: MediaFacts): number => everyNthOf(facts, PARAMETERS.samplesPerSecond.value);

export function observeFace({ image, mesh }: FaceItem): Values {
  const { scale } = image;
  const oval = FACE_OVAL.map((k) => [at(mesh, 3 * k) / scale, at(mesh, 3 * k + 1) / scale] as const);
  const { box, blocks } = blocksOf(image, oval);
  const detail = (place: Block['place']): number[] => blocks.flatMap((block) => (block.place === place ? (fineness(block) ?? []) : []));
  const noise = (place: Block['place']): number[] => blocks.flatMap((block) => (block.place === place && isEven(block) ? block.noise : []));
  const [detailFace, detailAround, noiseFace, noiseAround] = [detail('face'), detail('around'), noise('face'), noise('around')];
  const enough = (values: readonly number[]): boolean => values.length >= PARAMETERS.fewestBlocks.value;
  return [
    enough(detailFace) ? rounded(median(detailFace), 3) : null,
    enough(detailAround) ? rounded(median(detailAround), 3) : null,
    detailFace.length,
    detailAround.length,
    // The quietest quarter: texture that is left in an even block is no noise.
    enough(noiseFace) ? rounded(quantile(noiseFace, 0.25), 3) : null,
    enough(noiseAround) ? rounded(quantile(noiseAround, 0.25), 3) : null,
    noiseFace.length,
    noiseAround.length,
    rounded(scale, 4),
    ...box.map((value) => rounded(value * scale, 1)),
    ...cellsOf(box, blocks),
  ];
}

/** Fine against middling detail, log2; `null` where the block has no detail. */
const fineness = ({ fine, middling }: Block): number | null =>
  middling > PARAMETERS.detail.value ? Math.log2(Math.max(1e-4, fine) / middling) : null;

/** White noise alone gives 6/16 of its variance in `middling`; nearly black and white blocks are clipped. */
const isEven = ({ middling, noise, brightness }: Block): boolean =>
  middling - 0.375 * noise * noise < PARAMETERS.detail.value && brightness > 24 && brightness < 236;

function cellsOf([left, top, width, height]: readonly [number, number, number, number], blocks: readonly Block[]): (number | null)[] {
  const cells: number[][] = Array.from({ length: CELLS * CELLS }, () => []);
  for (const block of blocks) {
    const value = fineness(block);
    if (value === null) continue;
    const column = Math.min(CELLS - 1, Math.floor(((block.x - left) / width) * CELLS));
    const row = Math.min(CELLS - 1, Math.floor(((block.y - top) / height) * CELLS));
    cells[row * CELLS + column]?.push(value);
  }
  return cells.map((values) => (values.length === 0 ? null : rounded(median(values), 2)));
}
