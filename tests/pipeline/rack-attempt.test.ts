/** A laboratory's worker that is asked to stop between two words. */
import { expect, it } from 'vitest';
import { exampleFacts, examplePlan } from '../helpers/example-records.ts';
import type { EngineHandle } from '../../src/core/ports.ts';
import { attemptRun } from '../../src/core/rack/attempt.ts';
import type { Arrived, Link } from '../../src/core/rack/link.ts';
import { startFor, type ToWorker } from '../../src/core/rack/messages.ts';

it('starts no engine for a word that comes when it was asked to stop: nobody would end it, and the worker would never leave', async () => {
  const plan = examplePlan('ab'.repeat(32));
  const stop = new AbortController();
  const start = startFor({ facts: exampleFacts, timeBase: { num: 1, den: 25 }, pts: [0, 1], resume: null });
  let attempt = '';
  async function* receive(_channel: string, _stream: string, over: AbortSignal): AsyncGenerator<Arrived | null> {
    while (attempt === '') yield await Promise.resolve(null);
    stop.abort();
    // Read from the queue before the end of the attempt has reached the connection.
    while (!over.aborted) await new Promise(setImmediate);
    yield { id: '1', message: { words: { run: RUN, attempt, n: 1, message: start satisfies ToWorker }, blobs: [] } };
  }
  const link = {
    send: (_channel: string, _stream: string, words: { attempt: string }) => {
      ({ attempt } = words);
      return Promise.resolve();
    },
    isAlive: () => Promise.resolve(true),
    removeStream: () => Promise.resolve(),
    receive,
  } as unknown as Link;
  let started = 0;
  const end = await attemptRun(
    { format: 1, session: RUN, run: RUN, plan },
    {
      link,
      worker: { name: 'rack', host: 'rack', version: '0.1.0', processor: 'a processor' },
      here: { path: '/case/original.mp4', plan, ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', weightsFolder: 'weights' },
      spawnEngine: () => {
        started += 1;
        return { onMessage: () => undefined, onExit: () => undefined, post: () => undefined } as unknown as EngineHandle;
      },
      signal: stop.signal,
      onProgress: () => undefined,
    },
  );
  expect([end, started]).toEqual(['left', 0]);
});

const RUN = '11111111-1111-4111-8111-111111111111';
