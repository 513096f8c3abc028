/** Makes a known manipulation: a face that went through half its size and was enlarged as a transposed convolution does it. */
import { at } from '../../src/base/at.ts';
import { pasteEllipse, type Ellipse } from './ellipse.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface UpsampleFace {
  /** A film at a constant frame rate. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound. */
  readonly output: string;
  readonly range: FrameRange;
  /** Holds the face in every frame of the range. */
  readonly ellipse: Ellipse;
  /** Share of the kernel whose copies overlap unevenly, 0..1: 0 enlarges smoothly, 1 leaves the full chequered pattern. */
  readonly uneven: number;
  /** H.264 constant rate factor; 0 is lossless. */
  readonly quality: number;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE or TOOL_FAILED. Only luma is changed. */
export async function upsampleFace({ input, output, range, ellipse, uneven, quality, tools }: UpsampleFace): Promise<void> {
  const facts = await readFacts(input, tools);
  const writer = writeFilm(output, facts, tools, quality);
  for await (const picture of readFrames(input, range, false, tools)) {
    const source = picture.slice();
    source.set(throughHalf(picture, facts.width, facts.height, uneven));
    pasteEllipse(picture, source, facts, ellipse);
    await writer.write(picture);
  }
  await writer.close();
}

/**
 * Luma at half size (mean of 2 x 2), then each pixel spread by stride 2 over 3 x 3: evenly weighted (1/4 1/2 1/4, smooth), mixed with
 * a flat kernel whose copies overlap in every other row and column (Odena, Dumoulin & Olah 2016, "Deconvolution and checkerboard artifacts").
 */
export function throughHalf(luma: Uint8Array, width: number, height: number, uneven: number): Uint8Array {
  const [halfWide, halfHigh] = [width >> 1, height >> 1];
  const even = new Float32Array(width * height);
  const flat = new Float32Array(width * height);
  for (let j = 0; j < halfHigh; j += 1) {
    for (let i = 0; i < halfWide; i += 1) {
      const corner = 2 * j * width + 2 * i;
      const mean = (at(luma, corner) + at(luma, corner + 1) + at(luma, corner + width) + at(luma, corner + width + 1)) / 4;
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          const [x, y] = [2 * i + dx, 2 * j + dy];
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          const pixel = y * width + x;
          even[pixel] = at(even, pixel) + mean * (dx === 0 ? 1 : 0.5) * (dy === 0 ? 1 : 0.5);
          // On average a pixel is covered by 9 / 4 copies.
          flat[pixel] = at(flat, pixel) + mean * (4 / 9);
        }
      }
    }
  }
  return Uint8Array.from(even, (value, pixel) => Math.max(0, Math.min(255, Math.round(value * (1 - uneven) + at(flat, pixel) * uneven))));
}
