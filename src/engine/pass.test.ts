import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../base/failure.ts';
import { decodingOf, fakeDetector, fakeSources, fakeTask, runToEnd, type FakeOptions } from '../../tests/helpers/fake-engine.ts';
import type { WorkingFrame } from './media/frame.ts';
import { MAX_UNACKNOWLEDGED, Outbox } from './outbox.ts';
import { BATCH_FRAMES, runPass } from './pass.ts';
import type { LanesBeside, PassSources } from './pass-sources.ts';
import type { FromEngine } from './protocol.ts';

type Batch = Extract<FromEngine, { type: 'batch' }>;
const batchesOf = (messages: readonly FromEngine[]): Batch[] => messages.filter((message) => message.type === 'batch');
const rowsOf = (messages: readonly FromEngine[], id: string) => batchesOf(messages).flatMap((batch) => batch.observations[id] ?? []);

async function run(options: FakeOptions, task = fakeTask(options)) {
  return runToEnd(task, fakeSources(options));
}

describe('order and counts', () => {
  it('examines every frame once, in order, and tells contiguous batches', async () => {
    const messages = await run({ frames: 150, detectors: [fakeDetector('alpha', 'frame')] });
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'batch', 'batch', 'batch', 'ended']);
    expect(batchesOf(messages).map(({ seq, firstFrame, lastFrame, framesDecoded }) => [seq, firstFrame, lastFrame, framesDecoded])).toEqual(
      [
        [1, 0, BATCH_FRAMES - 1, BATCH_FRAMES],
        [2, 64, 127, 64],
        [3, 128, 149, 22],
      ],
    );
    expect(rowsOf(messages, 'alpha').map(({ frame }) => frame)).toEqual(Array.from({ length: 150 }, (_, i) => i));
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });

  it('sends a batch after a second, however few frames it holds', async () => {
    const messages = await run({ frames: 6, msPerFrame: 400, detectors: [fakeDetector('alpha', 'frame')] });
    expect(batchesOf(messages).map(({ firstFrame, lastFrame }) => [firstFrame, lastFrame])).toEqual([
      [0, 2],
      [3, 5],
    ]);
  });

  it('gives face rows in order of frame, then of the tracker, and the same faces to each face detector', async () => {
    const options: FakeOptions = { frames: 3, facesPerFrame: 2, detectors: [fakeDetector('alpha', 'face'), fakeDetector('beta', 'face')] };
    const messages = await run(options);
    const keys = [
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ];
    expect(batchesOf(messages)[0]?.faces.map(({ frame, trackId }) => [frame, trackId])).toEqual(keys);
    for (const id of ['alpha', 'beta']) expect(rowsOf(messages, id).map(({ frame, trackId }) => [frame, trackId])).toEqual(keys);
  });

  it('gives a frame without a face to a detector of faces that asks for it, and to no other', async () => {
    const asks = fakeDetector('asks', 'face', { facelessToo: true });
    const messages = await run({ frames: 2, facesPerFrame: 0, detectors: [asks, fakeDetector('other', 'face')] });
    expect(rowsOf(messages, 'asks')).toEqual(
      [0, 1].map((frame) => ({ frame, ptsUs: expect.any(Number) as number, trackId: null, values: [-1] })),
    );
    expect(rowsOf(messages, 'other')).toEqual([]);
    const withFaces = await run({ frames: 2, facesPerFrame: 1, detectors: [asks] });
    expect(rowsOf(withFaces, 'asks').map(({ trackId }) => trackId)).toEqual([1, 1]);
  });

  it('examines an image as one frame', async () => {
    const messages = await run({ frames: 1, kind: 'image', detectors: [fakeDetector('alpha', 'frame')] });
    expect(rowsOf(messages, 'alpha')).toHaveLength(1);
  });

  it('decodes nothing where there are no frames', async () => {
    const options: FakeOptions = { frames: 0, kind: 'audio', detectors: [fakeDetector('alpha', 'frame')] };
    const sources = { ...fakeSources(options), decode: () => expect.unreachable('there is no video to decode') };
    const messages = await runToEnd(fakeTask(options), sources);
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'ended']);
  });

  it('gives a detector that looks back the two frames before, untouched by the decoder', async () => {
    const messages = await run({ frames: 70, detectors: [fakeDetector('alpha', 'frame', { looksBack: true })] });
    expect(rowsOf(messages, 'alpha').map(({ values }) => values[0])).toEqual(
      Array.from({ length: 70 }, (_, frame) => frame - 1 + Math.max(-1, frame - 2)),
    );
  });

  it('reads the structure once when a detector needs it, and tells it before anything else', async () => {
    const messages = await run({ frames: 2, detectors: [fakeDetector('alpha', 'frame', { readsStructure: true })] });
    expect(messages.map(({ type }) => type)).toEqual(['structure', 'opened', 'batch', 'ended']);
    expect(rowsOf(messages, 'alpha').map(({ values }) => values[0])).toEqual([7, 7]);
  });

  it('goes on without the structure where it cannot be read', async () => {
    const options: FakeOptions = { frames: 1, detectors: [fakeDetector('alpha', 'frame', { readsStructure: true })] };
    const sources = { ...fakeSources(options), readStructure: () => Promise.reject(new Failure('FILE_UNREADABLE')) };
    const messages = await runToEnd(fakeTask(options), sources);
    expect(rowsOf(messages, 'alpha').map(({ values }) => values[0])).toEqual([-1]);
  });

  it('does not load the tracker when no detector needs faces', async () => {
    const options: FakeOptions = { frames: 2, detectors: [fakeDetector('alpha', 'frame')] };
    const sources = { ...fakeSources(options), openTracker: () => expect.unreachable('nobody needs faces') };
    expect((await runToEnd(fakeTask(options), sources)).at(-1)).toMatchObject({ type: 'ended' });
  });

  it('runs only the detectors of the plan, and of these only those that apply', async () => {
    const detectors = [fakeDetector('alpha', 'frame'), fakeDetector('beta', 'frame', { applies: false }), fakeDetector('gamma', 'frame')];
    const task = fakeTask({ frames: 2, detectors: detectors.slice(0, 2) });
    const messages = await run({ frames: 2, detectors }, task);
    expect(Object.keys(batchesOf(messages)[0]?.observations ?? {})).toEqual(['alpha']);
  });
});

describe('the firewall', () => {
  it('lets the others go on when one detector cannot be opened', async () => {
    const bad = fakeDetector('bad', 'frame', { openError: new Failure('WEIGHTS_MISMATCH', 'net') });
    const messages = await run({ frames: 3, detectors: [bad, fakeDetector('good', 'frame')] });
    expect(messages[0]).toMatchObject({
      type: 'opened',
      failed: [{ detectorId: 'bad', error: { code: 'WEIGHTS_MISMATCH', detail: 'net' } }],
    });
    expect(rowsOf(messages, 'good')).toHaveLength(3);
    expect(batchesOf(messages).flatMap(({ failed }) => failed)).toEqual([]);
  });

  it('closes a detector that throws, tells it once, keeps what it observed before, and stops nothing else', async () => {
    const bad = fakeDetector('bad', 'frame', { throwAt: 70 });
    const messages = await run({ frames: 200, detectors: [bad, fakeDetector('good', 'frame')] });
    expect(batchesOf(messages).flatMap(({ failed }) => failed)).toEqual([
      { detectorId: 'bad', error: { code: 'DETECTOR_FAILED', message: expect.any(String) as string, detail: 'bad: thrown at 70' } },
    ]);
    expect(batchesOf(messages)[1]?.failed).toHaveLength(1);
    expect(rowsOf(messages, 'bad').map(({ frame }) => frame)).toEqual(Array.from({ length: 70 }, (_, i) => i));
    expect(rowsOf(messages, 'good')).toHaveLength(200);
    expect(bad.calls).toEqual({ opened: 1, observed: 71, closed: 1 });
  });

  it('takes a value that is not a finite number, or a row of the wrong length, as a failure', async () => {
    const detectors = [
      fakeDetector('nan', 'frame', { row: [Number.NaN] }),
      fakeDetector('short', 'frame', { row: [] }),
      fakeDetector('good', 'frame'),
    ];
    const messages = await run({ frames: 2, detectors });
    expect(batchesOf(messages)[0]?.failed.map(({ detectorId }) => detectorId)).toEqual(['nan', 'short']);
    expect(Object.keys(batchesOf(messages)[0]?.observations ?? {})).toEqual(['good']);
  });

  it('fails every face detector, and no other, when the tracker has no weights or breaks', async () => {
    const options: FakeOptions = { frames: 4, facesPerFrame: 1, detectors: [fakeDetector('face', 'face'), fakeDetector('frame', 'frame')] };
    const missing = { ...fakeSources(options), openTracker: () => Promise.reject(new Failure('WEIGHTS_MISSING', 'facemesh')) };
    const first = await runToEnd(fakeTask(options), missing);
    expect(first[0]).toMatchObject({ failed: [{ detectorId: 'face', error: { code: 'WEIGHTS_MISSING' } }] });
    expect(rowsOf(first, 'frame')).toHaveLength(4);

    const second = await run({ ...options, trackerThrowsAt: 2 });
    expect(batchesOf(second)[0]?.failed).toMatchObject([{ detectorId: 'face' }]);
    expect(rowsOf(second, 'face').map(({ frame }) => frame)).toEqual([0, 1]);
    expect(rowsOf(second, 'frame')).toHaveLength(4);
  });

  it('gives each face the sound of its frame, up to the next one, and only to those that hear', async () => {
    const options: FakeOptions = { frames: 102, facesPerFrame: 2, detectors: [fakeDetector('ear', 'face', { hears: true })] };
    const heard = rowsOf(await run(options), 'ear');
    expect(heard).toHaveLength(204);
    expect([0, 2, 198, 200, 202].map((row) => heard[row]?.values)).toEqual([[0.02], [0.06], [3.98], [-1], [-1]]);
    const deaf: FakeOptions = { ...options, detectors: [fakeDetector('eye', 'face')] };
    const sources = { ...fakeSources(deaf), openSound: () => expect.unreachable('nobody hears') };
    expect(rowsOf(await runToEnd(fakeTask(deaf), sources), 'eye')).toHaveLength(204);
  });

  it('hears the same after an interruption', async () => {
    const options: FakeOptions = { frames: 100, facesPerFrame: 1, detectors: [fakeDetector('ear', 'face', { hears: true })] };
    const whole = rowsOf(await run(options), 'ear');
    const resumed = await runToEnd({ ...fakeTask(options), resume: { nextFrame: 64, trackerState: null } }, fakeSources(options));
    expect(rowsOf(resumed, 'ear').map(({ values }) => values)).toEqual(whole.slice(64).map(({ values }) => values));
  });

  it('fails those that hear, and no other, when the sound cannot be opened or decoded', async () => {
    const detectors = [fakeDetector('ear', 'face', { hears: true }), fakeDetector('eye', 'face')];
    const options: FakeOptions = { frames: 4, facesPerFrame: 1, detectors };
    const absent = { ...fakeSources(options), openSound: () => Promise.reject(new Failure('WEIGHTS_MISSING', 'silero-vad')) };
    const first = await runToEnd(fakeTask(options), absent);
    expect(first[0]).toMatchObject({ failed: [{ detectorId: 'ear', error: { code: 'WEIGHTS_MISSING' } }] });
    expect(rowsOf(first, 'eye')).toHaveLength(4);

    const broken: PassSources = {
      ...fakeSources(options),
      openSound: () =>
        Promise.resolve({
          span: (fromUs) => (fromUs >= 80_000 ? Promise.reject(new Failure('MEDIA_UNDECODABLE', 'sound')) : Promise.resolve(null)),
          close: () => Promise.resolve(),
        }),
    };
    const second = await runToEnd(fakeTask(options), broken);
    expect(batchesOf(second).flatMap(({ failed }) => failed)).toMatchObject([{ detectorId: 'ear', error: { code: 'MEDIA_UNDECODABLE' } }]);
    expect(rowsOf(second, 'ear')).toHaveLength(2);
    expect(rowsOf(second, 'eye')).toHaveLength(4);
  });

  it('stops decoding when no detector is left', async () => {
    const messages = await run({ frames: 500, detectors: [fakeDetector('bad', 'frame', { throwAt: 10 })] });
    expect(batchesOf(messages).map(({ lastFrame }) => lastFrame)).toEqual([10]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });
});

describe('back-pressure and cancelling', () => {
  it('waits when four batches are unacknowledged, and drops nothing', async () => {
    const options: FakeOptions = { frames: 64 * 7, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => messages.push(message));
    const ended = runPass(fakeTask(options), fakeSources(options), outbox);
    const detector = options.detectors[0];
    // It comes to rest there, and what would go on has had its turns: timers alone may fire before the pass had any.
    await vi.waitFor(() => expect(detector?.calls.observed).toBe(64 * (MAX_UNACKNOWLEDGED + 1)), 20_000);
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(batchesOf(messages)).toHaveLength(MAX_UNACKNOWLEDGED);
    expect(detector?.calls.observed).toBe(64 * (MAX_UNACKNOWLEDGED + 1));
    for (let seq = 1; seq <= 7; seq += 1) {
      while (batchesOf(messages).length < seq) await new Promise((resolve) => setImmediate(resolve));
      outbox.receive({ type: 'ack', seq });
    }
    await ended;
    expect(rowsOf(messages, 'alpha')).toHaveLength(64 * 7);
  });

  it('keeps what was examined when it is cancelled', async () => {
    const options: FakeOptions = { frames: 1000, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type === 'batch') outbox.receive({ type: 'ack', seq: message.seq });
      if (message.type === 'batch' && message.seq === 2) outbox.receive({ type: 'cancel' });
    });
    await runPass(fakeTask(options), fakeSources(options), outbox);
    expect(batchesOf(messages).map(({ lastFrame }) => lastFrame)).toEqual([63, 127]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'cancelled' });
    expect(options.detectors[0]?.calls.closed).toBe(1);
  });

  it('decodes nothing when it is cancelled before the first frame, and closes what it opened', async () => {
    const options: FakeOptions = { frames: 10, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => messages.push(message));
    outbox.receive({ type: 'cancel' });
    const sources = { ...fakeSources(options), decode: () => expect.unreachable('it was cancelled before') };
    await runPass(fakeTask(options), sources, outbox);
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'ended']);
    expect(options.detectors[0]?.calls).toEqual({ opened: 1, observed: 0, closed: 1 });
  });

  it('can be cancelled while it waits for acknowledgements', async () => {
    const options: FakeOptions = { frames: 64 * 9, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type === 'batch' && message.seq === MAX_UNACKNOWLEDGED) setTimeout(() => outbox.receive({ type: 'cancel' }), 30);
    });
    await runPass(fakeTask(options), fakeSources(options), outbox);
    expect(batchesOf(messages)).toHaveLength(MAX_UNACKNOWLEDGED);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'cancelled' });
  });
});

describe('broken media', () => {
  it('says which frames of the index could not be decoded', async () => {
    const messages = await run({ frames: 10, decodable: 7, detectors: [fakeDetector('alpha', 'frame')] });
    expect(batchesOf(messages)[0]).toMatchObject({ lastFrame: 6, framesDecoded: 7 });
    expect(batchesOf(messages)[0]?.warnings).toEqual([
      { frame: 7, words: "Frames 7 to 9 are in the file's index but could not be decoded." },
    ]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });

  it('fails when not one frame can be decoded', async () => {
    const messages = await run({ frames: 10, decodable: 0, detectors: [fakeDetector('alpha', 'frame')] });
    expect(messages.at(-1)).toMatchObject({ type: 'failed', error: { code: 'MEDIA_UNDECODABLE' } });
  });

  it('does not wait for a decoder that hangs when it is cancelled, and keeps what was examined', async () => {
    const options: FakeOptions = { frames: 100, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => messages.push(message));
    const frames = fakeSources(options).decode(0, outbox.cancelSignal, 0);
    async function* hanging(signal: AbortSignal) {
      for await (const frame of frames) {
        if (frame.frame === 10) {
          setImmediate(() => outbox.receive({ type: 'cancel' }));
          await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        }
        yield frame;
      }
    }
    const sources = { ...fakeSources(options), decode: (_first: number, signal: AbortSignal) => decodingOf(hanging(signal)) };
    await runPass(fakeTask(options), sources, outbox);
    expect(batchesOf(messages).map(({ lastFrame }) => lastFrame)).toEqual([9]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'cancelled' });
  });

  it('stores what the decoder complained about', async () => {
    const options: FakeOptions = { frames: 3, detectors: [fakeDetector('alpha', 'frame')] };
    const said = [{ frame: null, words: 'one frame more than the index has' }];
    const sources = fakeSources(options);
    const frames = sources.decode(0, new AbortController().signal, 0) as unknown as AsyncGenerator<WorkingFrame>;
    const messages = await runToEnd(fakeTask(options), { ...sources, decode: () => decodingOf(frames, said) });
    expect(batchesOf(messages)[0]?.warnings).toEqual(said);
  });

  it('keeps what was examined before the decoder failed', async () => {
    const messages = await run({ frames: 100, decodeErrorAt: 80, detectors: [fakeDetector('alpha', 'frame')] });
    expect(batchesOf(messages).at(-1)).toMatchObject({ lastFrame: 79 });
    expect(messages.at(-1)).toMatchObject({ type: 'failed', error: { code: 'TOOL_FAILED' } });
  });
});

describe('frames ahead', () => {
  it('drops what began behind a frame whose thread broke, and keeps what was finished before it', async () => {
    const options: FakeOptions = { frames: 40, detectors: [fakeDetector('alpha', 'frame')] };
    const finished: number[] = [];
    const lanes: LanesBeside = {
      opened: Promise.resolve(),
      needFrames: true,
      needFaces: false,
      needSound: false,
      needPast: false,
      ahead: 3,
      begin:
        ({ frame }) =>
        () => {
          finished.push(frame);
          return frame === 10 ? Promise.reject(new Failure('APP_INTERNAL', 'broken')) : Promise.resolve([]);
        },
      failFaces: () => Promise.resolve(),
      failSound: () => Promise.resolve(),
      takeFailures: () => [],
      close: () => Promise.resolve([]),
    };
    const messages = await runToEnd(fakeTask(options), { ...fakeSources(options), lanesBeside: () => lanes });
    expect(finished).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(batchesOf(messages).map(({ firstFrame, lastFrame, framesDecoded }) => [firstFrame, lastFrame, framesDecoded])).toEqual([
      [0, 9, 10],
    ]);
    expect(messages.at(-1)).toMatchObject({ type: 'failed', error: { code: 'APP_INTERNAL' } });
  });
});

describe('resuming', () => {
  it('gives the rows of an uninterrupted run, from every checkpoint', async () => {
    const options: FakeOptions = {
      frames: 200,
      facesPerFrame: 2,
      detectors: [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame'), fakeDetector('gamma', 'frame', { looksBack: true })],
    };
    const whole = await run(options);
    for (const checkpoint of batchesOf(whole).slice(0, -1)) {
      const before = batchesOf(whole).filter(({ seq }) => seq <= checkpoint.seq);
      // As the case file keeps it.
      const trackerState: unknown = JSON.parse(JSON.stringify(checkpoint.trackerState));
      const after = await run(options, { ...fakeTask(options), resume: { nextFrame: checkpoint.lastFrame + 1, trackerState } });
      for (const id of ['alpha', 'beta', 'gamma']) expect([...rowsOf(before, id), ...rowsOf(after, id)]).toEqual(rowsOf(whole, id));
      expect([...before, ...batchesOf(after)].flatMap(({ faces }) => faces)).toEqual(batchesOf(whole).flatMap(({ faces }) => faces));
    }
  });

  it('leaves a detector failed that had failed before', async () => {
    const options: FakeOptions = { frames: 20, detectors: [fakeDetector('bad', 'frame'), fakeDetector('good', 'frame')] };
    const task = { ...fakeTask(options), resume: { nextFrame: 10, trackerState: null, failedDetectorIds: ['bad'] } };
    const messages = await run(options, task);
    expect(Object.keys(batchesOf(messages)[0]?.observations ?? {})).toEqual(['good']);
  });

  it('ends where the decodable part has been examined already', async () => {
    const options: FakeOptions = { frames: 20, detectors: [fakeDetector('alpha', 'frame')] };
    async function* nothing(): AsyncGenerator<WorkingFrame> {
      yield* await Promise.resolve([]);
      throw new Failure('MEDIA_UNDECODABLE');
    }
    const gone = () => decodingOf(nothing());
    const messages = await runToEnd(
      { ...fakeTask(options), resume: { nextFrame: 12, trackerState: null } },
      { ...fakeSources(options), decode: gone },
    );
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'ended']);
  });

  it('has nothing left to do after the last frame', async () => {
    const options: FakeOptions = { frames: 20, detectors: [fakeDetector('alpha', 'frame')] };
    const messages = await run(options, { ...fakeTask(options), resume: { nextFrame: 20, trackerState: null } });
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'ended']);
  });
});
