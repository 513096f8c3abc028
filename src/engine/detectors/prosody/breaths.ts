/** Rows -> breaths: noise without periods beside the words, quieter than the voice, louder than the room. Pure. */
import { at } from '../../../base/at.ts';
import { mean, median, quantile } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import { BREATH_STEP_US, BREATH_STEPS, FIRST_FLATNESS, FIRST_FUNDAMENTAL, FIRST_LEVEL, FIRST_SPEECH, SLOT_US } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

export interface Breath {
  readonly startUs: number;
  readonly endUs: number;
  /** Mean level in the band against the median of the voice, dB. */
  readonly belowVoiceDb: number;
}

interface Step {
  /** Where its window begins; the window is two steps long. */
  readonly ptsUs: number;
  readonly levelDb: number;
  readonly flatnessDb: number;
  /** A fundamental was found in its slot, where somebody speaks. */
  readonly periodic: boolean;
  readonly speech: number;
}

/** A step's window is twice as long as the step: what belongs to a step lies in its middle. */
const HALF_STEP_US = BREATH_STEP_US / 2;
/** The floor of a place comes from so many steps around it: as long as the recordings that the limits were chosen on. The
 * quantile: our choice. */
const FLOOR_STEPS = 4 * BREATH_STEPS;
const FLOOR_QUANTILE = 0.02;
/** A voice of fewer steps than this, half a second, gives no level to compare with. */
const LEAST_VOICED = 25;

/** `null`: there is too little voice to compare with. */
export function breathsOf(rows: readonly ObservationRow[]): Breath[] | null {
  const stretches = stretchesOf(rows);
  const voiced = stretches.flat().filter(({ periodic }) => periodic);
  if (voiced.length < LEAST_VOICED) return null;
  const voiceDb = median(voiced.map(({ levelDb }) => levelDb));
  return stretches.flatMap((steps) => breathsIn(steps, voiceDb));
}

/** Steps that follow one another without a jump of the clock; what lies before the start of the sound is left out. */
function stretchesOf(rows: readonly ObservationRow[]): Step[][] {
  const stretches: Step[][] = [];
  let next: number | null = null;
  for (const { ptsUs, values } of rows) {
    if (next === null || Math.abs(ptsUs - next) > BREATH_STEP_US) stretches.push([]);
    next = ptsUs + BREATH_STEPS * BREATH_STEP_US;
    for (let k = 0; k < BREATH_STEPS; k += 1) {
      const levelDb = values[FIRST_LEVEL + k] ?? null;
      const flatnessDb = values[FIRST_FLATNESS + k] ?? null;
      if (levelDb === null || flatnessDb === null) continue;
      const slot = Math.floor((k * BREATH_STEP_US + HALF_STEP_US) / SLOT_US);
      stretches.at(-1)?.push({
        ptsUs: ptsUs + k * BREATH_STEP_US,
        levelDb,
        flatnessDb,
        periodic: (values[FIRST_FUNDAMENTAL + slot] ?? null) !== null,
        speech: values[FIRST_SPEECH + slot] ?? 0,
      });
    }
  }
  return stretches;
}

function breathsIn(steps: readonly Step[], voiceDb: number): Breath[] {
  const floors = floorsOf(steps);
  const voice = steps.map(({ periodic, levelDb }) => periodic && levelDb > voiceDb - PARAMETERS.breathVoice.value);
  const noisy = steps.map(
    ({ levelDb, flatnessDb }, k) =>
      voice[k] !== true &&
      flatnessDb > PARAMETERS.breathFlatness.value &&
      levelDb > at(floors, k) + PARAMETERS.breathAbove.value &&
      levelDb < voiceDb - PARAMETERS.breathBelow.value,
  );
  // One step out of line does not part a breath.
  const closed = noisy.map((here, k) => here || (noisy[k - 1] === true && noisy[k + 1] === true && voice[k] !== true));
  return runsOf(closed).flatMap(
    ([from, to]) => (belongsToSpeech(voice, from, to) ? breathFrom(steps, floors, voiceDb, from, to) : null) ?? [],
  );
}

function breathFrom(steps: readonly Step[], floors: readonly number[], voiceDb: number, from: number, to: number): Breath | null {
  const inside = steps.slice(from, to);
  const levels = inside.map(({ levelDb }) => levelDb);
  const level = mean(levels);
  const seconds = inside.length * PARAMETERS.breathStep.value;
  const above = level - mean(floors.slice(from, to));
  if (seconds < PARAMETERS.breathShortest.value - 1e-9 || seconds > PARAMETERS.breathLongest.value) return null;
  if (above < PARAMETERS.breathAboveMean.value || level < voiceDb - PARAMETERS.breathDeepest.value) return null;
  if (slopeOf(levels) < -PARAMETERS.breathFall.value) return null;
  if (inside.every(({ speech }) => speech > PARAMETERS.breathSilent.value)) return null;
  return {
    startUs: at(inside, 0).ptsUs + HALF_STEP_US,
    endUs: at(inside, inside.length - 1).ptsUs + 3 * HALF_STEP_US,
    belowVoiceDb: level - voiceDb,
  };
}

/** Voice is near, and does not begin where the noise ends. */
function belongsToSpeech(voice: readonly boolean[], from: number, to: number): boolean {
  const steps = (seconds: number): number => Math.ceil(seconds / PARAMETERS.breathStep.value - 1e-9);
  if (voice.slice(to, to + steps(PARAMETERS.breathClear.value)).includes(true)) return false;
  const reach = steps(PARAMETERS.breathReach.value);
  return voice.slice(to, to + reach).includes(true) || voice.slice(Math.max(0, from - reach), from).includes(true);
}

/** For each step the quietest levels near it; taken once for each second. */
function floorsOf(steps: readonly Step[]): number[] {
  const floors: number[] = [];
  for (let from = 0; from < steps.length; from += BREATH_STEPS) {
    const middle = from + BREATH_STEPS / 2;
    const first = Math.max(0, Math.min(middle - FLOOR_STEPS / 2, steps.length - FLOOR_STEPS));
    const near = steps.slice(first, first + FLOOR_STEPS).map(({ levelDb }) => levelDb);
    const floor = quantile(near, FLOOR_QUANTILE);
    for (let k = from; k < Math.min(from + BREATH_STEPS, steps.length); k += 1) floors.push(floor);
  }
  return floors;
}

/** Half-open. */
function runsOf(flags: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = flags.indexOf(true); from >= 0;) {
    const end = flags.indexOf(false, from);
    const to = end < 0 ? flags.length : end;
    runs.push([from, to]);
    from = end < 0 ? -1 : flags.indexOf(true, to);
  }
  return runs;
}

/** Least squares, dB for each second. */
function slopeOf(levels: readonly number[]): number {
  const middle = (levels.length - 1) / 2;
  const level = mean(levels);
  let [up, down] = [0, 0];
  levels.forEach((value, k) => {
    up += (k - middle) * (value - level);
    down += (k - middle) ** 2;
  });
  return down === 0 ? 0 : up / down / PARAMETERS.breathStep.value;
}
