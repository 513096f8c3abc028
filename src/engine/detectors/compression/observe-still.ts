/** One face of a still (or a still without a face) -> traces of an earlier coding in the face and around it, and a map. */
import { at } from '../../../base/at.ts';
import { must } from '../../../base/assert.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import type { Box } from '../../../contract/values.ts';
import { FACE_OVAL } from '../../faces/landmarks.ts';
import type { FaceItem } from '../../faces/face.ts';
import type { Outline } from '../../faces/outline.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Values } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import type { Turn } from '../../media/facts.ts';
import { stillRow, type Named, type Which } from './columns.ts';
import { FREQUENCIES } from './histograms.ts';
import { mapOf } from './map.ts';
import { asInFile } from './orientation.ts';
import { PARAMETERS } from './parameters.ts';
import { allBlocks, regionsOf } from './regions.ts';
import { standardQuality } from './standard-table.ts';
import { lensesOf, regionOf, tracesOf, type Lenses, type OwnSteps, type Region, type Trace } from './traces.ts';

/** Steps of the luma of a JPEG file for each frequency; `null` for any other file: its pixels are taken as they were stored. */
export function ownSteps(structure: FileStructure | null): OwnSteps {
  const jpeg = structure?.jpeg ?? null;
  const table = jpeg?.quantisation.findLast(({ id }) => id === jpeg.components[0]?.table);
  return table === undefined ? null : FREQUENCIES.map(({ u, v }) => at(table.steps, v * 8 + u));
}

export interface StillSetting {
  readonly lenses: Lenses;
  readonly turn: Turn;
}

export const stillSetting = (structure: FileStructure | null, turn: Turn): StillSetting => ({
  lenses: lensesOf(ownSteps(structure)),
  turn,
});

export function observeStill(item: FaceItem, setting: StillSetting): Values {
  const { scale } = item.image;
  const oval = FACE_OVAL.map((k) => [at(item.mesh, 3 * k) / scale, at(item.mesh, 3 * k + 1) / scale] as const);
  return observe(item.image, oval, setting);
}

export const observeFaceless = (image: WorkingFrame, setting: StillSetting): Values => observe(image, null, setting);

function observe(image: WorkingFrame, shownOval: Outline | null, { lenses, turn }: StillSetting): Values {
  // A picture that was scaled down has no grid of eight left.
  if (image.scale !== 1) return stillRow({ scale: rounded(image.scale, 4) }, []);
  const { plane, inFile, shown } = asInFile(image, turn);
  const oval = shownOval?.map(inFile) ?? null;
  const blocks = oval === null ? { face: [], around: allBlocks(plane.width, plane.height) } : regionsOf(plane.width, plane.height, oval);
  const [face, around] = [regionOf(plane, blocks.face, lenses), regionOf(plane, blocks.around, lenses)];
  const ofAround = tracesOf(around, face, lenses);
  const traces: Record<Which, Trace> = {
    past: most(ofAround, ({ here }) => here.nats),
    around: most(foremost(ofAround), contrast),
    face: most(foremost(tracesOf(face, around, lenses)), contrast),
  };
  const shownTrace = whichToShow(traces);
  const box = mapBox(plane.width, plane.height, oval);
  const named: Named = { scale: 1, blocksFace: blocks.face.length, blocksAround: blocks.around.length };
  const stored = { ...named, ...storedTrace('past', traces.past, lenses), ...storedTrace('around', traces.around, lenses) };
  const scalars = { ...stored, ...storedTrace('face', traces.face, lenses), mapOf: ORDER.indexOf(shownTrace), ...boxNamed(shown(box)) };
  const region: Region = shownTrace === 'face' ? face : around;
  return stillRow(scalars, mapOf(plane, box, traces[shownTrace], region, lenses, turn));
}

/** Grids on which a region's evidence is not a mere echo of its strongest: rows of two grids can coincide, and part of a trace is seen on both. */
function foremost(traces: readonly Trace[]): Trace[] {
  const greatest = Math.max(...traces.map(({ here }) => here.nats));
  return traces.filter(({ here }) => here.nats >= PARAMETERS.echo.value * greatest);
}

export const ORDER: readonly Which[] = ['past', 'around', 'face'];

/** What speaks for a trace in one region and against it in the other, whichever is less; nats. */
export const contrast = ({ here, there }: Pick<Trace, 'here' | 'there'>): number => Math.min(here.nats, -there.nats);

/** The one that sets the regions apart most, else the picture's past. */
function whichToShow(traces: Readonly<Record<Which, Trace>>): Which {
  const which = contrast(traces.face) > contrast(traces.around) ? 'face' : 'around';
  return contrast(traces[which]) > 0.5 * contrast({ here: traces.past.here, there: { nats: -Infinity, coefficients: 0 } }) ? which : 'past';
}

function most(traces: readonly Trace[], by: (trace: Trace) => number): Trace {
  return must(traces.toSorted((a, b) => by(b) - by(a))[0], 'there are 64 grids');
}

function storedTrace(which: Which, { grid, here, there, found }: Trace, lenses: Lenses): Named {
  const combs = (grid === 0 ? lenses.on : lenses.off).combs;
  const steps = found.flatMap((index, k) => {
    const { u, v } = at(FREQUENCIES, k);
    return index === null ? [] : [{ place: v * 8 + u, step: at(at(combs, k), index).step }];
  });
  return {
    [`${which}Grid`]: grid,
    [`${which}Nats`]: rounded(here.nats, 1),
    [`${which}Coefficients`]: here.coefficients,
    [`${which}OtherNats`]: rounded(there.nats, 1),
    [`${which}OtherCoefficients`]: there.coefficients,
    [`${which}Quality`]: standardQuality(steps),
  };
}

/** Three times the face's width and height around it, or all of a picture without a face; whole blocks, pixels of the plane. */
function mapBox(width: number, height: number, oval: Outline | null): Box {
  const xs = oval?.map(([x]) => x) ?? [0, width];
  const ys = oval?.map(([, y]) => y) ?? [0, height];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const more = oval === null ? 0 : 1;
  const low = (from: number): number => Math.floor(Math.max(0, from) / 8) * 8;
  const [left, top] = [low(x0 - more * (x1 - x0)), low(y0 - more * (y1 - y0))];
  return [left, top, Math.min(width, x1 + more * (x1 - x0)) - left, Math.min(height, y1 + more * (y1 - y0)) - top];
}

const boxNamed = ([x, y, width, height]: Box): Named => ({
  mapX: rounded(x, 1),
  mapY: rounded(y, 1),
  mapWidth: rounded(width, 1),
  mapHeight: rounded(height, 1),
});
