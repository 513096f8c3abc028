/** One face in one frame of a film -> the steps that a grid of eight leaves, in the face and around it. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import { FACE_OVAL } from '../../faces/landmarks.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { Values } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import type { Turn } from '../../media/facts.ts';
import { filmRow } from './columns.ts';
import { gridSteps } from './grid-steps.ts';
import { asInFile } from './orientation.ts';
import { PARAMETERS } from './parameters.ts';
import { regionsOf } from './regions.ts';

/** Every how many frames one is sampled. */
export const stepOf = (facts: MediaFacts): number => everyNthOf(facts, PARAMETERS.samplesPerSecond.value);

export function observeFilm({ image, mesh }: FaceItem, turn: Turn): Values {
  if (image.scale !== 1) return filmRow(round(image.scale), { Face: null, Around: null });
  const { plane, inFile } = asInFile(image, turn);
  const oval = FACE_OVAL.map((k) => inFile([at(mesh, 3 * k), at(mesh, 3 * k + 1)]));
  const { face, around } = regionsOf(plane.width, plane.height, oval, PARAMETERS.filmBlocks.value);
  const steps = (blocks: typeof face) =>
    blocks.length < PARAMETERS.fewestFilmBlocks.value ? null : (gridSteps(plane, blocks)?.map(round) ?? null);
  return filmRow(1, { Face: steps(face), Around: steps(around) });
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
