import { expect, it } from 'vitest';
import { PoolDescription, Calibration } from '../../contract/calibration.ts';
import { boundedRatio } from '../../engine/fusion/evaluate.ts';
import { knownScores } from '../../../tests/helpers/known-scores.ts';
import { makeCalibration, type CalibrationRequest } from './make-calibration.ts';

const detector: CalibrationRequest['detector'] = {
  id: 'blink' as CalibrationRequest['detector']['id'],
  version: '1.0.0',
  parametersSha256: 'a'.repeat(64),
  weights: [],
};
const description = PoolDescription.parse({
  propositions: { h1: 'The item was made for this test.', h2: 'The item was not made for this test.' },
  pool: 'Numbers of two normal distributions.',
  conditions: [{ on: 'kind', oneOf: ['video'] }],
  limits: ['Not of real media.'],
});
const request = (change: Partial<CalibrationRequest> = {}): CalibrationRequest => ({
  detector,
  description,
  fit: { rows: knownScores(200, 200, 2), sha256: 'b'.repeat(64) },
  test: null,
  date: '2026-11-24',
  ...change,
});

it('finds the likelihood ratio of two known normal distributions, within bounds that 200 sources support', () => {
  const made = makeCalibration(request());
  expect(Calibration.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  // Means 0 and 2, spread 1: ln LR = 2 x - 2. Drawn at even quantiles, so the fit is close to it.
  expect(made.line.slope * Math.LN10).toBeCloseTo(2, 1);
  expect(made.line.intercept * Math.LN10).toBeCloseTo(-2, 1);
  expect(made.bounds.upper).toBeLessThanOrEqual(Math.log10(200));
  expect(made.bounds.upper).toBeGreaterThan(1);
  expect(boundedRatio(100, made)).toEqual({ log10LR: made.bounds.upper, bounded: 'upper' });
  expect(boundedRatio(-100, made)).toEqual({ log10LR: made.bounds.lower, bounded: 'lower' });
  expect(boundedRatio(1, made)).toEqual({ log10LR: expect.closeTo(0, 2), bounded: null });
  // AUC of two unit normals 2 apart: 0.921; equal error rate 0.159.
  expect(made.validation.auc).toBeCloseTo(0.921, 2);
  expect(made.validation.equalErrorRate).toBeCloseTo(0.159, 2);
  expect(made.validation.leastCllr).toBeLessThanOrEqual(made.validation.cllr);
  expect(made.validation.groups).toEqual({ genuine: 200, synthetic: 200 });
  expect(made.validation.greatest.genuine).toBeLessThanOrEqual(made.bounds.upper);
});

it.each([
  ['one class only', { fit: { rows: knownScores(200, 0, 2), sha256: 'b'.repeat(64) } }, '200 genuine and 0 synthetic sources'],
  ['too few sources', { fit: { rows: knownScores(19, 200, 2), sha256: 'b'.repeat(64) } }, '19 genuine and 200 synthetic sources'],
  [
    'many files of few sources',
    {
      fit: {
        rows: knownScores(200, 200, 2).map((row) => ({ ...row, group: `${String(row.synthetic)}${row.path.slice(-1)}` })),
        sha256: 'b'.repeat(64),
      },
    },
    '10 genuine and 10 synthetic sources',
  ],
  ['parted classes', { fit: { rows: knownScores(100, 100, 20), sha256: 'b'.repeat(64) } }, 'parts the classes wholly'],
  ['a score that falls', { fit: { rows: knownScores(100, 100, -1), sha256: 'b'.repeat(64) } }, 'does not rise'],
  ['no information', { fit: { rows: knownScores(100, 100, 0.05), sha256: 'b'.repeat(64) } }, 'carries no information'],
  ['a test set of the same sources', { test: { rows: knownScores(50, 50, 2), sha256: 'c'.repeat(64) } }, 'is in both files'],
  [
    'a condition wider than its data',
    {
      description: { ...description, conditions: [{ on: 'widthPx' as const, least: 100, most: 500 }] },
      fit: { rows: knownScores(100, 100, 2).map((row) => ({ ...row, fields: { widthPx: '200' } })), sha256: 'b'.repeat(64) },
    },
    'the files only from 200 to 200',
  ],
])('refuses %s', (_, change, words) => {
  expect(() => makeCalibration(request(change))).toThrow(
    expect.objectContaining({ code: 'CALIBRATION_REFUSED', message: expect.stringContaining(words) }),
  );
});

it('tests on other sources when it is given them', () => {
  const rows = knownScores(60, 40, 2).map((row) => ({ ...row, group: `other ${row.group}` }));
  const { validation, bounds } = makeCalibration(request({ test: { rows, sha256: 'c'.repeat(64) } }));
  expect(validation.how).toBe('another set of files');
  expect(validation.groups).toEqual({ genuine: 60, synthetic: 40 });
  expect(bounds.upper).toBeLessThanOrEqual(Math.log10(60));
  expect(bounds.lower).toBeGreaterThanOrEqual(-Math.log10(40));
});

it('fits and tests on the files inside its conditions only', () => {
  const inside: Record<string, string> = { kind: 'video', widthPx: '300' };
  const within = knownScores(60, 50, 2).map((row) => ({ ...row, fields: inside }));
  // Further files of other sources whose scores say the contrary, each outside by one condition.
  const contrary = (group: string, fields: Record<string, string>) =>
    knownScores(40, 40, -2).map((row) => ({ ...row, group: `${group} ${row.group}`, fields }));
  const beyond = [
    ...contrary('still', { ...inside, kind: 'image' }),
    ...contrary('narrow', { ...inside, widthPx: '99' }),
    ...contrary('wide', { ...inside, widthPx: '501' }),
  ];
  const narrowed = {
    description: { ...description, conditions: [...description.conditions, { on: 'widthPx' as const, least: 100, most: 500 }] },
  };
  const other = (rows: typeof within) => rows.map((row) => ({ ...row, group: `other ${row.group}` }));
  const test = { rows: other([...within, ...beyond]), sha256: 'c'.repeat(64) };
  const made = makeCalibration(request({ ...narrowed, fit: { rows: [...within, ...beyond], sha256: 'b'.repeat(64) }, test }));
  const alone = makeCalibration(request({ fit: { rows: within, sha256: 'b'.repeat(64) }, test: { ...test, rows: other(within) } }));
  expect({ ...made, conditions: null }).toEqual({ ...alone, conditions: null });
});
