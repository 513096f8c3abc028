import { expect, it } from 'vitest';
import type { Signal } from '../../contract/analysis.ts';
import { DetectorId } from '../../contract/values.ts';
import { distinctTitles, extent, plots, valueAt } from './signal-plot.ts';

const signal = (name: string, frames: number[], values: (number | null)[], trackId = 0): Signal => ({
  detectorId: DetectorId.parse('blink'),
  name,
  title: name,
  unit: 'ratio',
  trackId,
  frames,
  ptsUs: frames.map((frame) => frame * 40_000),
  values,
  levels: [{ name: 'baseline', value: 0.4 }],
});

it('puts both eyes of one person into one plot, another person into another', () => {
  const made = plots([signal('left', [0, 1], [0.3, 0.2]), signal('right', [0, 1], [0.1, 0.5]), signal('left', [1], [0.3], 1)], 1);
  expect(made.map((plot) => [plot.key, plot.series.length])).toEqual([
    ['blink/0/ratio', 2],
    ['blink/1/ratio', 1],
  ]);
  expect(made[0]?.levels).toEqual([{ name: 'baseline', value: 0.4 }]);
});

it('leaves a gap where frames are missing and where nothing was measured', () => {
  const [plot] = plots([signal('left', [0, 1, 5, 6, 7], [0.3, 0.3, 0.3, null, 0.3])], 1);
  expect(plot?.frames).toEqual([0, 1, 2, 5, 6, 7]);
  expect(plot?.series[0]?.values).toEqual([0.3, 0.3, null, 0.3, null, 0.3]);
  expect(plot?.gaps).toEqual([
    [40_000, 200_000],
    [200_000, 280_000],
  ]);
});

it('does not call sampling a gap', () => {
  const [plot] = plots([signal('left', [0, 2, 4], [1, 1, 1])], 2);
  expect(plot?.gaps).toEqual([]);
  expect(plot?.frames).toEqual([0, 2, 4]);
});

it('gives the value of exactly one frame', () => {
  const [plot] = plots([signal('left', [0, 1, 5], [0.3, 0.2, 0.1])], 1);
  const series = plot?.series[0];
  if (plot === undefined || series === undefined) throw new Error('no plot');
  expect([0, 1, 2, 3, 5, 6].map((frame) => valueAt(plot, series, { frame, us: 0 }))).toEqual([0.3, 0.2, null, null, 0.1, null]);
});

it('keys signals of the sound by time: a gap where rows are missing, the value that began last', () => {
  const heard = { ...signal('floor', [], [-60, -61, null, -40], 0), frames: null, ptsUs: [10, 110, 210, 610] };
  const [plot] = plots([heard, { ...heard, name: 'level', values: [-20, -21, -22, -23] }], 1);
  if (plot === undefined) throw new Error('no plot');
  expect([plot.frames, plot.ptsUs, plot.series[0]?.values]).toEqual([null, [10, 110, 210, 410, 610], [-60, -61, null, null, -40]]);
  expect(plot.series[1]?.values).toEqual([-20, -21, -22, null, -23]);
  expect(plot.gaps).toEqual([[210, 610]]);
  const level = plot.series[1]!;
  expect([0, 10, 109, 110, 250, 500, 9999].map((us) => valueAt(plot, level, { frame: 0, us }))).toEqual([
    null,
    -20,
    -20,
    -21,
    -22,
    null,
    -23,
  ]);
});

it('shows the levels too, and zero where values come near it', () => {
  const [plot] = plots([signal('left', [0, 1], [0.05, 0.3])], 1);
  if (plot === undefined) throw new Error('no plot');
  const [low, high] = extent(plot);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(0.428, 6);
});

it('shortens titles to what tells them apart, and never to nothing', () => {
  expect(distinctTitles(['Openness of the left eye', 'Openness of the right eye'])).toEqual(['left eye', 'right eye']);
  expect(distinctTitles(['Openness', 'Openness'])).toEqual(['Openness', 'Openness']);
  expect(distinctTitles(['Openness of the left eye'])).toEqual(['Openness of the left eye']);
});
