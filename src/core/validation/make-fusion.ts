/** Makes a fusion from scores with labels, or says why these scores do not support one. Pure. */
import type { PoolDescription } from '../../contract/calibration.ts';
import type { Fusion, FusionPattern } from '../../contract/fusion.ts';
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import { figure } from '../../base/figure.ts';
import { Failure } from '../../base/failure.ts';
import { countBounds, empiricalBounds, tighter, type Bounds } from '../../engine/fusion/bounds.ts';
import { cllr } from '../../engine/fusion/cllr.ts';
import { held } from '../../engine/fusion/evaluate.ts';
import { leastCllr } from '../../engine/fusion/isotonic.ts';
import { fitLogistic, parted } from '../../engine/fusion/logistic.ts';
import { fitPlane, onPlane, type FusedItem, type Plane } from '../../engine/fusion/ridge.ts';
import type { Scored } from '../../engine/fusion/scored.ts';
import { crossFitted, crossFittedBy, type JudgedFile } from './cross-fit.ts';
import { misleadingShare } from './curves.ts';
import { countsOf, covered, insideConditions, LEAST_SOURCES, sourcesApart } from './make-calibration.ts';
import { areaUnderCurve, groupInterval } from './metrics.ts';

/** Bootstrap samples: the ends of the intervals move in the third digit. */
const DRAWS = 1000;

/** A file with what each cue gave; a cue that abstained is not in the map. */
export interface CueScores {
  readonly synthetic: boolean;
  readonly group: string;
  readonly scores: ReadonlyMap<string, number>;
  /** Every column of its first row by its name. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FusionRequest {
  readonly cues: Fusion['cues'];
  readonly description: PoolDescription;
  readonly fit: { readonly files: readonly CueScores[]; readonly sha256: string };
  /** Of other groups than `fit`; without it, the fit is tested on its own groups in turn. */
  readonly test: { readonly files: readonly CueScores[]; readonly sha256: string } | null;
  readonly date: string;
}

const refuse = (why: string): Failure => new Failure('FUSION_REFUSED', why);

/** Throws FUSION_REFUSED where all cues together do not earn it; fewer of them that do not are only listed with the reason. */
export function makeFusion({ cues, description, fit, test, date }: FusionRequest): Fusion {
  const ids = cues.map(({ id }) => id);
  if (new Set(ids).size !== ids.length || ids.length < 2 || ids.length > 4) throw refuse('two to four different detectors are needed');
  if (description.conditions.some(({ on }) => on === 'measure'))
    throw refuse('a condition on a measure belongs to one detector; a fusion is of several');
  for (const condition of description.conditions) covered(condition, fit.files, refuse);
  const [all, ...fewer] = subsets(ids);
  const fitted = insideConditions(description.conditions, fit.files);
  const tested = test === null ? null : insideConditions(description.conditions, test.files);
  const make = (chosen: readonly (typeof ids)[number][]): FusionPattern =>
    patternOf(chosen, complete(fitted, chosen), tested === null ? null : complete(tested, chosen));
  const patterns = [make(must(all, 'all of them are the first'))];
  const refused: Fusion['refused'] = [];
  for (const chosen of fewer) {
    try {
      patterns.push(make(chosen));
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'FUSION_REFUSED') throw error;
      refused.push({ cues: [...chosen], reason: error.detail ?? error.message });
    }
  }
  return {
    ...description,
    format: 'penumbra-fusion/1',
    cues,
    date,
    scoresSha256: fit.sha256,
    testScoresSha256: test?.sha256 ?? null,
    patterns,
    refused,
  };
}

/** Of at least two, the largest first, each in the order given. */
function subsets<T>(all: readonly T[]): T[][] {
  const chosen = Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((__, k) => (bits >> k) & 1)).filter(
    (one) => one.length > 1,
  );
  return chosen.sort((a, b) => b.length - a.length);
}

/** Every file in which these gave a score, whether or not others did too. */
const complete = (files: readonly CueScores[], ids: readonly string[]): FusedItem[] =>
  files
    .filter(({ scores }) => ids.every((id) => scores.has(id)))
    .map(({ scores, synthetic, group }) => ({ synthetic, group, scores: ids.map((id) => must(scores.get(id), 'asked above')) }));

type CueId = Fusion['cues'][number]['id'];

/** What is fitted on, and what is judged on; `null`: the fit is tested on its own groups in turn. */
interface Pools {
  readonly fitted: readonly FusedItem[];
  readonly test: readonly FusedItem[] | null;
}

function patternOf(ids: readonly CueId[], fitted: readonly FusedItem[], test: readonly FusedItem[] | null): FusionPattern {
  const pools: Pools = { fitted, test };
  const fittedOn = countsOf(fitted);
  const testedOn = countsOf(test ?? fitted);
  // Our choice: as many sources for each cue as a calibration of one needs.
  enough(fittedOn.groups, LEAST_SOURCES * ids.length, 'to fit on');
  enough(testedOn.groups, LEAST_SOURCES, 'to test on');
  if (test !== null) sourcesApart(fitted, test, refuse);
  const ridge = ridgeOf(fitted);
  const plane = fittedPlane(ids, fitted, ridge);
  const judged = judgedOn(pools);
  if (judged === null) throw refuse('without a fifth of the groups the fit does not converge');
  const groups = {
    genuine: Math.min(fittedOn.groups.genuine, testedOn.groups.genuine),
    synthetic: Math.min(fittedOn.groups.synthetic, testedOn.groups.synthetic),
  };
  const boundsOf = (files: readonly JudgedFile[]): Bounds => tighter(empiricalBounds(files), countBounds(groups.genuine, groups.synthetic));
  const bounds = boundsOf(judged);
  if (bounds.lower === 0 || bounds.upper === 0)
    throw refuse('the bounds collapse: on one side of 1 these files support no likelihood ratio at all');
  const bounded = within(judged, bounds);
  // A cue that no rising line can be fitted to says nothing by itself: LR = 1 for every file.
  const boundedOr1 = (own: readonly JudgedFile[] | null): JudgedFile[] =>
    own === null ? judged.map((file) => ({ ...file, log10LR: 0 })) : within(own, boundsOf(own));
  const alone = ids.map((id, k) => rival([id], boundedOr1(aloneOn(pools, k))));
  const best = [...alone, ...fewerOf(ids, pools, boundedOr1)].reduce((a, b) => (b.cllr < a.cllr ? b : a));
  const { cost, interval, gain } = earned(bounded, best);
  const sums = judged.map(({ log10LR, ...file }) => ({ ...file, score: log10LR }));
  return {
    cues: ids.map((id, k) => ({ id, centre: at(plane.centres, k), slope: at(plane.slopes, k) })),
    constant: plane.constant,
    ridge,
    fittedOn,
    bounds: {
      ...bounds,
      origin: `the tighter of the empirical bounds (Vergeer et al. 2016) on the tested files and of one over the number of sources (${String(groups.genuine)} genuine, ${String(groups.synthetic)} synthetic; our choice)`,
    },
    validation: {
      how: test === null ? 'cross-fitted by group' : 'another set of files',
      ...testedOn,
      auc: must(areaUnderCurve(sums), 'both classes are there'),
      cllr: cost,
      cllrInterval: [...interval],
      leastCllr: must(leastCllr(sums), 'both classes are there'),
      alone: ids.map((id, k) => ({ id, cllr: at(alone, k).cllr })),
      best: best.cues,
      gain: [...gain],
      misleading: { genuine: misleadingShare(bounded, false), synthetic: misleadingShare(bounded, true) },
    },
  };
}

/** Throws FUSION_REFUSED where a cue does not vary, adds nothing beside the others, or the sum parts the classes wholly. */
function fittedPlane(ids: readonly CueId[], fitted: readonly FusedItem[], ridge: number): Plane {
  const plane = fitPlane(fitted, ridge);
  if (plane === null) throw refuse('a cue does not vary over these files, or the fit does not converge');
  const falling = ids.find((_, k) => at(plane.slopes, k) <= 0);
  if (falling !== undefined) throw refuse(`beside the others ${falling} adds nothing: its weight is not above 0`);
  const sums = fitted.map(({ scores, synthetic, group }) => ({ score: onPlane(plane, scores), synthetic, group }));
  if (parted(sums)) throw refuse('a threshold on the sum parts the classes wholly: how far it should rise cannot be told from these files');
  return plane;
}

/** Fewer cues, judged on the same files in the same order. */
interface Rival {
  readonly cues: CueId[];
  readonly files: readonly JudgedFile[];
  readonly cllr: number;
}

const rival = (cues: CueId[], files: readonly JudgedFile[]): Rival => ({
  cues,
  files,
  cllr: must(cllr(files), 'both classes are there'),
});

/** By the k-th cue alone; `null` where no rising line can be fitted to it. */
function aloneOn({ fitted, test }: Pools, k: number): JudgedFile[] | null {
  const scored = (items: readonly FusedItem[]): Scored[] => items.map(({ scores, ...item }) => ({ ...item, score: at(scores, k) }));
  return test === null ? crossFitted(scored(fitted)) : linear(scored(fitted), scored(test));
}

/** All cues but one, for each of them; of two, what would be left is one alone. */
function fewerOf(ids: readonly CueId[], { fitted, test }: Pools, bounded: (own: JudgedFile[] | null) => JudgedFile[]): Rival[] {
  if (ids.length === 2) return [];
  return ids.map((out) => {
    const without = (items: readonly FusedItem[]): FusedItem[] =>
      items.map((item) => ({ ...item, scores: item.scores.filter((_, k) => ids[k] !== out) }));
    const own = judgedOn({ fitted: without(fitted), test: test === null ? null : without(test) });
    return rival(
      ids.filter((id) => id !== out),
      bounded(own),
    );
  });
}

/** Cllr with its interval, and its difference to the best of fewer cues. Throws FUSION_REFUSED where chance explains either. */
function earned(bounded: readonly JudgedFile[], best: Rival): Record<'interval' | 'gain', readonly [number, number]> & { cost: number } {
  const cost = must(cllr(bounded), 'both classes are there');
  const interval = groupInterval(bounded, cllr, DRAWS);
  const pairs = bounded.map((file, k) => ({ ...file, best: must(best.files[k], 'in the same order').log10LR }));
  const gain = groupInterval(pairs, (sample) => costDifference(sample), DRAWS);
  if (interval === null || gain === null || interval[1] >= 1 || gain[1] >= 0)
    throw refuse(
      `Cllr ${cost.toFixed(3)} on sources that it had not seen, ${best.cllr.toFixed(3)} of ${best.cues.join(' + ')} alone there${gain === null ? '' : ` (difference, 95 %: ${figure(gain[0])} to ${figure(gain[1])})`}: ${interval !== null && interval[1] >= 1 ? 'it cannot be told from no information' : 'it is not below that of fewer cues beyond chance'}`,
    );
  return { cost, interval, gain };
}

/** A normal prior of unit spread for each slope, in natural logarithms and standard deviations; our choice. Each source counts as one observation. */
const ridgeOf = (items: readonly FusedItem[]): number => 1 / new Set(items.map(({ group }) => group)).size;

/** Of files that the fit had not seen; `null` where one does not converge. */
function judgedOn({ fitted, test }: Pools): JudgedFile[] | null {
  if (test === null) return crossFittedBy(fitted, (rest) => ratioBy(fitPlane(rest, ridgeOf(rest))));
  const plane = fitPlane(fitted, ridgeOf(fitted));
  return plane === null ? null : ratios(plane, test);
}

const ratioBy = (plane: Plane | null): ((item: FusedItem) => number) | null =>
  plane === null ? null : ({ scores }) => onPlane(plane, scores);

const ratios = (plane: Plane, items: readonly FusedItem[]): JudgedFile[] =>
  items.map(({ scores, synthetic, group }) => ({ log10LR: onPlane(plane, scores), synthetic, group }));

function linear(fitted: readonly Scored[], test: readonly Scored[]): JudgedFile[] | null {
  const line = fitLogistic(fitted);
  if (line === null || line.slope <= 0) return null;
  return test.map(({ score, synthetic, group }) => ({ log10LR: line.intercept + line.slope * score, synthetic, group }));
}

const within = (judged: readonly JudgedFile[], bounds: Bounds): JudgedFile[] =>
  judged.map((file) => ({ ...file, log10LR: held(file.log10LR, bounds).log10LR }));

function costDifference(sample: readonly (JudgedFile & { readonly best: number })[]): number | null {
  const [own, other] = [cllr(sample), cllr(sample.map((file) => ({ ...file, log10LR: file.best })))];
  return own === null || other === null ? null : own - other;
}

function enough({ genuine, synthetic }: FusionPattern['fittedOn']['groups'], least: number, what: string): void {
  if (genuine < least || synthetic < least)
    throw refuse(
      `${String(genuine)} genuine and ${String(synthetic)} synthetic sources with every score ${what}; at least ${String(least)} of each are needed`,
    );
}
