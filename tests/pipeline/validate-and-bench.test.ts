/** The two commands that measure Penumbra itself, on two short pieces of a real clip. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bench, type BenchOptions } from '../../src/core/bench/bench.ts';
import { fileTable, summaryTable } from '../../src/core/validation/tables.ts';
import { validate } from '../../src/core/validation/validate.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { beginningOf, CAP13, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const PROCESSOR: BenchOptions['chosen'] = { provider: 'cpu', choice: { asked: 'cpu', passedOver: [] } };

it(
  'validates on labelled files with any number of processes, keeps what was measured, and says what cannot be computed',
  { timeout: 120_000 },
  async () => {
    const folder = tempFolder();
    await beginningOf(FRANCK, 40, join(folder, 'a.mp4'));
    await beginningOf(CAP13, 40, join(folder, 'b.mp4'));
    writeFileSync(join(folder, 'c.mp4'), 'no film\n');
    const labels = join(folder, 'labels.csv');
    const lines = [
      'path,kind,label,method,source,group,split,note',
      'a.mp4,video,real,,x,g1,dev,',
      'b.mp4,video,fake,"swap, good",x,g2,dev,',
    ];
    writeFileSync(labels, [...lines, 'c.mp4,video,real,,x,g3,dev,', 'a.mp4,video,real,,x,g1,train,', ''].join('\n'));
    const resultsPath = join(folder, 'results.jsonl');
    const tools = await findTools();
    const run = (recipe: string, workers = 1) =>
      validate({ labelsPath: labels, split: 'dev', resultsPath, workers, score: { tools, version: '0' }, detectorIds: ['blink'], recipe });
    const first = await run('blink 1');
    expect(first.files.map(({ label, scored }) => [label.path, scored.frames])).toEqual([
      ['a.mp4', 40],
      ['b.mp4', 40],
    ]);
    expect(first.failed).toEqual([{ path: 'c.mp4', code: 'MEDIA_UNRECOGNISED' }]);
    expect(first.summaries).toMatchObject([
      {
        detectorId: 'blink',
        genuine: 1,
        synthetic: 1,
        auc: null,
        assessable: { genuine: { count: 0, of: 1 } },
        flagged: { genuine: { count: 0, of: 1 } },
      },
    ]);
    expect(summaryTable(first.summaries)).toContain('not computable');
    expect(fileTable(first.files, ['blink']).split('\n')[3]).toBe('| b.mp4 | synthetic | swap, good | g2 | abstained |');
    // The same recipe is not measured again, another one is.
    const kept = readFileSync(resultsPath, 'utf8');
    expect((await run('blink 1')).summaries).toEqual(first.summaries);
    expect(readFileSync(resultsPath, 'utf8')).toBe(kept);
    expect((await run('blink 2', 2)).summaries).toEqual(first.summaries);
    const measured = readFileSync(resultsPath, 'utf8').trim().split('\n');
    expect(measured).toHaveLength(4);
    const untimed = (line: string) => line.replace(/"recipe":"blink \d"/, '').replace(/"timing":\{[^}]*\}/, '');
    expect(measured.slice(2).map(untimed)).toEqual(measured.slice(0, 2).map(untimed));
    // As a kill leaves it: the last line cut off.
    writeFileSync(resultsPath, measured.join('\n').slice(0, -300));
    expect((await run('blink 2')).summaries).toEqual(first.summaries);
    expect(readFileSync(resultsPath, 'utf8').trim().split('\n').map(untimed)).toEqual(measured.map(untimed));
  },
);

it('benches every detector of the registry, or says why not', { timeout: 120_000 }, async () => {
  const result = await bench({ path: FRANCK, tools: await findTools(), frames: 30, chosen: PROCESSOR });
  expect(result).toMatchObject({ provider: 'cpu', providerChoice: PROCESSOR.choice, frames: 30, faces: 30, width: 360, height: 288 });
  expect(result.detectors.map(({ detectorId }) => detectorId)).toEqual(
    detectors.flatMap(({ card }) => (card.feed === 'audio' ? [] : [card.id])),
  );
  expect(result.sound).toBeNull();
  const of = (id: string) => result.detectors.find(({ detectorId }) => detectorId === id);
  expect(of('blink')).toMatchObject({ notRun: null, rows: 30 });
  expect(of('lip-voice')).toMatchObject({ notRun: 'The film has no sound.', rows: 0, observeMsPerFrame: 0 });
  for (const time of [result.decodeMsPerFrame, result.trackingMsPerFrame, result.movementShare]) expect(time).toBeGreaterThan(0);
  expect(result.peakMemoryBytes).toBeGreaterThan(1e7);
});

it('benches detectors of sound by the second, where there is sound', { timeout: 120_000 }, async () => {
  const path = join(tempFolder(), 'film.mkv');
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5:duration=3'];
  await ffmpeg(...picture, '-f', 'lavfi', '-i', 'sine=duration=3:sample_rate=16000', '-c:v', 'ffv1', '-c:a', 'flac', path);
  const { sound } = await bench({ path, tools: await findTools(), frames: 10, chosen: PROCESSOR });
  expect(sound?.seconds).toBe(2);
  const heard = detectors.flatMap(({ card }) => (card.feed === 'audio' ? [card.id] : []));
  expect(sound?.detectors.map(({ detectorId }) => detectorId)).toEqual(heard);
  for (const { observeMsPerSecond, rows } of sound?.detectors ?? []) expect([observeMsPerSecond > 0, rows >= 1]).toEqual([true, true]);
  expect(sound?.decodeMsPerSecond).toBeGreaterThan(0);
});
