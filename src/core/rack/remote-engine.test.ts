import { describe, expect, it } from 'vitest';
import { exampleBatch, exampleFacts, examplePlan } from '../../../tests/helpers/example-records.ts';
import { toWireError, Failure } from '../../base/failure.ts';
import type { FromEngine } from '../../engine/protocol.ts';
import { driveEngine } from '../analysis/drive-engine.ts';
import { type FromWorker, packFromWorker, type ToWorker, unpackFromWorker, type WorkerFacts } from './messages.ts';
import { RemoteEngine } from './remote-engine.ts';

const RUN = '11111111-1111-4111-8111-111111111111';
const A = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const B = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const plan = examplePlan('ab'.repeat(32));
const task = {
  path: '/case/original.mp4',
  facts: exampleFacts,
  timeBase: { num: 1, den: 25 },
  pts: Array.from({ length: 100 }, (_, at) => at),
  plan,
  ffmpegPath: 'ffmpeg',
  ffprobePath: 'ffprobe',
  weightsFolder: 'weights',
  resume: null,
};
const worker = (name: string): WorkerFacts => ({ name, host: 'rack', version: '0.1.0', processor: 'a processor' });

function batchOf(seq: number, firstFrame: number, lastFrame: number, failed: string[] = []): FromEngine {
  const failures = failed.map((detectorId) => ({ detectorId, error: toWireError(new Failure('DETECTOR_FAILED')) }));
  return { type: 'batch', seq, ...exampleBatch(firstFrame, lastFrame), failed: failures };
}

/** Driven as core drives it: what it passes on is stored and acknowledged at once. */
function driven() {
  const sent: [string, ToWorker][] = [];
  const stored: [number, number][] = [];
  const opened: unknown[] = [];
  let forgotten = 0;
  const engine = new RemoteEngine(task, {
    send: (attempt, message) => void sent.push([attempt, message]),
    forget: () => {
      forgotten += 1;
      return Promise.resolve();
    },
  });
  const run = driveEngine(engine, {
    structure: () => undefined,
    opened: (message) => void opened.push(message),
    batch: ({ firstFrame, lastFrame }) => void stored.push([firstFrame, lastFrame]),
    soundBatch: () => undefined,
  });
  const numbers = new Map<string, number>();
  /** As over the wire: packed, then parsed. */
  const say = (attempt: string, message: FromWorker, again = false): void => {
    const n = (numbers.get(attempt) ?? 0) + (again ? 0 : 1);
    numbers.set(attempt, n);
    const { words, blobs } = packFromWorker({ run: RUN, attempt, n, message });
    engine.receive(unpackFromWorker(JSON.parse(JSON.stringify(words)), blobs));
  };
  return { engine, sent, stored, opened, ended: run.ended, cancel: () => run.cancel(), say, forgotten: () => forgotten };
}

describe('an engine on another machine', () => {
  it('stores each batch once, acknowledges each time it arrives, and ends as the worker says', async () => {
    const { sent, stored, opened, ended, say, forgotten } = driven();
    say(A, { type: 'hello', worker: worker('first') });
    say(A, { type: 'opened', provider: 'cpu', failed: [] });
    say(A, batchOf(1, 0, 9));
    say(A, batchOf(1, 0, 9), true);
    say(A, batchOf(2, 10, 99));
    say(A, { type: 'ended', reason: 'finished', decodeSeconds: 1, totalSeconds: 2 });
    expect(await ended).toEqual({ how: 'finished' });
    expect(stored).toEqual([
      [0, 9],
      [10, 99],
    ]);
    expect(opened).toEqual([{ type: 'opened', provider: 'cpu', failed: [], worker: worker('first') }]);
    expect(sent.map(([, { type }]) => type)).toEqual(['start', 'ack', 'ack', 'ack', 'dropped']);
    expect(forgotten()).toBe(1);
  });

  it('gives a second worker the checkpoint and listens to the first no longer', async () => {
    const { sent, stored, ended, say } = driven();
    say(A, { type: 'hello', worker: worker('first') });
    say(A, { type: 'opened', provider: 'cpu', failed: [] });
    const first = batchOf(1, 0, 9, ['blink']);
    say(A, first);
    say(B, { type: 'hello', worker: worker('second') });
    say(A, batchOf(2, 10, 19));
    say(B, batchOf(1, 10, 99));
    say(B, { type: 'ended', reason: 'finished', decodeSeconds: 1, totalSeconds: 2 });
    expect(await ended).toEqual({ how: 'finished' });
    expect(stored).toEqual([
      [0, 9],
      [10, 99],
    ]);
    const starts = sent.flatMap(([attempt, message]) => (message.type === 'start' ? [[attempt, message.resume] as const] : []));
    expect(starts).toEqual([
      [A, null],
      [B, { nextFrame: 10, nextBlock: 0, trackerState: expect.any(String), failedDetectorIds: ['blink'] }],
    ]);
    expect(sent.filter(([attempt, { type }]) => attempt === A && type === 'dropped')).toHaveLength(2);
  });

  it('refuses rows of a detector that is not in the plan, and a message that was lost', async () => {
    const stranger = driven();
    stranger.say(A, { type: 'hello', worker: worker('first') });
    stranger.say(A, { ...batchOf(1, 0, 9), observations: { gaze: [] } } as FromEngine);
    expect(await stranger.ended).toMatchObject({ how: 'failed', error: { code: 'RACK_REFUSED' } });
    expect(stranger.stored).toEqual([]);

    const lost = driven();
    lost.say(A, { type: 'hello', worker: worker('first') });
    lost.engine.receive({ attempt: A, n: 3, message: batchOf(1, 0, 9) });
    expect(await lost.ended).toMatchObject({ how: 'failed', error: { code: 'RACK_GAVE_UP' } });
  });

  it('is cancelled at once while no worker has it, and by the worker otherwise', async () => {
    const waiting = driven();
    waiting.cancel();
    expect(await waiting.ended).toEqual({ how: 'cancelled' });

    const begun = driven();
    begun.say(A, { type: 'hello', worker: worker('first') });
    begun.cancel();
    expect(begun.sent.at(-1)).toEqual([A, { type: 'cancel' }]);
    begun.say(A, { type: 'ended', reason: 'cancelled', decodeSeconds: 0, totalSeconds: 0 });
    expect(await begun.ended).toEqual({ how: 'cancelled' });
  });
});
