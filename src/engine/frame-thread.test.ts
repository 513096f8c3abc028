import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, vi } from 'vitest';
import { VIDEO_FACTS } from '../../tests/helpers/video-facts.ts';
import { FRAME_THREAD } from './frame-thread.ts';
import { startLanes } from './lane-port.ts';
import { decodeFrames } from './media/decode.ts';
import type { EngineTask } from './protocol.ts';
import { spawnEngine } from './spawn.ts';

/** Threads of program files are only written down; those of words run. */
const { started } = vi.hoisted(() => ({ started: [] as { entry: string; limits: unknown }[] }));
vi.mock('node:worker_threads', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:worker_threads')>();
  const { EventEmitter } = await import('node:events');
  class Noted extends EventEmitter {
    constructor(entry: URL | string, options: { eval?: boolean; resourceLimits?: object }) {
      super();
      if (options.eval === true) return new real.Worker(entry, options) as unknown as Noted;
      started.push({ entry: String(entry).split('/').at(-1) ?? '', limits: options.resourceLimits });
      setImmediate(() => this.emit('error', new Error('only noted')));
    }
    postMessage(): void {
      // Nobody listens.
    }
  }
  return { ...real, Worker: Noted };
});

/** Keeps young values alive while it makes many more, so that V8 sees much survive; answers with MiB of its young space. */
const BUSY = `
  const { getHeapSpaceStatistics } = require('node:v8');
  const kept = [];
  for (let k = 0; k < 1_000_000; k += 1) kept[k % 100_000] = { at: k, words: [k, k + 1] };
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  require('node:worker_threads').parentPort.postMessage(young.space_size / 2 ** 20);
`;

async function youngMiB(options: object): Promise<number> {
  const worker = new Worker(BUSY, { eval: true, ...options });
  const [size] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  return size;
}

it('keeps the young values of a thread within two thirds of what it says', async () => {
  expect(await youngMiB({ resourceLimits: FRAME_THREAD })).toBeLessThanOrEqual(16);
  expect(await youngMiB({})).toBeGreaterThan(16);
});

it('is given to each thread that frames go through', async () => {
  spawnEngine({} as EngineTask);
  const task = { plan: {}, facts: VIDEO_FACTS, weightsFolder: '/nowhere' } as EngineTask;
  startLanes(task, 1);
  const film = {
    path: '/nowhere',
    ffmpegPath: '/nowhere',
    facts: VIDEO_FACTS,
    maxWorkingWidth: 640,
    pts: [0],
    timeBase: { num: 1, den: 25 },
  };
  const decoding = decodeFrames(film);
  decoding.ended.catch(() => undefined);
  await expect(decoding[Symbol.asyncIterator]().next()).rejects.toThrow('only noted');
  expect(started).toEqual(['worker.ts', 'lane-worker.ts', 'decode-worker.ts'].map((entry) => ({ entry, limits: FRAME_THREAD })));
});
