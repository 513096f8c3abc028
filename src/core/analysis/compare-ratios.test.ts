import { expect, it } from 'vitest';
import { exampleCombined, exampleOutcome } from '../../../tests/helpers/example-records.ts';
import { madeCalibration } from '../../../tests/helpers/made-calibration.ts';
import type { Job, Outcome } from '../../contract/analysis.ts';
import type { Evaluation } from '../../contract/calibration.ts';
import type { Combined } from '../../contract/fusion.ts';
import { DetectorId } from '../../contract/values.ts';
import { compareRatios } from './compare-ratios.ts';

const evaluation: Evaluation = {
  status: 'evaluated',
  log10LR: 1.25,
  bounded: null,
  verbal: 'moderate support',
  calibration: madeCalibration(),
};

function job(of: Evaluation | undefined, combined: Combined[] | undefined = [exampleCombined]): Pick<Job, 'outcomes' | 'combined'> {
  if (exampleOutcome.status !== 'measured') throw new Error('the example is a measured one');
  const outcome: Outcome = { ...exampleOutcome, ...(of === undefined ? {} : { evaluation: of }) };
  return { outcomes: [{ detectorId: DetectorId.parse('blink'), outcome }], combined };
}
const stored = job(evaluation);

it('finds equal ratios equal', () => {
  expect(compareRatios(stored, structuredClone(stored))).toEqual({ ratios: 2, differing: [] });
});

it.each([
  [
    'another number of the same words',
    { ...evaluation, log10LR: 1.26 },
    'same-words',
    'moderate support, log10 LR 1.25, and is moderate support, log10 LR 1.26',
  ],
  [
    'other words',
    { ...evaluation, log10LR: 0.2, verbal: 'weak support' },
    'otherwise',
    'moderate support, log10 LR 1.25, and is weak support, log10 LR 0.2',
  ],
  [
    'no longer validated by the same calibration',
    { status: 'notValidated', reason: 'x', calibrationSha256: madeCalibration().sha256 },
    'otherwise',
    'moderate support, log10 LR 1.25, and is not validated',
  ],
  [
    'another calibration',
    { ...evaluation, calibration: { ...madeCalibration(), sha256: 'f'.repeat(64) } },
    'other-basis',
    'moderate support, and is moderate support: the calibrations of this machine are not those of the stored run',
  ],
  ['none', undefined, 'other-basis', 'moderate support, and is none: the calibrations of this machine are not those of the stored run'],
] satisfies [string, Evaluation | undefined, string, string][])('names a ratio that is %s', (_name, now, kind, differs) => {
  expect(compareRatios(stored, job(now))).toEqual({ ratios: 2, differing: [{ of: 'blink', kind, differs }] });
});

it('names combinations by their cues', () => {
  const of = exampleCombined.cues.join(' + ');
  const other: Combined =
    exampleCombined.status === 'evaluated' ? { ...exampleCombined, constant: exampleCombined.constant + 1 } : exampleCombined;
  expect(compareRatios(stored, job(evaluation, [other])).differing).toMatchObject([{ of, kind: 'same-words' }]);
  expect(compareRatios(stored, job(evaluation, [])).differing).toMatchObject([{ of, kind: 'other-basis' }]);
});
