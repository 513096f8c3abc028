/** From rows to faces that are there for one frame only: pure, so that it can be repeated from the case file alone. */
import type { FindingDraft, Signal } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { assess, type Assessment } from './assess.ts';
import { PARAMETERS } from './parameters.ts';

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function concludeFlicker(detectorId: Signal['detectorId'], input: ConcludeInput): Conclusion {
  const assessment = assess(input);
  if ('reason' in assessment)
    return { outcome: { status: 'abstained', reason: assessment.reason, measures: [] }, signals: [], findings: [] };
  const { judged, strongest, foreign, shared } = assessment;
  const most = strongest?.foreign ?? 0;
  const found = foreign.length === 0 ? 'None' : foreign.length === 1 ? 'One' : String(foreign.length);
  return {
    outcome: {
      status: 'measured',
      score: rounded(most / PARAMETERS.limit.value),
      measures: [
        { name: 'frames compared with both neighbours', value: judged, unit: '1' },
        { name: 'strongest difference from both neighbours', value: rounded(most), unit: '1' },
        { name: 'frames whose face differs from both neighbours', value: foreign.length, unit: '1' },
        { name: 'frames that differ together with their surroundings', value: shared, unit: '1' },
      ],
      statement:
        `${found} of ${String(judged)} frames ${foreign.length > 1 ? 'have' : 'has'} a face that differs from both neighbours while these are alike and the surroundings stay ` +
        `(strongest ${most.toFixed(2)}, limit ${String(PARAMETERS.limit.value)}).`,
    },
    signals: signals(detectorId, assessment),
    findings: foreign.map((sample) => findingOf(detectorId, sample, input.faceAt)),
  };
}

function findingOf(detectorId: Signal['detectorId'], sample: Assessment['foreign'][number], faceAt: ConcludeInput['faceAt']): FindingDraft {
  const { frame, ptsUs, trackId, foreign, change, around } = sample;
  return {
    detectorId,
    kind: 'face-of-one-frame',
    title: 'The face is another one for a single frame',
    trackId,
    firstFrame: frame,
    lastFrame: frame,
    keyFrame: frame,
    startUs: ptsUs,
    endUs: ptsUs,
    region: faceAt(frame, trackId)?.box ?? null,
    measure: { name: 'difference from both neighbours', value: rounded(foreign), unit: '1' },
    weight: 'anomaly',
    explanation:
      `The face of frame ${String(frame)} differs from that of both neighbours by ${change.toFixed(1)} luma steps and ${foreign.toFixed(1)} times what these differ from each other ` +
      `(limit ${String(PARAMETERS.limit.value)}), while the picture around it changes by ${(around ?? 0).toFixed(1)}. A frame in which the exchange of a face failed, or a single pasted ` +
      'frame, does this; so do a damaged frame, a reflex of light that crosses the face, and a hand that passes for one frame.',
    check: 'Step from the frame before to the frame after: does the face alone change and come back? Look for damage in the picture.',
  };
}

function signals(detectorId: Signal['detectorId'], { samples }: Assessment): Signal[] {
  return [...Map.groupBy(samples, ({ trackId }) => trackId)].flatMap(([trackId, own]) => {
    const common = { detectorId, trackId, frames: own.map(({ frame }) => frame), ptsUs: own.map(({ ptsUs }) => ptsUs) };
    return [
      {
        ...common,
        name: 'foreign',
        title: 'Difference from both neighbours',
        unit: '1',
        values: own.map(({ foreign }) => (foreign === null ? null : rounded(foreign))),
        levels: [{ name: 'limit', value: PARAMETERS.limit.value }],
      },
      {
        ...common,
        name: 'change',
        title: 'Change of the face',
        unit: 'luma steps',
        values: own.map(({ change }) => rounded(change)),
        levels: [],
      },
    ];
  });
}
