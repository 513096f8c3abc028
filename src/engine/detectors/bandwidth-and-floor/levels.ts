/** The course of the level: words, pauses, how deep the pauses are and how abruptly they begin. */
import { at } from '../../../base/at.ts';
import { quantile } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';

export interface Frame {
  readonly ptsUs: number;
  readonly db: number;
}

export interface Pause {
  readonly startUs: number;
  readonly endUs: number;
  /** Median level of the pause, its edges left out. */
  readonly db: number;
  /** The quietest frame of it. */
  readonly leastDb: number;
  /** Greatest fall within two frames as the words end, dB. */
  readonly fallDb: number;
}

export interface Levels {
  /** 95th percentile: words. */
  readonly loudDb: number;
  /** Median of the pauses between words; `null` without one. */
  readonly floorDb: number | null;
  /** Between words: what stands before the first and behind the last one is left out. */
  readonly pauses: readonly Pause[];
}

/** Frames at the edges of a pause that still hold the end or the beginning of a word. */
const EDGE = 2;

export function levelsOf(frames: readonly Frame[]): Levels | null {
  if (frames.length === 0) return null;
  const loudDb = quantile(
    frames.map(({ db }) => db),
    0.95,
  );
  const limit = loudDb - PARAMETERS.voicedBelowLoud.value;
  const least = Math.round(PARAMETERS.pauseSeconds.value / PARAMETERS.levelSeconds.value);
  const pauses: Pause[] = [];
  let spoken = false;
  let from: number | null = null;
  for (const [n, { db }] of frames.entries()) {
    if (db < limit) {
      if (spoken) from ??= n;
      continue;
    }
    if (from !== null && n - from >= least) pauses.push(pauseOf(frames, from, n));
    from = null;
    spoken = true;
  }
  const inside = pauses.map(({ db }) => db);
  return { loudDb, floorDb: inside.length === 0 ? null : quantile(inside, 0.5), pauses };
}

function pauseOf(frames: readonly Frame[], from: number, to: number): Pause {
  const inner = frames.slice(from + EDGE, to - EDGE).map(({ db }) => db);
  const span = Math.round(PARAMETERS.fallSeconds.value / PARAMETERS.levelSeconds.value);
  let fallDb = 0;
  // From the last word into the pause: a fall that ends inside it.
  for (let n = Math.max(span, from); n <= Math.min(from + span, to - 1); n += 1)
    fallDb = Math.max(fallDb, at(frames, n - span).db - at(frames, n).db);
  return { startUs: at(frames, from).ptsUs, endUs: at(frames, to).ptsUs, db: quantile(inner, 0.5), leastDb: Math.min(...inner), fallDb };
}
