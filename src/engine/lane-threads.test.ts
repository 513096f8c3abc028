import { describe, expect, it } from 'vitest';
import { fakeDetector, fakeSources, fakeTask, runToEnd, type FakeDetector, type FakeOptions } from '../../tests/helpers/fake-engine.ts';
import { Failure } from '../base/failure.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { ContainerDetector } from './detectors/interface.ts';
import { laneServer, type FromLanes, type LaneTask, type OpenLanes, type ToLanes } from './lane-server.ts';
import { framesAhead, type LanePort, startLanes } from './lane-port.ts';
import { LaneThreads } from './lane-threads.ts';
import { Lanes } from './lanes.ts';
import { Outbox } from './outbox.ts';
import { runPass } from './pass.ts';
import type { PassSources } from './pass-sources.ts';
import type { EngineTask, FromEngine } from './protocol.ts';

type Batch = Extract<FromEngine, { type: 'batch' }>;
const batchesOf = (messages: readonly FromEngine[]): Batch[] => messages.filter((message) => message.type === 'batch');
const rowsOf = (messages: readonly FromEngine[], id: string) => batchesOf(messages).flatMap((batch) => batch.observations[id] ?? []);
/** All that must not depend on where the detectors run; batches end at the same frames, because the fake clock stands still. */
const told = (messages: readonly FromEngine[]): unknown[] => messages.map((message) => ({ ...message, totalSeconds: 0 }));

interface FakeThreads {
  readonly count: number;
  /** Turns of the event loop that a frame takes in the thread; the second thread takes three times as long as the first. */
  readonly turns?: number;
  readonly breaksAt?: number;
  /** Called for each frame when it comes in and when it is done. */
  readonly onFrame?: (frame: number, what: 'in' | 'done') => void;
}

/** Threads that are none: what they are sent arrives in later turns. */
function beside(detectors: readonly FakeDetector[], fake: FakeThreads): PassSources['lanesBeside'] {
  let started = 0;
  const start = (task: LaneTask): LanePort => {
    const turns = (fake.turns ?? 1) * 3 ** started++;
    const exit = Promise.withResolvers<Error | null>();
    let tell: (message: FromLanes) => void = () => undefined;
    const open: OpenLanes = async (_ids, structure) => {
      const lanes = new Lanes();
      await lanes.open(detectors, { networks: undefined as never, facts: task.facts, structure });
      return lanes;
    };
    const serve = laneServer(open, task.ended, (message) => {
      setImmediate(() => tell(message));
      if (message.type === 'ended') setImmediate(() => exit.resolve(null));
    });
    let turn: Promise<unknown> = Promise.resolve();
    const take = async (message: ToLanes): Promise<void> => {
      const frame = message.type === 'observe' ? message.frame.frame : -1;
      // Whatever it was sent behind that waits for ever.
      if (frame === fake.breaksAt) {
        setImmediate(() => exit.resolve(new Error('the thread broke')));
        await new Promise(() => undefined);
      }
      for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
      await serve(message);
      if (frame >= 0) fake.onFrame?.(frame, 'done');
    };
    return {
      post: (message) => {
        if (message.type === 'observe') fake.onFrame?.(message.frame.frame, 'in');
        // What is opened waits for it.
        if (message.type === 'structure') void serve(message);
        else turn = turn.then(() => take(message));
      },
      onMessage: (listener) => (tell = listener),
      onExit: (listener) => void exit.promise.then(listener),
    };
  };
  return (wanted, structure) => {
    return new LaneThreads(startLanes(fakeTask({ frames: 0, detectors }), fake.count, start), 2 + 2 * fake.count, wanted, structure);
  };
}

const withThreads = (options: FakeOptions, fake: FakeThreads): PassSources => {
  const lanesBeside = beside(options.detectors, fake);
  return { ...fakeSources(options), ...(lanesBeside && { lanesBeside }) };
};
const run = (options: FakeOptions, fake: FakeThreads, task: EngineTask = fakeTask(options)) => runToEnd(task, withThreads(options, fake));

/** The same in the pass's own thread, where the order of things is plain. */
async function expectTheSame(options: () => FakeOptions, task?: EngineTask): Promise<FromEngine[]> {
  const plain = options();
  const here = await runToEnd(task ?? fakeTask(plain), fakeSources(plain));
  for (const count of [1, 2]) expect(told(await run(options(), { count }, task))).toEqual(told(here));
  return here;
}

describe('detectors beside the pass give what they give in it', () => {
  it('for frames, faces, the sound of frames and looking back, in one thread and in two of unequal speed', async () => {
    const here = await expectTheSame(() => ({
      frames: 150,
      facesPerFrame: 2,
      detectors: [
        fakeDetector('alpha', 'frame'),
        fakeDetector('beta', 'face'),
        fakeDetector('ear', 'face', { hears: true }),
        fakeDetector('back', 'frame', { looksBack: true }),
        fakeDetector('structure', 'frame', { readsStructure: true }),
        fakeDetector('block', 'audio'),
      ],
      blocks: 3,
    }));
    expect(rowsOf(here, 'back')).toHaveLength(150);
    expect(here.map(({ type }) => type)).toEqual(['structure', 'opened', 'batch', 'batch', 'batch', 'soundBatch', 'ended']);
  });

  it('where one cannot be opened, one fails in the middle, and the last of faces fails while later frames have been tracked', async () => {
    const here = await expectTheSame(() => ({
      frames: 120,
      facesPerFrame: 1,
      detectors: [
        fakeDetector('shut', 'frame', { openError: new Failure('WEIGHTS_MISMATCH', 'net') }),
        fakeDetector('bad', 'frame', { throwAt: 70 }),
        fakeDetector('face', 'face', { throwAt: 33 }),
        fakeDetector('good', 'frame'),
      ],
    }));
    expect(rowsOf(here, 'bad')).toHaveLength(70);
    expect(batchesOf(here).flatMap(({ faces }) => faces.map(({ frame }) => frame))).toHaveLength(34);
  });

  it('where the tracker breaks, or the sound, while frames before are still observed', async () => {
    const options = (): FakeOptions => ({
      frames: 20,
      facesPerFrame: 1,
      trackerThrowsAt: 9,
      detectors: [fakeDetector('face', 'face', { facelessToo: true }), fakeDetector('frame', 'frame')],
    });
    expect(rowsOf(await expectTheSame(options), 'face')).toHaveLength(9);
    const hearing: FakeOptions = { frames: 20, facesPerFrame: 1, detectors: [fakeDetector('ear', 'face', { hears: true })] };
    const messages = await runToEnd(fakeTask(hearing), {
      ...withThreads(hearing, { count: 2 }),
      openSound: () =>
        Promise.resolve({
          span: (fromUs) => (fromUs >= 400_000 ? Promise.reject(new Failure('MEDIA_UNDECODABLE', 'sound')) : Promise.resolve(null)),
          close: () => Promise.resolve(),
        }),
    });
    expect(rowsOf(messages, 'ear').map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(batchesOf(messages).flatMap(({ failed }) => failed)).toMatchObject([
      { detectorId: 'ear', error: { code: 'MEDIA_UNDECODABLE' } },
    ]);
  });

  it('where the decoder fails, and where frames of the index never come', async () => {
    const alpha = () => [fakeDetector('alpha', 'frame')];
    expect(batchesOf(await expectTheSame(() => ({ frames: 100, decodeErrorAt: 80, detectors: alpha() }))).at(-1)).toMatchObject({
      lastFrame: 79,
    });
    const here = await expectTheSame(() => ({ frames: 10, decodable: 7, detectors: alpha() }));
    expect(batchesOf(here)[0]?.warnings).toHaveLength(1);
  });

  it('where nobody is left: what was decoded ahead is not told, and nothing is said to be missing', async () => {
    const here = await expectTheSame(() => ({ frames: 14, detectors: [fakeDetector('bad', 'frame', { throwAt: 10 })] }));
    expect(batchesOf(here)).toMatchObject([{ lastFrame: 10, warnings: [] }]);
  });

  it('from every checkpoint of an interrupted run', async () => {
    const options = (): FakeOptions => ({
      frames: 200,
      facesPerFrame: 2,
      detectors: [fakeDetector('alpha', 'face'), fakeDetector('gamma', 'frame', { looksBack: true })],
    });
    const whole = await run(options(), { count: 2 });
    for (const { lastFrame, trackerState, seq } of batchesOf(whole).slice(0, -1)) {
      const resume = { nextFrame: lastFrame + 1, trackerState: JSON.parse(JSON.stringify(trackerState)) as unknown };
      const after = await expectTheSame(options, { ...fakeTask(options()), resume });
      const before = batchesOf(whole).slice(0, seq);
      for (const id of ['alpha', 'gamma']) expect([...rowsOf(before, id), ...rowsOf(after, id)]).toEqual(rowsOf(whole, id));
    }
  });
});

describe('the structure of the file', () => {
  const options = (frames: number): FakeOptions => ({ frames, detectors: [fakeDetector('alpha', 'frame')] });
  const like = fakeDetector('file', 'frame');
  const ofTheFile: ContainerDetector = {
    card: { ...like.card, feed: 'container' },
    applies: (facts) => like.applies(facts),
    conclude: (input) => like.conclude(input),
  };
  /** The structure comes when the first batch has been told. */
  const late = async (frames: number, read: () => Promise<FileStructure>): Promise<FromEngine[]> => {
    const plain = options(frames);
    const gate = Promise.withResolvers<null>();
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type !== 'batch') return;
      outbox.receive({ type: 'ack', seq: message.seq });
      gate.resolve(null);
    });
    const sources = withThreads(plain, { count: 1 });
    const detectors = [...plain.detectors, ofTheFile];
    const task = fakeTask({ ...plain, detectors: [...plain.detectors, fakeDetector('file', 'frame')] });
    await runPass(task, { ...sources, detectors, readStructure: () => gate.promise.then(read) }, outbox);
    return messages;
  };

  it('is told when it has been read: frames do not wait for it', async () => {
    const messages = await late(300, () => fakeSources(options(0)).readStructure(new AbortController().signal));
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'batch', 'structure', 'batch', 'batch', 'batch', 'batch', 'ended']);
    expect(rowsOf(messages, 'alpha')).toHaveLength(300);
  });

  it('that cannot be read fails those that have nothing else, with the next batch', async () => {
    const messages = await late(100, () => Promise.reject(new Failure('FILE_UNREADABLE', 'EIO')));
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'batch', 'batch', 'ended']);
    expect(batchesOf(messages).map(({ failed }) => failed)).toMatchObject([
      [],
      [{ detectorId: 'file', error: { code: 'FILE_UNREADABLE', detail: 'EIO' } }],
    ]);
  });

  it('is waited for where no frame is left', async () => {
    const plain = options(64);
    const sources = { ...withThreads(plain, { count: 1 }), readStructure: () => Promise.reject(new Failure('FILE_UNREADABLE')) };
    const task = {
      ...fakeTask({ ...plain, detectors: [...plain.detectors, fakeDetector('file', 'frame')] }),
      resume: { nextFrame: 64, trackerState: null },
    };
    const messages = await runToEnd(task, { ...sources, detectors: [...plain.detectors, ofTheFile] });
    expect(messages).toMatchObject([{ type: 'opened', failed: [{ detectorId: 'file' }] }, { type: 'ended' }]);
  });
});

describe('pace', () => {
  it('keeps twelve frames in store, and of large ones as many as fit into 40 MiB, but never less than a thread needs', () => {
    const bytes = (width: number, height: number): number => (width * height * 3) / 2;
    const frames = [bytes(160, 120), bytes(1920, 1080), bytes(1920, 1440), bytes(1920, 3414)];
    expect(frames.map((frameBytes) => framesAhead(1, frameBytes))).toEqual([12, 12, 10, 4]);
    expect(framesAhead(2, bytes(1920, 3414))).toBe(6);
  });

  it('tracks no more than a few frames ahead of a slow detector, and lets it look at what was decoded for it', async () => {
    const options: FakeOptions = { frames: 60, facesPerFrame: 1, detectors: [fakeDetector('back', 'frame', { looksBack: true })] };
    let [underWay, most] = [0, 0];
    const onFrame = (_frame: number, what: 'in' | 'done'): void => {
      underWay += what === 'in' ? 1 : -1;
      most = Math.max(most, underWay);
    };
    const messages = await run(options, { count: 1, turns: 20, onFrame });
    expect(rowsOf(messages, 'back')).toHaveLength(60);
    // Four in store and the one that was tracked last.
    expect(most).toBe(5);
  });

  it('does not observe what waits when it is cancelled, keeps what was finished, and closes every thread', async () => {
    const options: FakeOptions = { frames: 1000, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    let observedAtCancel = 0;
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type !== 'batch') return;
      outbox.receive({ type: 'ack', seq: message.seq });
      if (message.seq !== 2) return;
      outbox.receive({ type: 'cancel' });
      observedAtCancel = options.detectors[0]?.calls.observed ?? 0;
    });
    await runPass(fakeTask(options), withThreads(options, { count: 1, turns: 20 }), outbox);
    expect(batchesOf(messages).map(({ lastFrame }) => lastFrame)).toEqual([63, 127]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'cancelled' });
    expect(options.detectors[0]?.calls.closed).toBe(1);
    // The frame that was being observed comes to its end.
    expect(options.detectors[0]?.calls.observed).toBeLessThanOrEqual(observedAtCancel + 1);
  });

  it('fails when a thread breaks, and keeps what was finished before', async () => {
    const options: FakeOptions = { frames: 200, detectors: [fakeDetector('alpha', 'frame')] };
    const messages: FromEngine[] = [];
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (message.type === 'batch') outbox.receive({ type: 'ack', seq: message.seq });
    });
    await runPass(fakeTask(options), withThreads(options, { count: 2, breaksAt: 101 }), outbox);
    expect(messages.at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'APP_INTERNAL', detail: 'a thread of detectors ended unexpectedly' },
    });
    const rows = rowsOf(messages, 'alpha').map(({ frame }) => frame);
    expect(rows).toEqual(Array.from({ length: rows.length }, (_, frame) => frame));
    expect(rows.length).toBeGreaterThan(63);
    expect(rows.length).toBeLessThanOrEqual(101);
    expect(batchesOf(messages).at(-1)?.lastFrame).toBe(rows.length - 1);
  });
});
