/** Thread entry: puts the picture of a HEIF together, which is hostile input to a large library; as WebAssembly it reaches nothing but its own memory (2 GiB at most). */
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';
import { MAX_PIXELS, MAX_SIDE_PX } from './input.ts';

export type HeifAnswer =
  | {
      readonly status: 'picture';
      readonly ppm: Uint8Array<ArrayBuffer>;
      readonly others: number;
      readonly transparent: boolean;
      readonly profile: boolean;
    }
  | { readonly status: 'too large' | 'undecodable'; readonly words: string };

async function answer(path: string): Promise<HeifAnswer> {
  // An empty list where it is no HEIF, or one that the library refuses.
  const bytes = await readFile(path);
  const pictures = new libheif.HeifDecoder().decode(bytes);
  const picture = pictures.find((one) => one.is_primary()) ?? pictures[0];
  if (picture === undefined) return { status: 'undecodable', words: 'libheif found no picture in it' };
  const width = picture.get_width();
  const height = picture.get_height();
  if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || width * height > MAX_PIXELS)
    return { status: 'too large', words: `${String(width)} x ${String(height)} pixels` };
  const shown = await new Promise<{ data: Uint8ClampedArray } | null>((resolve) => {
    picture.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, resolve);
  });
  if (shown === null) return { status: 'undecodable', words: 'libheif could not decode it' };
  return {
    status: 'picture',
    ppm: portablePixmap(shown.data, width, height),
    others: pictures.length - 1,
    transparent: picture.has_alpha_channel(),
    // ISO/IEC 14496-12 section 12.1.5: a colour box of either type holds an ICC profile.
    profile: bytes.includes('colrprof') || bytes.includes('colrrICC'),
  };
}

/** Netpbm's P6: the three colours of each pixel behind a line that says how many pixels there are. */
function portablePixmap(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P6\n${String(width)} ${String(height)}\n255\n`);
  const ppm = new Uint8Array(head.length + width * height * 3);
  ppm.set(head);
  for (let from = 0, to = head.length; from < rgba.length; from += 4, to += 3) {
    ppm[to] = rgba[from] ?? 0;
    ppm[to + 1] = rgba[from + 1] ?? 0;
    ppm[to + 2] = rgba[from + 2] ?? 0;
  }
  return ppm;
}

// Last, because it runs what stands above.
const { path } = workerData as { readonly path: string };
const said = await answer(path);
parentPort?.postMessage(said, said.status === 'picture' ? [said.ppm.buffer] : []);
