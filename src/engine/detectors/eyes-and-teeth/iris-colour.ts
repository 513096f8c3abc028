/** The colour of an iris: its ring between pupil and limbus, highlights and what lids may cover left out. */
import { at } from '../../../base/at.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import { median } from '../../signal/stats.ts';
import type { Spot } from './highlights.ts';
import { CELLS, chromaAt, inside, placeOf, type IrisPatch, type Point } from './iris-patch.ts';
import { PARAMETERS } from './parameters.ts';

/** Medians, 8-bit counts. */
interface Colour {
  readonly y: number;
  readonly cb: number;
  readonly cr: number;
}

/** `null` where the lids leave too little of the ring. */
export function irisColour(image: WorkingFrame, patch: IrisPatch, spots: readonly Spot[], lids: readonly Point[]): Colour | null {
  const { circle, axes } = patch;
  const bright = new Set(spots.flatMap(({ cells }) => cells.flatMap(around)));
  const { ringFrom, ringTo, leastRing } = PARAMETERS;
  const [y, cb, cr]: [number[], number[], number[]] = [[], [], []];
  let ring = 0;
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    const [u, v] = placeOf(cell);
    const away = Math.hypot(u, v);
    if (away < ringFrom.value || away > ringTo.value) continue;
    ring += 1;
    const px = circle.x + circle.radius * (u * axes.along[0] + v * axes.down[0]);
    const py = circle.y + circle.radius * (u * axes.along[1] + v * axes.down[1]);
    if (bright.has(cell) || !inside(lids, px, py)) continue;
    y.push(at(patch.luma, cell));
    cb.push(chromaAt(image, image.cb, px, py));
    cr.push(chromaAt(image, image.cr, px, py));
  }
  return y.length < leastRing.value * ring ? null : { y: median(y), cb: median(cb), cr: median(cr) };
}

const around = (cell: number): number[] => [cell, cell - 1, cell + 1, cell - CELLS, cell + CELLS];
