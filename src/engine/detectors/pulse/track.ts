/** All windows of one face, and whether they allow a conclusion. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';
import { assessWindow, WINDOW_US, type Obstacle, type Window } from './window.ts';

export interface TrackAssessment {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly windows: readonly Window[];
  /** Those in which at least two regions can be read. */
  readonly assessable: readonly Window[];
  readonly disagreeing: readonly Window[];
  /** Why this face allows no conclusion; `null` when it does. */
  readonly reason: string | null;
}

export function assessTrack(trackId: number, rows: readonly ObservationRow[]): TrackAssessment {
  const intervals = rows.slice(1).map((row, i) => row.ptsUs - (rows[i]?.ptsUs ?? 0));
  const fps = intervals.length > 0 ? 1e6 / Math.max(1, median(intervals)) : 0;
  const windows = fps >= PARAMETERS.minimumFps.value ? [...windowsOf(rows)] : [];
  const assessable = windows.filter(({ difference }) => difference !== null);
  const disagreeing = assessable.filter(({ difference }) => difference?.disagree === true);
  const reason = reasonAgainst(rows, fps, windows, assessable.length);
  return { trackId, rows, windows, assessable, disagreeing, reason };
}

function* windowsOf(rows: readonly ObservationRow[]): Generator<Window> {
  const first = rows[0]?.ptsUs ?? 0;
  const last = rows.at(-1)?.ptsUs ?? 0;
  let low = 0;
  let high = 0;
  let held: ObservationRow[] = [];
  let heldFrom = 0;
  for (let fromUs = first; fromUs + WINDOW_US <= last; fromUs += PARAMETERS.stepS.value * 1e6) {
    while (low + 1 < rows.length && (rows[low + 1]?.ptsUs ?? 0) <= fromUs) low++;
    while (high < rows.length && (rows[high]?.ptsUs ?? 0) < fromUs + WINDOW_US) high++;
    held = held.slice(low - heldFrom);
    heldFrom = low;
    // Windows overlap: the numbers of a row are read once, not for each of its windows and columns.
    for (const { frame, ptsUs, trackId, values } of rows.slice(low + held.length, high + 1)) held.push({ frame, ptsUs, trackId, values });
    yield assessWindow(held, fromUs);
  }
}

const WORDS: Readonly<Record<Obstacle, string>> = {
  gap: 'the face is missing or leaves the picture',
  turned: 'the head is turned too far',
  motion: `the head moves by more than ${PARAMETERS.maximumMotion.value} inter-ocular distances`,
  small: `the regions have fewer than ${PARAMETERS.minimumPixels.value} pixels`,
  clipped: `more than ${100 * PARAMETERS.maximumClipped.value} % of the pixels are too bright or too dark`,
  noise: `no peak stands ${PARAMETERS.minimumSnrDb.value} dB above the rest in two regions, confirmed by both methods`,
  flicker: 'the background has the same rate',
  movement: 'the head moves at the same rate',
};

function reasonAgainst(rows: readonly ObservationRow[], fps: number, windows: readonly Window[], assessable: number): string | null {
  const { minimumFps, minimumWindows, windowS } = PARAMETERS;
  if (rows.length > 1 && fps < minimumFps.value) {
    return `${fps.toFixed(1)} frames a second are too few for a pulse (at least ${minimumFps.value} are needed).`;
  }
  if (windows.length < minimumWindows.value) {
    const seconds = ((rows.at(-1)?.ptsUs ?? 0) - (rows[0]?.ptsUs ?? 0)) / 1e6;
    const needed = windowS.value + (minimumWindows.value - 1) * PARAMETERS.stepS.value;
    return `The face is seen for ${seconds.toFixed(1)} s only (${needed} s are needed).`;
  }
  if (assessable >= minimumWindows.value) return null;
  const counts = new Map<Obstacle, number>();
  for (const { obstacle } of windows) if (obstacle !== null) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  const why = [...counts].sort(([, a], [, b]) => b - a).map(([obstacle, count]) => `in ${count} ${WORDS[obstacle]}`);
  return (
    `A pulse can be read in two regions of the face in ${assessable} of ${windows.length} windows of ${windowS.value} s ` +
    `(${minimumWindows.value} are needed): ${why.join('; ')}. This is common in genuine compressed film.`
  );
}
