/** The engine as it is bundled for the Electron door: its threads start and give the very rows of the source. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Concluder, concludingThread } from '../../src/core/analysis/concluder.ts';
import { makePlan } from '../../src/core/analysis/plan.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../src/engine/faces/track.ts';
import { lockedWeights } from '../../src/engine/inference/lock.ts';
import { runtimeVersion } from '../../src/engine/inference/providers.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { type SpawnedEngine, spawnEngine, watchWorker } from '../../src/engine/spawn.ts';
import { beginningOf, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'out/main/worker.js');

/** Everything the engine says of its rows, each batch acknowledged at once. */
function rowsOf(engine: SpawnedEngine): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const rows: unknown[] = [];
    engine.onMessage((message: FromEngine) => {
      if (message.type === 'batch') {
        rows.push({ faces: message.faces, observations: message.observations, frames: message.framesDecoded });
        engine.post({ type: 'ack', seq: message.seq });
      } else if (message.type === 'ended') resolve([...rows, message.reason]);
      else if (message.type === 'failed') reject(new Error(message.error.code));
    });
    engine.onExit((error) => {
      if (error !== null) reject(error);
    });
  });
}

/** Batches end by the clock too, so rows are compared without their borders. */
const joined = (rows: readonly unknown[]): string =>
  JSON.stringify(rows.flatMap((row) => (typeof row === 'object' && row !== null && 'faces' in row ? (row.faces as unknown[]) : [])));

describe.skipIf(!existsSync(bundle))('the bundled engine (skipped where nothing was built)', () => {
  it('examines a real clip as the source does', async () => {
    const path = join(tempFolder(), 'clip.mp4');
    // Enough that detectors run in threads of their own.
    await beginningOf(FRANCK, 60, path);
    const tools = await findTools();
    const { facts, index } = await probe(path, tools);
    const models = join(root, 'models');
    const task: EngineTask = {
      path,
      facts,
      timeBase: index?.timeBase ?? { num: 1, den: 1 },
      pts: index?.pts ?? [],
      plan: makePlan({ sha256: '0'.repeat(64), kind: facts.kind }, detectors, {
        decoderVersion: tools.version,
        runtimeVersion: runtimeVersion(),
        lockedWeights: lockedWeights(join(models, 'models.lock.json')),
        trackerNetworks: TRACKING_WEIGHTS,
        penumbraVersion: '0.0.0',
      }),
      ffmpegPath: tools.ffmpegPath,
      ffprobePath: tools.ffprobePath,
      weightsFolder: join(models, 'weights'),
      resume: null,
    };
    const bundled = await rowsOf(watchWorker(new Worker(bundle, { workerData: task })));
    const source = await rowsOf(spawnEngine(task));
    expect(bundled.at(-1)).toBe('finished');
    expect(joined(bundled).length).toBeGreaterThan(1000);
    expect(joined(bundled)).toBe(joined(source));
  });

  it('concludes in a thread that opens the case file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'case.sqlite'), 'no database');
    const spawn = () => concludingThread(pathToFileURL(join(root, 'out/main/conclude-worker.js')));
    const concluder = new Concluder({ spawn });
    const task = { folder, jobId: 'J1', detectorIds: ['blink'], untold: [] };
    await expect(concluder.conclude(task, new AbortController().signal, false)).rejects.toMatchObject({ code: 'CASE_DAMAGED' });
  });
});
