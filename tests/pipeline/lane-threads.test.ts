/** Real detectors in threads of their own over a real film: the very rows that they give in the thread of the pass. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { makePlan } from '../../src/core/analysis/plan.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../src/engine/faces/track.ts';
import { lockedWeights } from '../../src/engine/inference/lock.ts';
import { runtimeVersion } from '../../src/engine/inference/providers.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { laneThreadsFor, startLanes } from '../../src/engine/lane-port.ts';
import { LaneThreads } from '../../src/engine/lane-threads.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { realSources } from '../../src/engine/sources.ts';
import { runToEnd } from '../helpers/fake-engine.ts';
import { beginningOf, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const models = join(import.meta.dirname, '../../models');

async function taskFor(path: string): Promise<EngineTask> {
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const plan = makePlan({ sha256: '0'.repeat(64), kind: facts.kind }, detectors, {
    decoderVersion: tools.version,
    runtimeVersion: runtimeVersion(),
    lockedWeights: lockedWeights(join(models, 'models.lock.json')),
    trackerNetworks: TRACKING_WEIGHTS,
    penumbraVersion: '0.0.0',
  });
  return { path, facts, timeBase, pts, plan, ...tools, weightsFolder: join(models, 'weights'), resume: null };
}

/** By detector, and the faces; batches end by the clock. */
function rowsIn(messages: readonly FromEngine[]): { rows: Record<string, unknown[]>; faces: unknown[] } {
  const rows: Record<string, unknown[]> = {};
  const faces: unknown[] = [];
  for (const message of messages) {
    if (message.type !== 'batch') continue;
    faces.push(...message.faces);
    for (const [id, some] of Object.entries(message.observations)) (rows[id] ??= []).push(...some);
  }
  return { rows, faces };
}

it('gives the same rows and faces in two threads as in none', { timeout: 120_000 }, async () => {
  const task = await taskFor(await beginningOf(FRANCK, 16, join(tempFolder(), 'clip.mp4')));
  // So short that it is examined in the thread of the pass.
  expect([laneThreadsFor(task, 8), laneThreadsFor({ ...task, pts: Array.from({ length: 50 }, (_, n) => n) }, 2)]).toEqual([0, 1]);
  const here = rowsIn(await runToEnd(task, realSources(task)));
  const started = startLanes(task, 2);
  const beside = await runToEnd(task, {
    ...realSources(task),
    lanesBeside: (wanted, structure) => new LaneThreads(started, 12, wanted, structure),
  });
  expect(rowsIn(beside)).toEqual(here);
  expect(beside.flatMap((message) => (message.type === 'batch' || message.type === 'opened' ? message.failed : []))).toEqual([]);
  expect(here.faces).toHaveLength(16);
  expect(Object.keys(here.rows).length).toBeGreaterThan(15);
});
