/** Rate and signal-to-noise ratio of every window, placed at its middle. */
import type { Signal } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';
import type { TrackAssessment } from './track.ts';
import type { Window } from './window.ts';

export function pulseSignals(detectorId: Signal['detectorId'], { trackId, rows, windows }: TrackAssessment): Signal[] {
  if (windows.length === 0) return [];
  const frames: number[] = [];
  const ptsUs: number[] = [];
  let next = 0;
  for (const { middleUs } of windows) {
    while (next + 1 < rows.length && (rows[next]?.ptsUs ?? 0) < middleUs) next++;
    frames.push(rows[next]?.frame ?? 0);
    ptsUs.push(rows[next]?.ptsUs ?? 0);
  }
  const signal = (name: string, title: string, unit: string, of: (window: Window) => number | null, levels: Signal['levels']): Signal => ({
    detectorId,
    name,
    title,
    unit,
    trackId,
    frames,
    ptsUs,
    values: windows.map((window) => {
      const value = of(window);
      return value === null || !Number.isFinite(value) ? null : Math.round(value * 100) / 100;
    }),
    levels,
  });
  return [
    signal('pulseRate', 'Pulse rate where two regions can be read', '/min', ({ rate }) => rate, []),
    signal('pulseSnr', 'Signal-to-noise ratio of the pulse, second best region', 'dB', secondBest, [
      { name: 'limit', value: PARAMETERS.minimumSnrDb.value },
    ]),
  ];
}

/** Two regions are needed: the second best decides. */
export function secondBest({ regions }: Window): number | null {
  const [, second] = regions.flatMap(({ reading }) => reading?.snrDb ?? []).sort((a, b) => b - a);
  return second ?? null;
}
