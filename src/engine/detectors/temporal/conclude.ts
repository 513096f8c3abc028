/** From rows to the order of the frames: pure, so that it can be repeated from the case file alone. */
import type { Measure, Signal } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { assess, interpolationRhythm, repeatRhythm, type Assessment } from './assess.ts';
import { findings, isCut } from './findings.ts';
import { PARAMETERS } from './parameters.ts';

export function concludeTemporal(detectorId: Signal['detectorId'], input: ConcludeInput): Conclusion {
  const assessment = assess(input);
  if ('reason' in assessment)
    return { outcome: { status: 'abstained', reason: assessment.reason, measures: [] }, signals: [], findings: [] };
  return {
    outcome: { status: 'measured', score: scoreOf(assessment), measures: measures(assessment), statement: statement(assessment) },
    signals: signals(detectorId, assessment),
    findings: findings(detectorId, assessment),
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** 1 is the limit of a jump, and the least length of a repeated stretch. */
function scoreOf({ excess, jumps, repeats }: Assessment): number {
  const cuts = new Set(jumps.filter(isCut).map((cut) => cut.excess));
  const strongest = excess.reduce<number>((most, value) => (value === null || cuts.has(value) ? most : Math.max(most, value)), 0);
  const longest = Math.max(0, ...repeats.map(({ frames }) => frames));
  return rounded(Math.max(strongest / PARAMETERS.jumpLimit.value, longest / PARAMETERS.sequenceFrames.value));
}

function measures(assessment: Assessment): Measure[] {
  const { moments, medianChange, excess, jumps, identical, changeRhythm, blendRhythm, gaps, repeats } = assessment;
  const count = (name: string, value: number): Measure => ({ name, value, unit: '1' });
  return [
    count('frames compared', moments.length),
    { name: 'median change from frame to frame', value: rounded(medianChange), unit: 'luma steps' },
    count('strongest change over its neighbours', rounded(excess.reduce<number>((most, value) => Math.max(most, value ?? 0), 0))),
    count('cuts to another picture', jumps.filter(isCut).length),
    count('frames identical to the one before, pixel by pixel', identical.length),
    count('repeated stretches', repeats.length),
    count('gaps in the frame times', gaps.length),
    ...(changeRhythm === null ? [] : [count('share of the change that comes in a rhythm', rounded(Math.max(0, changeRhythm.share)))]),
    ...(blendRhythm === null
      ? []
      : [count('share of the distance from the mean of the neighbours that comes in a rhythm', rounded(Math.max(0, blendRhythm.share)))]),
  ];
}

function statement(assessment: Assessment): string {
  const { moments, jumps, repeats, repeatsComplete } = assessment;
  const within = jumps.filter((jump) => !isCut(jump)).length;
  const converted = repeatRhythm(assessment) !== null || interpolationRhythm(assessment) !== null;
  const parts = [
    within === 0 ? 'no jump within a view' : `${String(within)} ${within === 1 ? 'jump' : 'jumps'} within a view`,
    repeats.length === 0 ? 'no repeated stretch' : `${String(repeats.length)} repeated ${repeats.length === 1 ? 'stretch' : 'stretches'}`,
    converted ? 'the rhythm of a converted frame rate' : 'no rhythm of a converted frame rate',
  ];
  const bound = repeatsComplete ? '' : ' The search for repeated stretches was ended early, at its bound of comparisons.';
  return `In ${String(moments.length)} frames: ${parts.join(', ')}. Frames removed from a quiet scene leave no trace here.${bound}`;
}

function signals(detectorId: Signal['detectorId'], { moments, excess }: Assessment): Signal[] {
  const common = { detectorId, trackId: null, frames: moments.map(({ frame }) => frame), ptsUs: moments.map(({ ptsUs }) => ptsUs) };
  return [
    {
      ...common,
      name: 'change',
      title: 'Change from frame to frame',
      unit: 'luma steps',
      values: moments.map(({ change }) => (change === null ? null : rounded(change))),
      levels: [],
    },
    {
      ...common,
      name: 'excess',
      title: 'Change over that of the neighbours',
      unit: '1',
      values: excess.map((value) => (value === null ? null : rounded(value))),
      levels: [{ name: 'limit', value: PARAMETERS.jumpLimit.value }],
    },
    {
      ...common,
      name: 'blend',
      title: 'Distance from the mean of its neighbours',
      unit: 'of half their distance',
      values: moments.map(({ blend, around }) =>
        blend === null || (around ?? 0) <= PARAMETERS.rhythmMotion.value ? null : rounded(blend),
      ),
      levels: [],
    },
  ];
}
