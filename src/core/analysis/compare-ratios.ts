/** Compares the likelihood ratios of two runs: each calibrated detector's own, and those of several together. Pure over both jobs. */
import { isDeepStrictEqual } from 'node:util';
import type { Job } from '../../contract/analysis.ts';
import type { Evaluation } from '../../contract/calibration.ts';
import type { Combined } from '../../contract/fusion.ts';
import type { RatioDifference } from '../../contract/repetition.ts';

interface Ratio {
  /** SHA-256 of the calibration or fusion. */
  readonly basis: string;
  /** What a reader is told: the words of the scale, or that there is none. */
  readonly words: string;
  readonly log10LR: number | null;
  readonly whole: Evaluation | Combined;
}

export interface ComparedRatios {
  /** Of the stored run. */
  readonly ratios: number;
  readonly differing: RatioDifference[];
}

export function compareRatios(stored: Pick<Job, 'outcomes' | 'combined'>, repeated: Pick<Job, 'outcomes' | 'combined'>): ComparedRatios {
  const before = ratiosOf(stored);
  const now = ratiosOf(repeated);
  const differing = [...new Set([...before.keys(), ...now.keys()])].flatMap((of) => {
    const difference = compare(before.get(of), now.get(of));
    return difference === null ? [] : [{ of, ...difference }];
  });
  return { ratios: before.size, differing };
}

function compare(before: Ratio | undefined, now: Ratio | undefined): Omit<RatioDifference, 'of'> | null {
  if (before === undefined || before.basis !== now?.basis) {
    const why = 'the calibrations of this machine are not those of the stored run';
    return { kind: 'other-basis', differs: `${before?.words ?? 'none'}, and is ${now?.words ?? 'none'}: ${why}` };
  }
  if (before.words !== now.words) return { kind: 'otherwise', differs: `${told(before)}, and is ${told(now)}` };
  if (isDeepStrictEqual(before.whole, now.whole)) return null;
  return { kind: 'same-words', differs: `${told(before)}, and is ${told(now)}` };
}

const told = ({ words, log10LR }: Ratio): string => (log10LR === null ? words : `${words}, log10 LR ${String(log10LR)}`);

function ratiosOf({ outcomes, combined = [] }: Pick<Job, 'outcomes' | 'combined'>): ReadonlyMap<string, Ratio> {
  const alone = outcomes.flatMap(({ detectorId, outcome }): [string, Ratio][] =>
    outcome.status === 'measured' && outcome.evaluation !== undefined ? [[detectorId, ofDetector(outcome.evaluation)]] : [],
  );
  const together = combined.map((one): [string, Ratio] => {
    const evaluated = one.status === 'evaluated';
    const basis = evaluated ? one.fusion.sha256 : one.fusionSha256;
    return [
      one.cues.join(' + '),
      { basis, words: evaluated ? one.verbal : 'not validated', log10LR: evaluated ? one.log10LR : null, whole: one },
    ];
  });
  return new Map([...alone, ...together]);
}

function ofDetector(one: Evaluation): Ratio {
  if (one.status === 'notValidated') return { basis: one.calibrationSha256, words: 'not validated', log10LR: null, whole: one };
  return { basis: one.calibration.sha256, words: one.verbal, log10LR: one.log10LR, whole: one };
}
