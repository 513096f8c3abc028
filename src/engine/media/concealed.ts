/** Frames of which ffmpeg made parts out of other pictures, because what the film has there is missing or damaged. */
import { firstNotBelow } from '../../base/ascending.ts';
import type { FrameWarning } from '../protocol.ts';
import { meaningOf } from './decoder-words.ts';

/**
 * Input options of a run in which each such frame is told of before its time. One thread: with several, a frame may be handed on before it
 * is marked (seen with ffmpeg 5.1).
 */
export const markingArgs: readonly string[] = ['-threads', '1', '-debug_ts'];

/** ffmpeg 5 and 6 write frame_pts, ffmpeg 7 pts. */
const DECODED = /^\[info\] decoder -> .*?\b(?:frame_)?pts:(-?\d+)/;
/** Stretches written out. */
const MOST_STRETCHES = 50;

export class ConcealedFrames {
  #isMarked = false;
  readonly #ticks: number[] = [];

  readonly read = (line: string): void => {
    if (meaningOf(line) === 'corrupt') this.#isMarked = true;
    const decoded = DECODED.exec(line);
    if (decoded === null) return;
    if (this.#isMarked) this.#ticks.push(Number(decoded[1]));
    this.#isMarked = false;
  };

  /** With the frames' numbers, which the index gives; frames that follow each other in one. */
  warnings(pts: readonly number[]): FrameWarning[] {
    const stretches: { readonly first: number; last: number }[] = [];
    for (const ticks of this.#ticks.toSorted((a, b) => a - b)) {
      const frame = firstNotBelow(pts, ticks);
      if (pts[frame] !== ticks) continue;
      const latest = stretches.at(-1);
      if (latest !== undefined && frame <= latest.last + 1) latest.last = frame;
      else stretches.push({ first: frame, last: frame });
    }
    const [first] = stretches;
    if (first === undefined) return [];
    const frames = stretches.reduce((sum, stretch) => sum + stretch.last - stretch.first + 1, 0);
    return [{ frame: first.first, words: concealedWords(frames, stretches) }];
  }
}

/** Read again by `warnedFrames`. */
export function concealedWords(frames: number, stretches: readonly { readonly first: number; readonly last: number }[]): string {
  const listed = stretches
    .slice(0, MOST_STRETCHES)
    .map(({ first, last }) => (first === last ? String(first) : `${String(first)} to ${String(last)}`));
  const more = stretches.length > MOST_STRETCHES ? ' and later ones' : '';
  return (
    `Parts of ${String(frames)} ${frames === 1 ? 'frame' : 'frames'} are missing or damaged in the film, and ffmpeg made them of other pictures: ${listed.join(', ')}${more}. ` +
    'What is measured there, and in frames that refer to these up to the next key frame, is not all the film’s own; what is shown may differ from it.'
  );
}
