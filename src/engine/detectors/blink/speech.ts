/** Whether a face speaks, from the movement of its mouth alone: opening and closing again and again within a second. */
import { PARAMETERS } from './parameters.ts';
import type { Sample } from './series.ts';

/**
 * For each sample: true where, in the window centred on it, the lips part and close at least twice by more than the movement limit.
 * A held smile or an open mouth is no speech; chewing and some grimaces are taken for it.
 */
export function speaking(samples: readonly Sample[]): boolean[] {
  const half = (PARAMETERS.speakingWindowS.value * 1e6) / 2;
  const turns = turningPoints(samples);
  let from = 0;
  let to = 0;
  return samples.map((s) => {
    while (from < turns.length && (turns[from] ?? 0) < s.ptsUs - half) from++;
    while (to < turns.length && (turns[to] ?? 0) <= s.ptsUs + half) to++;
    return to - from >= 2;
  });
}

/** Times at which the opening turns round after a swing of more than the limit (a zigzag filter). */
function turningPoints(samples: readonly Sample[]): number[] {
  const limit = PARAMETERS.speakingMovement.value;
  const out: number[] = [];
  let low: Sample | null = null;
  let high: Sample | null = null;
  let rising: boolean | null = null;
  for (const s of samples) {
    if (s.mouth === null) {
      [low, high, rising] = [null, null, null];
      continue;
    }
    if (low === null || s.mouth < (low.mouth ?? 0)) low = s;
    if (high === null || s.mouth > (high.mouth ?? 0)) high = s;
    if (rising !== false && high.mouth !== null && s.mouth < high.mouth - limit) {
      if (rising === true) out.push(high.ptsUs);
      rising = false;
      low = s;
    } else if (rising !== true && low.mouth !== null && s.mouth > low.mouth + limit) {
      if (rising === false) out.push(low.ptsUs);
      rising = true;
      high = s;
    }
  }
  return out;
}
