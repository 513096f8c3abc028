/** The luma that a coder quantised, found again in a frame that came to BT.601 by its matrix [Note: coded luma]. */
import type { MediaFacts } from '../../contract/exhibits.ts';
import { codedWeights } from './colour-matrix.ts';
import type { WorkingFrame } from './frame.ts';
import { examinedStream } from './working-size.ts';

/**
 * [Note: coded luma] Luma in BT.601 has a share of chroma in it, and the four pixels of a chroma sample share it: every second step between
 * pixels is made larger and the others smaller, by some hundredths of a grey level. A measure of the coder's own lattice must not see that.
 * Taking the share off again leaves the coded value, wrong by at most 0.67 levels (three roundings). Coded values of 8 bits in limited
 * range lie 1.16 apart, so the nearest of them is nearly always the one that was coded, and gets the level that a film in BT.601 has for it.
 */
export function codedLuma(facts: MediaFacts): (frame: WorkingFrame) => Uint8Array {
  const stream = examinedStream(facts);
  const weights = codedWeights(stream);
  if (weights === null) return ({ y }) => y;
  const limited = stream.colorRange !== 'pc' && stream.pixelFormat === 'yuv420p';
  const level = limited ? nearestCoded : nearest;
  return (frame) => (frame.scale === 1 ? withoutChroma(frame, weights, level) : frame.y);
}

function withoutChroma({ y, cb, cr, width, height }: WorkingFrame, weights: readonly [number, number], level: (value: number) => number) {
  const out = new Uint8Array(y.length);
  const [ofCb, ofCr] = weights;
  const half = width / 2;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const place = row * width + column;
      const below = (row >> 1) * half + (column >> 1);
      out[place] = level((y[place] ?? 0) + ofCb * ((cb[below] ?? 0) - 128) + ofCr * ((cr[below] ?? 0) - 128));
    }
  }
  return out;
}

const nearest = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
const nearestCoded = (value: number): number => nearest((Math.round((value * 219) / 255) * 255) / 219);
