/** The two curves an examiner reads: distance from the track's own typical face, and contrast between before and after. */
import type { Signal } from '../../../contract/analysis.ts';
import type { DetectorId } from '../../../contract/values.ts';
import { must } from '../../../base/assert.ts';
import type { Assessment } from './assess.ts';
import { GENUINE_MOST, PARAMETERS } from './parameters.ts';

export function identitySignals(detectorId: DetectorId, one: Assessment): Signal[] {
  const { rows, samples, trackId } = one;
  if (samples.length === 0) return [];
  const own = new Map(samples.map((sample, k) => [sample.frame, one.own[k] ?? null]));
  const contrast = new Map(one.contrasts.map((c) => [must(samples[c.index], 'a sample').frame, c.contrast]));
  const times = {
    detectorId,
    trackId,
    unit: 'cosine distance',
    frames: rows.map(({ frame }) => frame),
    ptsUs: rows.map(({ ptsUs }) => ptsUs),
  };
  return [
    {
      ...times,
      name: 'ownDistance',
      title: 'Face: distance from its own typical description at like pose',
      values: rows.map(({ frame }) => own.get(frame) ?? null),
      levels: [{ name: 'greatest of the genuine clips', value: GENUINE_MOST.ownDistance }],
    },
    {
      ...times,
      name: 'contrast',
      title: 'Face: before against after each moment, less the variation on either side',
      values: rows.map(({ frame }) => contrast.get(frame) ?? null),
      levels: [{ name: 'limit', value: PARAMETERS.changeContrast.value }],
    },
  ];
}
