import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { FromEngine } from './protocol.ts';
import { type SpawnedEngine, watchWorker } from './spawn.ts';

const thread = (script: string): SpawnedEngine => watchWorker(new Worker(script, { eval: true }));
const exitOf = (engine: SpawnedEngine): Promise<Error | null> => new Promise((resolve) => engine.onExit(resolve));

describe('an engine thread', () => {
  it('passes messages both ways and ends without an error', async () => {
    const engine = thread(
      'const { parentPort } = require("node:worker_threads"); parentPort.once("message", (m) => parentPort.postMessage({ type: "echo", m }));',
    );
    const heard: FromEngine[] = [];
    engine.onMessage((message) => heard.push(message));
    engine.post({ type: 'ack', seq: 7 });
    expect(await exitOf(engine)).toBeNull();
    expect(heard).toEqual([{ type: 'echo', m: { type: 'ack', seq: 7 } }]);
  });

  it('tells why it broke', async () => {
    expect(await exitOf(thread('throw new Error("no memory")'))).toMatchObject({ message: 'no memory' });
    expect(await exitOf(thread('process.exit(3)'))).toMatchObject({ message: 'the thread ended with code 3' });
  });

  it('says nothing when it was asked to go', async () => {
    const engine = thread('setInterval(() => {}, 1000)');
    const gone = exitOf(engine);
    await engine.terminate();
    expect(await gone).toBeNull();
  });
});
