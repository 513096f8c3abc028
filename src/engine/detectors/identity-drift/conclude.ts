/** All rows -> changes of the described face along each track. Pure. */
import type { Measure, Outcome } from '../../../contract/analysis.ts';
import type { DetectorId } from '../../../contract/values.ts';
import { must } from '../../../base/assert.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { assess, typicalOwn, type Assessment } from './assess.ts';
import { changeFinding, excursionFinding } from './findings.ts';
import { GENUINE_MOST, PARAMETERS } from './parameters.ts';
import { tracksOf } from './samples.ts';
import { identitySignals } from './signals.ts';
import { median } from '../../signal/stats.ts';

export function concludeIdentity(detectorId: DetectorId, input: ConcludeInput): Conclusion {
  const all = tracksOf(input.rows).map(assess);
  return {
    outcome: outcomeOf(all),
    signals: all.flatMap((one) => identitySignals(detectorId, one)),
    findings: all.flatMap((one) => [
      ...one.changes.map((change) => changeFinding(detectorId, one, change, input.faceAt)),
      ...one.excursions.map((run) => excursionFinding(detectorId, one, run, input.faceAt)),
    ]),
  };
}

function outcomeOf(all: readonly Assessment[]): Outcome {
  const longest = all.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = all
    .filter(({ greatest }) => greatest !== null)
    .sort((a, b) => (b.greatest?.contrast ?? 0) - (a.greatest?.contrast ?? 0))[0];
  if (foremost?.greatest == null) return { status: 'abstained', reason: must(longest.reason, 'a reason'), measures: measuresOf(longest) };
  const { across, within, contrast, index } = foremost.greatest;
  const at = must(foremost.samples[index], 'a sample');
  const count = all.reduce((sum, one) => sum + one.changes.length, 0);
  const short = all.reduce((sum, one) => sum + one.excursions.length, 0);
  return {
    status: 'measured',
    score: round(contrast),
    measures: measuresOf(foremost),
    statement:
      `The face differs most between before and after frame ${at.frame}: by ${across.toFixed(2)} at like pose, against at most ${within.toFixed(2)} within ` +
      `either side, an excess of ${contrast.toFixed(2)} (limit ${PARAMETERS.changeContrast.value}, at most ${GENUINE_MOST.contrast.toFixed(2)} in the genuine clips measured). ` +
      `${count === 0 ? 'No moment' : count === 1 ? 'One moment' : `${count} moments`} of the film ${count > 1 ? 'exceed' : 'exceeds'} the limit.` +
      (short === 0
        ? ''
        : ` ${short} short ${short === 1 ? 'excursion exceeds' : 'excursions exceed'} the limit of ${PARAMETERS.excursionLimit.value}.`),
  };
}

function measuresOf(one: Assessment): Measure[] {
  const { samples, greatest, rows } = one;
  const out: Measure[] = [
    { name: 'pictures compared', value: samples.length, unit: 'count' },
    { name: 'pictures sampled', value: rows.length, unit: 'count' },
    { name: 'changes', value: one.changes.length, unit: 'count' },
    { name: 'short excursions', value: one.excursions.length, unit: 'count' },
  ];
  const add = (name: string, value: number | null, unit: string): void => {
    if (value !== null) out.push({ name, value: round(value), unit });
  };
  add('greatest contrast', greatest?.contrast ?? null, 'cosine distance');
  add('distance across', greatest?.across ?? null, 'cosine distance');
  add('distance within', greatest?.within ?? null, 'cosine distance');
  add('greatest excursion', one.greatestExcursion, 'cosine distance');
  add('typical own distance', typicalOwn(one, 0.5), 'cosine distance, median');
  add('greatest own distance', typicalOwn(one, 1), 'cosine distance');
  add('frontal against turned', one.turned, 'cosine distance, median');
  if (samples.length > 0) {
    add('eye distance', median(samples.map(({ interocularPx }) => interocularPx)), 'working px');
    add('sharpness', median(samples.map(({ sharpness }) => sharpness)), 'Laplacian / deviation');
  }
  return out;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
