/** Makes a calibration from scores with labels, or says why these scores do not support one. Pure. */
import type { Calibration, Condition, PoolDescription } from '../../contract/calibration.ts';
import { Failure } from '../../base/failure.ts';
import { figure } from '../../base/figure.ts';
import { must } from '../../base/assert.ts';
import { countBounds, empiricalBounds, tighter } from '../../engine/fusion/bounds.ts';
import { cllr } from '../../engine/fusion/cllr.ts';
import { boundedRatio, meets } from '../../engine/fusion/evaluate.ts';
import { leastCllr } from '../../engine/fusion/isotonic.ts';
import { fitLogistic } from '../../engine/fusion/logistic.ts';
import { crossFitted, type JudgedFile } from './cross-fit.ts';
import { equalErrorRate, misleadingShare, thinned, tippettPoints } from './curves.ts';
import { areaUnderCurve, aucInterval, groupInterval } from './metrics.ts';
import type { ScoreRow } from './scores-csv.ts';

/** Our choice: with fewer sources of a class no LR could go beyond 20, and the interval of Cllr says nothing. */
export const LEAST_SOURCES = 20;
/** Bootstrap samples for the interval of Cllr: its ends move in the third digit. */
const DRAWS = 1000;
/** Of each Tippett curve. */
const POINTS_KEPT = 60;

export interface Scores {
  readonly rows: readonly ScoreRow[];
  readonly sha256: string;
}

export interface CalibrationRequest {
  readonly detector: Calibration['detector'];
  readonly description: PoolDescription;
  readonly fit: Scores;
  /** Of other groups than `fit`; without it, the fit is tested on its own groups in turn. */
  readonly test: Scores | null;
  readonly date: string;
}

type Known = Pick<ScoreRow, 'synthetic' | 'group'>;

const refuse = (why: string): Failure => new Failure('CALIBRATION_REFUSED', why);

/**
 * Fits and tests on the files inside the conditions, as far as their columns tell. Throws CALIBRATION_REFUSED: too few sources, classes that a
 * threshold parts, no information, or a condition wider than the data.
 */
export function makeCalibration({ detector, description, date, ...given }: CalibrationRequest): Calibration {
  for (const condition of description.conditions) covered(condition, given.fit.rows, refuse);
  const inside = ({ rows, sha256 }: Scores): Scores => ({ rows: insideConditions(description.conditions, rows), sha256 });
  const fit = inside(given.fit);
  const test = given.test === null ? null : inside(given.test);
  const counted = countsOf(fit.rows);
  enough(counted.groups, 'to fit on');
  const line = fitLogistic(fit.rows);
  if (line === null)
    throw refuse(
      'a threshold parts the classes wholly, or all scores are equal: how far the line should rise cannot be told from these files',
    );
  if (line.slope <= 0) throw refuse('the score does not rise from genuine to synthetic files');
  const tested = test ?? fit;
  const testedCounts = countsOf(tested.rows);
  enough(testedCounts.groups, 'to test on');
  const judged = test === null ? crossFitted(fit.rows) : judgedApart(line, fit.rows, test.rows);
  if (judged === null) throw refuse('without a fifth of the groups the classes can be parted wholly');
  const groups = {
    genuine: Math.min(counted.groups.genuine, testedCounts.groups.genuine),
    synthetic: Math.min(counted.groups.synthetic, testedCounts.groups.synthetic),
  };
  const bounds = tighter(empiricalBounds(judged), countBounds(groups.genuine, groups.synthetic));
  const bounded: JudgedFile[] = judged.map((one) => ({
    ...one,
    log10LR: boundedRatio(one.log10LR, { line: { intercept: 0, slope: 1 }, bounds }).log10LR,
  }));
  const cost = must(cllr(bounded), 'both classes are there');
  const costInterval = groupInterval(bounded, cllr, DRAWS);
  if (costInterval === null || costInterval[1] >= 1)
    throw refuse(
      `it carries no information that could be told from none: Cllr ${figure(cost)}${costInterval === null ? '' : `, 95 % ${figure(costInterval[0])} to ${figure(costInterval[1])}`}, where 1 is what LR = 1 for every file costs`,
    );
  const kept = (synthetic: boolean): [number, number][] => thinned(tippettPoints(bounded, synthetic), POINTS_KEPT).map(([x, y]) => [x, y]);
  const scores = fit.rows.map(({ score }) => score);
  return {
    ...description,
    format: 'penumbra-calibration/1',
    detector,
    date,
    fittedOn: { scoresSha256: fit.sha256, ...counted, scoreRange: [extreme(scores, Math.min), extreme(scores, Math.max)] },
    line,
    bounds: {
      ...bounds,
      origin: `the tighter of the empirical bounds (Vergeer et al. 2016) on the tested files and of one over the number of sources (${String(groups.genuine)} genuine, ${String(groups.synthetic)} synthetic; our choice)`,
    },
    validation: {
      how: test === null ? 'cross-fitted by group' : 'another set of files',
      scoresSha256: tested.sha256,
      ...testedCounts,
      auc: must(areaUnderCurve(tested.rows), 'both classes are there'),
      aucInterval: pair(aucInterval(tested.rows)),
      equalErrorRate: must(equalErrorRate(tested.rows), 'both classes are there'),
      cllr: cost,
      cllrInterval: pair(costInterval),
      leastCllr: must(leastCllr(tested.rows), 'both classes are there'),
      misleading: { genuine: misleadingShare(bounded, false), synthetic: misleadingShare(bounded, true) },
      greatest: { genuine: greatestOf(bounded, false), synthetic: greatestOf(bounded, true) },
      tippett: { genuine: kept(false), synthetic: kept(true) },
    },
  };
}

const pair = (interval: readonly [number, number] | null): [number, number] | null => (interval === null ? null : [...interval]);
const extreme = (values: readonly number[], of: (a: number, b: number) => number): number => values.reduce((a, b) => of(a, b));
const greatestOf = (judged: readonly JudgedFile[], synthetic: boolean): number =>
  extreme(
    judged.filter((one) => one.synthetic === synthetic).map(({ log10LR }) => log10LR),
    Math.max,
  );

export function countsOf(rows: readonly Known[]): Pick<Calibration['fittedOn'], 'files' | 'groups'> {
  const of = (synthetic: boolean): Known[] => rows.filter((row) => row.synthetic === synthetic);
  const groups = (synthetic: boolean): number => new Set(of(synthetic).map(({ group }) => group)).size;
  return { files: { genuine: of(false).length, synthetic: of(true).length }, groups: { genuine: groups(false), synthetic: groups(true) } };
}

function enough({ genuine, synthetic }: Calibration['fittedOn']['groups'], what: string): void {
  if (genuine < LEAST_SOURCES || synthetic < LEAST_SOURCES)
    throw refuse(
      `${String(genuine)} genuine and ${String(synthetic)} synthetic sources with a score ${what}; at least ${String(LEAST_SOURCES)} of each are needed`,
    );
}

function judgedApart(line: { intercept: number; slope: number }, fitted: readonly ScoreRow[], rows: readonly ScoreRow[]): JudgedFile[] {
  sourcesApart(fitted, rows, refuse);
  return rows.map(({ score, synthetic, group }) => ({ log10LR: line.intercept + line.slope * score, synthetic, group }));
}

/** Throws what `refusal` makes of the reason. */
export function sourcesApart(fitted: readonly Known[], tested: readonly Known[], refusal: (why: string) => Failure): void {
  const known = new Set(fitted.map(({ group }) => group));
  const both = tested.find(({ group }) => known.has(group));
  if (both !== undefined) throw refusal(`group "${both.group}" is in both files: the test set must be of other sources`);
}

const columnOf = (condition: Condition): string => (condition.on === 'measure' ? condition.name : condition.on);

/** Without the files that their columns put outside; a condition that has no column, or no value there, leaves a file in. */
export function insideConditions<T extends Pick<ScoreRow, 'fields'>>(conditions: readonly Condition[], rows: readonly T[]): T[] {
  return rows.filter(({ fields }) =>
    conditions.every((condition) => {
      const value = fields[columnOf(condition)] ?? '';
      return value === '' || meets(condition, value);
    }),
  );
}

/** Where the scores file tells a condition's value for each file, a declared range may not go beyond them. */
export function covered(condition: Condition, rows: readonly Pick<ScoreRow, 'fields'>[], refusal: (why: string) => Failure): void {
  const column = columnOf(condition);
  if (rows.some(({ fields }) => (fields[column] ?? '') === '')) return;
  const values = rows.map(({ fields }) => fields[column] ?? '');
  if ('oneOf' in condition) {
    const missing = condition.oneOf.find((one) => !values.includes(one));
    if (missing !== undefined) throw refusal(`the condition ${column} names ${missing}, of which there is no file`);
    return;
  }
  const numbers = values.map(Number);
  const [low, high] = [extreme(numbers, Math.min), extreme(numbers, Math.max)];
  if (condition.least < low || condition.most > high)
    throw refusal(
      `the condition ${column} goes from ${figure(condition.least)} to ${figure(condition.most)}, the files only from ${figure(low)} to ${figure(high)}`,
    );
}
