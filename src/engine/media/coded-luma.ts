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
  // Limited range of 8 bits: values are 219 from black to white, and only whole ones were coded.
  const parts = stream.colorRange !== 'pc' && stream.pixelFormat === 'yuv420p' ? 219 : 255;
  const tables = tablesOf(weights, parts);
  return (frame) => (frame.scale === 1 ? withoutChroma(frame, tables) : frame.y);
}

interface Tables {
  /** What luma, Cb and Cr add to the coded value, in 65,536ths; by their levels. */
  readonly luma: Int32Array;
  readonly cb: Int32Array;
  readonly cr: Int32Array;
  /** By the coded value and BELOW: its level. */
  readonly level: Uint8Array;
}

/** Coded values that colours outside of what is nominal can lead to, under 0 and over 255. */
const BELOW = 128;

function tablesOf([ofCb, ofCr]: readonly [number, number], parts: number): Tables {
  const table = (part: (level: number) => number): Int32Array =>
    Int32Array.from({ length: 256 }, (_, level) => Math.round((65_536 * parts * part(level)) / 255));
  return {
    luma: table((level) => level),
    cb: table((level) => ofCb * (level - 128)),
    cr: table((level) => ofCr * (level - 128)),
    level: Uint8Array.from({ length: 256 + 2 * BELOW }, (_, coded) =>
      Math.max(0, Math.min(255, Math.round(((coded - BELOW) * 255) / parts))),
    ),
  };
}

/** Sizes are even: others do not come by the matrix. */
function withoutChroma({ y, cb, cr, width, height }: WorkingFrame, { luma, cb: ofCb, cr: ofCr, level }: Tables): Uint8Array {
  const out = new Uint8Array(y.length);
  // Indexed directly, as at() is not specialised for any kind of array.
  for (let row = 0, below = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, below += 1) {
      const share = (ofCb[cb[below] ?? 0] ?? 0) + (ofCr[cr[below] ?? 0] ?? 0) + 32_768;
      const place = row * width + column;
      const under = place + width;
      out[place] = level[(((luma[y[place] ?? 0] ?? 0) + share) >> 16) + BELOW] ?? 0;
      out[place + 1] = level[(((luma[y[place + 1] ?? 0] ?? 0) + share) >> 16) + BELOW] ?? 0;
      out[under] = level[(((luma[y[under] ?? 0] ?? 0) + share) >> 16) + BELOW] ?? 0;
      out[under + 1] = level[(((luma[y[under + 1] ?? 0] ?? 0) + share) >> 16) + BELOW] ?? 0;
    }
  }
  return out;
}
