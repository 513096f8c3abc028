/** Whether a value of the frames comes in a rhythm: the share of its variance that the place within a period explains. */
import { at } from '../../../base/at.ts';
import { median } from '../../signal/stats.ts';
import { PARAMETERS } from './parameters.ts';

export interface Rhythm {
  readonly period: number;
  /** Omega squared of a one-way analysis of variance by phase: what chance explains is taken off (Hays 1963, eq. 10.12.9). */
  readonly share: number;
  /** Phases whose median is low, and by how much: their median over that of the other phases, as the values were before the logarithm. */
  readonly lowPhases: readonly number[];
  readonly ratio: number;
}

export interface Timed {
  readonly frame: number;
  /** Natural logarithm of the value, its slow course taken off. */
  readonly value: number;
}

/** Each phase must be seen so often. */
const LEAST_ROUNDS = 5;

/** The shortest period that explains nearly as much as the best one; `null` when there is too little to say. */
export function findRhythm(values: readonly Timed[]): Rhythm | null {
  const found: { period: number; share: number }[] = [];
  for (let period = 2; period <= PARAMETERS.longestRhythm.value; period += 1) {
    const share = shareOf(values, period);
    if (share !== null) found.push({ period, share });
  }
  const best = Math.max(...found.map(({ share }) => share));
  const shortest = found.find(({ share }) => share > best - 0.05);
  if (shortest === undefined) return null;
  const phases = phasesOf(values, shortest.period).map((phase) => median(phase));
  // Low: in the lower half of the range between the lowest phase and the middle one.
  const [low, middle] = [Math.min(...phases), median(phases)];
  const edge = (low + middle) / 2;
  const lowPhases = phases.flatMap((value, phase) => (value <= edge ? [phase] : []));
  const others = phases.filter((value) => value > edge);
  return { ...shortest, lowPhases, ratio: others.length === 0 ? 1 : Math.exp(low - median(others)) };
}

function phasesOf(values: readonly Timed[], period: number): number[][] {
  const phases = Array.from({ length: period }, (): number[] => []);
  for (const { frame, value } of values) at(phases, frame % period).push(value);
  return phases;
}

function shareOf(values: readonly Timed[], period: number): number | null {
  const phases = phasesOf(values, period);
  if (phases.some((phase) => phase.length < LEAST_ROUNDS)) return null;
  const mean = values.reduce((sum, { value }) => sum + value, 0) / values.length;
  const total = values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const within = phases.reduce((sum, phase) => {
    const own = phase.reduce((all, value) => all + value, 0) / phase.length;
    return sum + phase.reduce((all, value) => all + (value - own) ** 2, 0);
  }, 0);
  const error = within / (values.length - period);
  return total === 0 ? 0 : (total - within - (period - 1) * error) / (total + error);
}
