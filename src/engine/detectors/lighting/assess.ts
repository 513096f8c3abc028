/** What the stored rows of all faces say together: each test, where it can be made, and what it contributes to the score. */
import type { ObservationRow } from '../interface.ts';
import { byTrack } from '../by-track.ts';
import { pairsOf, type Pair } from './pairs.ts';
import { PARAMETERS } from './parameters.ts';
import { isDirected, meanOf, samplesOf, type Sample } from './series.ts';
import { isShared, peaks, stepsOf, type Step } from './steps.ts';
import { turningOf, type Turning } from './turning.ts';

export interface FaceLight {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly samples: readonly Sample[];
  readonly directed: readonly Sample[];
  readonly turning: Turning | null;
  /** The head turned far enough, under light from one side, for the slope to be told. */
  readonly turns: boolean;
  /** The greatest that the picture does not share; `null` when the face was not followed long enough. */
  readonly step: Step | null;
  readonly stepFindings: readonly Step[];
}

export interface Assessment {
  readonly faces: readonly FaceLight[];
  readonly pairs: readonly Pair[];
}

export function assess(rows: readonly ObservationRow[], still: boolean): Assessment {
  const faces = byTrack(rows).map(([trackId, own]) => assessFace(trackId, own, still));
  const samples = faces.map((face) => face.samples);
  return { faces, pairs: pairsOf(samples, still ? 1 : PARAMETERS.pairSamples.value) };
}

function assessFace(trackId: number, rows: readonly ObservationRow[], still: boolean): FaceLight {
  const samples = samplesOf(rows);
  const directed = samples.filter(isDirected);
  const turning = still || directed.length < samples.length * PARAMETERS.directedShare.value ? null : turningOf(samples);
  const steps = still || samples.length < PARAMETERS.stepLeast.value ? [] : stepsOf(samples);
  const own = steps.filter((step) => !isShared(step));
  return {
    trackId,
    rows,
    samples,
    directed,
    turning,
    turns: turning !== null && turning.expected >= PARAMETERS.minimumExpected.value && turning.error <= PARAMETERS.maximumSlopeError.value,
    step: own.reduce<Step | null>((best, step) => (best === null || step.size > best.size ? step : best), null),
    stepFindings: peaks(steps, PARAMETERS.stepLimit.value),
  };
}

/** Each 1 at its limit, never below 0. */
export const turningScore = ({ slope, error }: Turning): number =>
  Math.max(0, (1 - slope - 2 * error) / (1 - PARAMETERS.minimumSlope.value));
export const stepScore = ({ size }: Step): number => size / PARAMETERS.stepLimit.value;
export const pairScore = ({ beyond }: Pair): number => beyond / PARAMETERS.pairLimit.value;

/** `null` where no test could be made. */
export function scoreOf({ faces, pairs }: Assessment): number | null {
  const scores = [
    ...faces.flatMap(({ turning, turns, step }) => [
      ...(turns && turning !== null ? [turningScore(turning)] : []),
      ...(step === null ? [] : [stepScore(step)]),
    ]),
    ...pairs.map(pairScore),
  ];
  return scores.length === 0 ? null : Math.max(...scores);
}

export const usual = (samples: readonly Sample[]): { readonly strength: number; readonly r2: number; readonly error: number } => ({
  strength: meanOf(samples, ({ strength }) => strength),
  r2: meanOf(samples, ({ r2 }) => r2),
  error: meanOf(samples, ({ fromError }) => fromError),
});
