/** From the picture as it is shown back to the picture as its file holds it, where the coder's grid lies. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { Box } from '../../../contract/values.ts';
import type { Quarter, Turn } from '../../media/facts.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Plane } from './histograms.ts';

export function turnOf(facts: MediaFacts): Turn {
  const video = facts.streams.find((stream) => stream.type === 'video');
  return { rotation: video?.rotation ?? 0, mirrored: video?.mirrored === true };
}

export interface Upright {
  readonly plane: Plane;
  /** A point of the shown picture, in its pixels, as a point of the plane. */
  readonly inFile: (point: readonly [number, number]) => readonly [number, number];
  /** A box of the plane as a box of the shown picture. */
  readonly shown: (box: Box) => Box;
}

/** Undoes the mirror and the rotation of the luma plane. */
export function asInFile(image: WorkingFrame, { rotation, mirrored }: Turn): Upright {
  if (!mirrored) return turnedBack(image, rotation);
  const { y: luma, width } = image;
  const back = turnedBack({ ...image, y: luma.map((_, k) => at(luma, k - (k % width) + width - 1 - (k % width))) }, rotation);
  return {
    plane: back.plane,
    inFile: ([x, y]) => back.inFile([width - x, y]),
    shown: (box) => {
      const [x, y, wide, high] = back.shown(box);
      return [width - x - wide, y, wide, high];
    },
  };
}

function turnedBack({ y: luma, width, height }: WorkingFrame, rotation: Quarter): Upright {
  if (rotation === 0) return { plane: { luma, width, height }, inFile: (point) => point, shown: (box) => box };
  const turned = rotation !== 180;
  const [w, h] = turned ? [height, width] : [width, height];
  const out = new Uint8Array(luma.length);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const [column, row] = rotation === 180 ? [w - 1 - x, h - 1 - y] : rotation === 90 ? [h - 1 - y, x] : [y, w - 1 - x];
      out[y * w + x] = at(luma, row * width + column);
    }
  }
  const inFile = ([x, y]: readonly [number, number]) =>
    rotation === 180 ? ([w - x, h - y] as const) : rotation === 90 ? ([y, h - x] as const) : ([w - y, x] as const);
  const shown = ([x, y, wide, high]: Box): Box => {
    if (rotation === 180) return [w - x - wide, h - y - high, wide, high];
    return rotation === 90 ? [h - y - high, x, high, wide] : [y, w - x - wide, high, wide];
  };
  return { plane: { luma: out, width: w, height: h }, inFile, shown };
}
