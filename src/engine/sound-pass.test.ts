import { describe, expect, it } from 'vitest';
import { fakeDetector, fakeSources, fakeTask, runToEnd, type FakeOptions } from '../../tests/helpers/fake-engine.ts';
import { Failure } from '../base/failure.ts';
import { MAX_UNACKNOWLEDGED, Outbox } from './outbox.ts';
import { runPass } from './pass.ts';
import type { FromEngine } from './protocol.ts';
import { BATCH_BLOCKS } from './sound-pass.ts';

type SoundBatch = Extract<FromEngine, { type: 'soundBatch' }>;
const batchesOf = (messages: readonly FromEngine[]): SoundBatch[] => messages.filter((message) => message.type === 'soundBatch');
const valuesOf = (messages: readonly FromEngine[], id: string): unknown[] =>
  batchesOf(messages).flatMap((batch) => (batch.observations[id] ?? []).map(({ frame, ptsUs, values }) => [frame, ptsUs, values[0]]));

const ear = (id = 'ear') => fakeDetector(id, 'audio');
const run = (options: FakeOptions, task = fakeTask(options)) => runToEnd(task, fakeSources(options));

/** Two rows from each block: its number, and that of the block before. */
const expected = (from: number, to: number): unknown[] =>
  Array.from({ length: to - from }, (_, at) => from + at).flatMap((block) => [
    [block, block * 1_000_000, block],
    [block, block * 1_000_000 + 500_000, block - 1],
  ]);

describe('the sound', () => {
  it('is heard once, in order, after the picture, in contiguous batches', async () => {
    const messages = await run({ frames: 3, blocks: 150, detectors: [fakeDetector('eye', 'frame'), ear()] });
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'batch', 'soundBatch', 'soundBatch', 'soundBatch', 'ended']);
    expect(batchesOf(messages).map(({ seq, firstBlock, blocks, ended }) => [seq, firstBlock, blocks, ended])).toEqual([
      [2, 0, BATCH_BLOCKS, false],
      [3, 64, 64, false],
      [4, 128, 22, true],
    ]);
    expect(valuesOf(messages, 'ear')).toEqual(expected(0, 150));
    expect(batchesOf(messages).at(-1)?.warnings).toEqual([{ frame: null, words: 'The sound was fake.' }]);
  });

  it('tells its end even where a batch was just sent, and what is as old as a second', async () => {
    const messages = await run({ frames: 0, kind: 'audio', blocks: 4, msPerBlock: 600, detectors: [ear()] });
    expect(batchesOf(messages).map(({ firstBlock, blocks, ended }) => [firstBlock, blocks, ended])).toEqual([
      [0, 2, false],
      [2, 2, false],
      [4, 0, true],
    ]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished', decodeSeconds: 2.4 });
  });

  it('is not decoded when nobody hears it, nor the picture when nobody looks', async () => {
    const deaf: FakeOptions = { frames: 2, blocks: 2, detectors: [fakeDetector('eye', 'frame')] };
    const silent = { ...fakeSources(deaf), decodeSound: () => expect.unreachable('nobody hears') };
    expect((await runToEnd(fakeTask(deaf), silent)).map(({ type }) => type)).toEqual(['opened', 'batch', 'ended']);
    const blind: FakeOptions = { frames: 2, blocks: 2, detectors: [ear()] };
    const dark = { ...fakeSources(blind), decode: () => expect.unreachable('nobody looks') };
    expect((await runToEnd(fakeTask(blind), dark)).map(({ type }) => type)).toEqual(['opened', 'soundBatch', 'ended']);
  });

  it('goes on at the checkpoint as if it had never stopped', async () => {
    const options: FakeOptions = { frames: 2, blocks: 9, detectors: [fakeDetector('eye', 'frame'), ear()] };
    const resume = { nextFrame: 2, nextBlock: 5, trackerState: null };
    const messages = await run(options, { ...fakeTask(options), resume });
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'soundBatch', 'ended']);
    expect(batchesOf(messages).map(({ firstBlock, blocks }) => [firstBlock, blocks])).toEqual([[5, 4]]);
    expect(valuesOf(messages, 'ear')).toEqual(expected(5, 9));
  });

  it('that cannot be decoded fails the detectors of sound, keeps what they heard, and nothing else', async () => {
    const messages = await run({
      frames: 3,
      blocks: 9,
      soundErrorAt: 4,
      detectors: [ear('left'), fakeDetector('eye', 'frame'), ear('right')],
    });
    expect(batchesOf(messages)).toMatchObject([
      { blocks: 4, ended: false, failed: ['left', 'right'].map((detectorId) => ({ detectorId, error: { code: 'TOOL_FAILED' } })) },
    ]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });

  it('of a detector that throws, breaks its promise or cannot be opened stops nothing else', async () => {
    const rows = { row: [1, 2] };
    const detectors = [
      fakeDetector('throws', 'audio', { throwAt: 3 }),
      fakeDetector('wide', 'audio', rows),
      fakeDetector('shut', 'audio', { openError: new Failure('WEIGHTS_MISSING', 'net') }),
      ear(),
    ];
    const messages = await run({ frames: 0, kind: 'audio', blocks: 5, detectors });
    expect(messages[0]).toMatchObject({ type: 'opened', failed: [{ detectorId: 'shut', error: { code: 'WEIGHTS_MISSING' } }] });
    expect(batchesOf(messages)[0]?.failed.map(({ detectorId, error }) => [detectorId, error.detail])).toEqual([
      ['wide', 'wide: a row has 2 values instead of 1'],
      ['throws', 'throws: thrown at 3'],
    ]);
    expect(valuesOf(messages, 'throws')).toEqual(expected(0, 3));
    expect(valuesOf(messages, 'wide')).toEqual([]);
    expect(valuesOf(messages, 'ear')).toEqual(expected(0, 5));
    expect(detectors.map(({ calls }) => calls.closed)).toEqual([1, 1, 0, 1]);
  });

  it('keeps what was heard when it is cancelled, and waits for acknowledgements no longer', async () => {
    const options: FakeOptions = { frames: 0, kind: 'audio', blocks: 640, detectors: [ear()] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type === 'soundBatch' && message.seq === MAX_UNACKNOWLEDGED) setTimeout(() => outbox.receive({ type: 'cancel' }), 30);
    });
    await runPass(fakeTask(options), fakeSources(options), outbox);
    expect(batchesOf(messages).map(({ blocks }) => blocks)).toEqual(Array.from({ length: MAX_UNACKNOWLEDGED }, () => BATCH_BLOCKS));
    expect(batchesOf(messages).some(({ ended }) => ended)).toBe(false);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'cancelled' });
    expect(options.detectors[0]?.calls.closed).toBe(1);
  });
});
