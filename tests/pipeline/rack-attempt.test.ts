/** A laboratory's worker that is asked to stop between two words, or whose case states another sampling than the file calls for. */
import { expect, it } from 'vitest';
import { exampleFacts, examplePlan } from '../helpers/example-records.ts';
import type { MediaFacts } from '../../src/contract/exhibits.ts';
import type { EngineHandle } from '../../src/core/ports.ts';
import { attemptRun } from '../../src/core/rack/attempt.ts';
import type { Arrived, Link } from '../../src/core/rack/link.ts';
import { startFor, type ToWorker } from '../../src/core/rack/messages.ts';

const RUN = '11111111-1111-4111-8111-111111111111';

/** One attempt at a film of such facts; `before`: what happens between the worker's first word and the answer to it. */
function attempt(facts: MediaFacts, before: (stop: AbortController, over: AbortSignal) => Promise<void>) {
  const plan = examplePlan('ab'.repeat(32));
  const stop = new AbortController();
  const start = startFor({ facts, timeBase: { num: 1, den: 25 }, pts: [0, 1], resume: null });
  let id = '';
  async function* receive(_channel: string, _stream: string, over: AbortSignal): AsyncGenerator<Arrived | null> {
    while (id === '') yield await Promise.resolve(null);
    await before(stop, over);
    yield { id: '1', message: { words: { run: RUN, attempt: id, n: 1, message: start satisfies ToWorker }, blobs: [] } };
  }
  const link = {
    send: (_channel: string, _stream: string, words: { attempt: string }) => {
      id = words.attempt;
      return Promise.resolve();
    },
    isAlive: () => Promise.resolve(true),
    removeStream: () => Promise.resolve(),
    receive,
  } as unknown as Link;
  let started = 0;
  const end = attemptRun(
    { format: 1, session: RUN, run: RUN, plan },
    {
      link,
      worker: { name: 'rack', host: 'rack', version: '0.1.0', processor: 'a processor' },
      here: { path: '/case/original.mp4', plan, ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', weightsFolder: 'weights' },
      spawnEngine: () => {
        started += 1;
        const engine = { onMessage: () => undefined, onExit: () => undefined, post: () => undefined };
        return engine as unknown as EngineHandle;
      },
      signal: stop.signal,
      onProgress: () => undefined,
    },
  );
  return { end, started: () => started };
}

it('starts no engine for a word that comes when it was asked to stop: nobody would end it, and the worker would never leave', async () => {
  const { end, started } = attempt(exampleFacts, async (stop, over) => {
    stop.abort();
    // Read from the queue before the end of the attempt has reached the connection.
    while (!over.aborted) await new Promise(setImmediate);
  });
  expect([await end, started()]).toEqual(['left', 0]);
});

it('refuses a plan that does not state how the colours of its film would be measured here', async () => {
  const facts: MediaFacts = {
    ...exampleFacts,
    streams: exampleFacts.streams.map((one) => (one.type === 'video' ? { ...one, colorSpace: 'bt709' } : one)),
  };
  const { end, started } = attempt(facts, () => Promise.resolve());
  await expect(end).rejects.toMatchObject({ code: 'RACK_REFUSED', detail: 'sampling' });
  expect(started()).toBe(0);
});
