/** From a score to a likelihood ratio: only by a calibration of exactly this detector, and only inside its conditions. Pure. */
import type { Measure, Plan } from '../../contract/analysis.ts';
import type { Calibration, Condition, Evaluation, LockedCalibration } from '../../contract/calibration.ts';
import { CONDITION_WORDS } from '../../base/condition-words.ts';
import { figure } from '../../base/figure.ts';
import { verbalScale } from '../../base/verbal-scale.ts';
import type { Bounds } from './bounds.ts';
import type { ConditionValues } from './condition-values.ts';
import type { Line } from './logistic.ts';

/** What identifies a detector as it ran. */
export interface RanDetector {
  readonly version: string;
  readonly parametersSha256: string;
  readonly weights: Plan['weights'];
}

export function evaluate(
  score: number,
  measures: readonly Measure[],
  values: ConditionValues,
  ran: RanDetector,
  locked: LockedCalibration,
): Evaluation {
  const { calibration } = locked;
  const reason =
    otherDetector(ran, calibration.detector, 'calibration') ??
    calibration.conditions.map((one) => outside(one, values, measures)).find(isWords);
  if (reason !== undefined) return { status: 'notValidated', reason, calibrationSha256: locked.sha256 };
  const { log10LR, bounded } = boundedRatio(score, calibration);
  return { status: 'evaluated', log10LR, bounded, verbal: verbalScale(log10LR), calibration: locked };
}

const isWords = (words: string | null): words is string => words !== null;

export function boundedRatio(
  score: number,
  { line, bounds }: { readonly line: Line; readonly bounds: Bounds },
): { log10LR: number; bounded: 'lower' | 'upper' | null } {
  return held(line.intercept + line.slope * score, bounds);
}

export function held(free: number, bounds: Bounds): { log10LR: number; bounded: 'lower' | 'upper' | null } {
  if (free < bounds.lower) return { log10LR: bounds.lower, bounded: 'lower' };
  if (free > bounds.upper) return { log10LR: bounds.upper, bounded: 'upper' };
  return { log10LR: free, bounded: null };
}

/** `made`: what was made of the detector's scores. */
export function otherDetector(ran: RanDetector, detector: Calibration['detector'], made: 'calibration' | 'fusion'): string | undefined {
  if (ran.version !== detector.version) return `the ${made} was made with version ${detector.version} of the detector, not ${ran.version}`;
  if (ran.parametersSha256 !== detector.parametersSha256) return `the ${made} was made with other parameters of the detector`;
  const other = detector.weights.find(({ id, sha256 }) => ran.weights.find((one) => one.id === id)?.sha256 !== sha256);
  return other === undefined ? undefined : `the ${made} was made with other weights of the network ${other.id}`;
}

/** Whether a known value lies inside; of a range, a number or its digits. */
export function meets(condition: Condition, value: string | number): boolean {
  if (!('oneOf' in condition)) return Number(value) >= condition.least && Number(value) <= condition.most;
  const known: readonly string[] = condition.oneOf;
  return known.includes(String(value));
}

/** `null` inside. A value that is not known is outside: nobody could say that the item is like the pool. */
export function outside(condition: Condition, values: ConditionValues, measures: readonly Measure[]): string | null {
  if ('oneOf' in condition) {
    const value = values[condition.on];
    const pool = `the validated ${condition.oneOf.length === 1 ? 'value is' : 'values are'} ${condition.oneOf.join(', ')}`;
    if (value === undefined) return `its ${CONDITION_WORDS[condition.on]} is not known; ${pool}`;
    return meets(condition, value) ? null : `its ${CONDITION_WORDS[condition.on]} is ${String(value)}; ${pool}`;
  }
  const { least, most } = condition;
  const name = condition.on === 'measure' ? condition.name : CONDITION_WORDS[condition.on];
  const value =
    condition.on === 'measure'
      ? measures.find((one) => one.name === condition.name && one.unit === condition.unit)?.value
      : values[condition.on];
  const range = `validated from ${figure(least)} to ${figure(most)}`;
  if (typeof value !== 'number') return `its ${name} is not known; ${range}`;
  return meets(condition, value) ? null : `its ${name} is ${figure(value)}; ${range}`;
}
