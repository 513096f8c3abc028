/** Films in BT.709 or BT.2020 come to BT.601 by one matrix over their own values, not by way of RGB (ADR 0027). */
import type { VideoStream } from '../../contract/exhibits.ts';

/** ffprobe's names for the matrices, and what the filter calls the set each belongs to. */
const MATRICES: ReadonlyMap<string | null, string> = new Map([
  ['bt709', 'bt709'],
  ['bt2020nc', 'bt2020'],
]);

/** What the filter can read: 8, 10 or 12 bits of the three usual ways to keep colour. */
const PIXELS = /^yuvj?(?<kept>420|422|444)p(?:1[02]le)?$/;

export interface ByMatrix {
  /** From what the decoder gives to BT.601 at full range and 8 bits; the size stays, and so does how much colour is kept. */
  readonly filters: readonly string[];
  /** The picture has colour at half its width and half its height, as everything that is measured. */
  readonly halved: boolean;
}

/** `null` where the scaler has to do it, or nothing is to be done. `flags`: how the scaler is to make what changes within a film the same again. */
export function byMatrix({ colorSpace, colorRange, pixelFormat, width, height, rotation }: VideoStream, flags: string): ByMatrix | null {
  const from = MATRICES.get(colorSpace);
  const kept = PIXELS.exec(pixelFormat ?? '')?.groups?.kept;
  // The filter refuses odd sizes; and a picture with half the colour in one direction only cannot be turned as it is.
  const whole = width % 2 === 0 && height % 2 === 0 && !(kept === '422' && rotation % 180 !== 0);
  if (from === undefined || kept === undefined || pixelFormat === null || !whole) return null;
  const range = colorRange === 'pc' ? 'pc' : 'tv';
  return {
    filters: [
      // Does nothing to a film that is what its header says.
      `scale=${String(width)}:${String(height)}:${flags}`,
      `format=${pixelFormat}`,
      // `fast`: the matrix alone, no gamma and no primaries, as with every other film.
      `colorspace=all=bt601-6-625:iall=${from}:fast=1:irange=${range}:range=pc:format=yuv${kept}p`,
    ],
    halved: kept === '420',
  };
}

/** Kr and Kb of ITU-R BT.709-6 and BT.2020-2. */
const WEIGHTS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['bt709', [0.2126, 0.0722]],
  ['bt2020', [0.2627, 0.0593]],
]);

/**
 * What of Cb and Cr in BT.601 (0 is grey) is to be added to luma in BT.601 to have the luma of the film's own matrix; `null` where luma is
 * as it was coded, or where pixels of one chroma value did not share it.
 */
export function codedWeights(stream: VideoStream): readonly [number, number] | null {
  const own = byMatrix(stream, '')?.halved === true ? WEIGHTS.get(MATRICES.get(stream.colorSpace) ?? '') : undefined;
  if (own === undefined) return null;
  const [kr, kb] = own;
  const kg = 1 - kr - kb;
  // R - Y and B - Y are 1.402 Cr and 1.772 Cb (ITU-R BT.601-7); G - Y follows, since the three weighted give nothing.
  return [1.772 * (kb - (kg * 0.114) / 0.587), 1.402 * (kr - (kg * 0.299) / 0.587)];
}
