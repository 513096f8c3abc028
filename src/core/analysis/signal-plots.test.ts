import { expect, it } from 'vitest';
import { DetectorId } from '../../contract/values.ts';
import { grouped, parseSignalPath } from './signal-plots.ts';

const head = (name: string, trackId: number | null, unit = 'ratio') => ({
  ...{ detectorId: DetectorId.parse('blink'), name, title: name, unit, trackId, ofSound: false },
  levels: [{ name: 'baseline', value: 0.4 }],
});

it('puts both eyes of one person into one plot, another person and another unit into others', () => {
  const made = grouped([head('left', 0), head('left', 1), head('right', 0), head('pulse', 0, 'bpm')]);
  expect(made.map(({ plot, positions }) => [plot.trackId, plot.unit, plot.series.map(({ name }) => name), positions])).toEqual([
    [0, 'ratio', ['left', 'right'], [0, 2]],
    [1, 'ratio', ['left'], [1]],
    [0, 'bpm', ['pulse'], [3]],
  ]);
  expect(made[0]?.plot.levels).toEqual([{ name: 'baseline', value: 0.4 }]);
});

it('understands addresses of tiles and nothing else', () => {
  expect(parseSignalPath('J1/3/rows/0')).toEqual({ jobId: 'J1', place: 3, level: 'rows', index: 0 });
  expect(parseSignalPath('J12/0/16/-1')).toEqual({ jobId: 'J12', place: 0, level: 16, index: -1 });
  for (const path of ['J1/3/11/0', 'J1/3/41/0', 'J0/3/rows/0', 'J1/3/rows', 'J1/3/rows/0/', 'E1/3/rows/0', 'J1/-1/16/0', 'J1/3/16/1e3'])
    expect(parseSignalPath(path), path).toBeNull();
});
