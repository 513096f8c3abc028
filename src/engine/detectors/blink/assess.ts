/** What one face track says: its blinks, the time in which they could be seen, and the chance of so few. */
import type { ObservationRow } from '../interface.ts';
import { findBlinks, type Blink } from './blinks.ts';
import { chanceOfAtMost, type Exposure } from './chance.ts';
import { NORMS, PARAMETERS } from './parameters.ts';
import { rhythmOf, type Rhythm } from './rhythm.ts';
import { longestIntervalUs, seriesOf, type Series } from './series.ts';
import { speaking } from './speech.ts';

export interface TrackAssessment {
  readonly series: Series;
  readonly blinks: readonly Blink[];
  readonly longClosures: number;
  readonly rhythm: Rhythm;
  readonly speakingShare: number;
  /** Chance that a genuine person would blink at most so often in this time, in 0..1. */
  readonly chance: number;
  /** The same for no blink at all: what this length of film could show at best. */
  readonly chanceOfNone: number;
  /** Why this track allows no conclusion; `null` when it does. */
  readonly reason: string | null;
}

export function assessTrack(trackId: number, rows: readonly ObservationRow[]): TrackAssessment {
  const series = seriesOf(trackId, rows);
  const talks = speaking(series.samples);
  let speakingUs = 0;
  for (const [i, s] of series.samples.entries()) if (s.both !== null && talks[i] === true) speakingUs += s.shownUs;
  const { blinks, longClosures } = findBlinks(series.samples);
  const exposures: Exposure[] = [
    { minutes: speakingUs / 6e7, ...NORMS.speaking },
    { minutes: (series.assessableUs - speakingUs) / 6e7, ...NORMS.silent },
  ];
  const small = series.medianEyeWidthPx < PARAMETERS.smallEyeWidthPx.value;
  const seen = (small ? PARAMETERS.recallSmallEyes : PARAMETERS.recall).value;
  const chanceOfNone = chanceOfAtMost(0, exposures, seen);
  return {
    series,
    blinks,
    longClosures,
    rhythm: rhythmOf(blinks, (fromUs, toUs) => judgedThroughout(series, fromUs, toUs)),
    speakingShare: series.assessableUs > 0 ? speakingUs / series.assessableUs : 0,
    chance: chanceOfAtMost(blinks.length, exposures, seen),
    chanceOfNone,
    reason: reasonAgainst(series, chanceOfNone),
  };
}

/** Without a moment between them longer than the longest interval allowed in which neither eye was judged. */
function judgedThroughout(series: Series, fromUs: number, toUs: number): boolean {
  let lastUs = fromUs;
  for (const { ptsUs, both } of series.samples) {
    if (both === null || ptsUs < fromUs) continue;
    if (ptsUs - lastUs > longestIntervalUs) return false;
    if (ptsUs >= toUs) return true;
    lastUs = ptsUs;
  }
  return false;
}

function reasonAgainst(series: Series, chanceOfNone: number): string | null {
  const fps = series.medianIntervalUs > 0 ? 1e6 / series.medianIntervalUs : 0;
  if (series.medianIntervalUs > longestIntervalUs || fps === 0) {
    return `${fps.toFixed(1)} frames a second are too few: a blink can fall between two frames (at least ${PARAMETERS.minimumFps.value} are needed).`;
  }
  if (series.medianEyeWidthPx < PARAMETERS.minimumEyeWidthPx.value) {
    return `The eyes are ${series.medianEyeWidthPx.toFixed(1)} pixels wide; below ${PARAMETERS.minimumEyeWidthPx.value} pixels blinks are no longer found reliably.`;
  }
  const seconds = series.assessableUs / 1e6;
  if (seconds < PARAMETERS.minimumAssessableS.value) {
    return `The eyes could be judged for ${seconds.toFixed(1)} s only (at least ${PARAMETERS.minimumAssessableS.value} s are needed).`;
  }
  if (chanceOfNone >= PARAMETERS.fewBlinksLevel.value) {
    return (
      `Too short: in the ${seconds.toFixed(1)} s in which the eyes could be judged, a genuine person would not blink at all ` +
      `with a computed chance of ${formatChance(chanceOfNone)} (a conclusion needs less than ${PARAMETERS.fewBlinksLevel.value}).`
    );
  }
  return null;
}

/** Two significant digits, never a false zero. */
export function formatChance(chance: number): string {
  if (chance < 1e-4) return 'less than 0.0001';
  return chance < 0.1 ? String(Number(chance.toPrecision(2))) : chance.toFixed(2);
}
