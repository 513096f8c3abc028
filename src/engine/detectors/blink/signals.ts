/** The openness of each eye over time, as a share of the person's baseline, with gaps where nothing was measured. */
import type { Signal } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';
import type { Series } from './series.ts';

const LEVELS = [
  { name: 'baseline', value: 1 },
  { name: 'limit', value: PARAMETERS.closedLimit.value },
];

export function opennessSignals(detectorId: Signal['detectorId'], series: Series): Signal[] {
  const sides = [
    ['left', 'opennessLeft', 'Openness of the left eye'],
    ['right', 'opennessRight', 'Openness of the right eye'],
  ] as const;
  return sides.map(([side, name, title]) => {
    const frames: number[] = [];
    const ptsUs: number[] = [];
    const values: (number | null)[] = [];
    let before: { frame: number; ptsUs: number } | null = null;
    for (const s of series.samples) {
      if (before !== null && s.frame > before.frame + 1 && s.ptsUs - before.ptsUs > 2 * series.medianIntervalUs - 1) {
        // The face was away: one empty value just after the last frame, so that no line is drawn across the gap.
        frames.push(before.frame + 1);
        ptsUs.push(Math.round(before.ptsUs + series.medianIntervalUs));
        values.push(null);
      }
      frames.push(s.frame);
      ptsUs.push(s.ptsUs);
      values.push(s[side] === null ? null : Math.round(s[side] * 1e4) / 1e4);
      before = s;
    }
    return { detectorId, name, title, unit: 'share of baseline', trackId: series.trackId, frames, ptsUs, values, levels: LEVELS };
  });
}
