/** The real engine when a part of it breaks: it says so or ends, leaves no thread and no program, and the next examination works. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import { must } from '../../src/base/assert.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { laneThreadsFor, type LanePort, startLanes, startThread } from '../../src/engine/lane-port.ts';
import { LaneThreads } from '../../src/engine/lane-threads.ts';
import type { LaneTask } from '../../src/engine/lane-server.ts';
import { looksAtPicture } from '../../src/engine/looks-at-picture.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { realSources } from '../../src/engine/sources.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { fakeTask, runToEnd } from '../helpers/fake-engine.ts';
import { makeClip } from '../helpers/small-media.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const folder = tempFolder();
const clip = join(folder, 'clip.mp4');
let task: EngineTask;
beforeAll(async () => {
  makeClip(clip, 80);
  const tools = await findTools();
  const { facts, index } = await probe(clip, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const { plan } = fakeTask({ frames: 0, detectors: [] });
  const all = detectors.map(({ card }) => ({ id: card.id, version: card.version, parametersSha256: '0'.repeat(64) }));
  const weightsFolder = join(modelsFolder(), 'weights');
  task = { path: clip, facts, timeBase, pts, plan: { ...plan, detectors: all }, ...tools, weightsFolder, resume: null };
  // Threads of detectors, and a decoder, are started before anything can break.
  expect(laneThreadsFor(task, 2)).toBe(1);
});

/** What the engine says until its thread is gone by itself; with a thread of its own left it would stay. */
async function untilGone(asked: EngineTask): Promise<FromEngine[]> {
  const engine = spawnEngine(asked);
  const messages: FromEngine[] = [];
  engine.onMessage((message) => {
    messages.push(message);
    if (message.type === 'batch' || message.type === 'soundBatch') engine.post({ type: 'ack', seq: message.seq });
  });
  await new Promise<void>((resolve, reject) => {
    engine.onExit((error) => (error === null ? resolve() : reject(error)));
  });
  const programs = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  expect(programs.filter((line) => line.includes('ffmpeg') && line.includes(folder))).toEqual([]);
  return messages;
}

describe('an engine that fails before it takes its threads over', { timeout: 60_000 }, () => {
  it('before its pass begins, ends by itself, so that the examination is told as a failed one', async () => {
    expect(await untilGone({ ...task, plan: { ...task.plan, packs: [{} as never] } })).toEqual([]);
  });

  it('in its pass, says so when they are gone', async () => {
    const facts = { ...task.facts, streams: task.facts.streams.filter(({ type }) => type !== 'video') };
    expect((await untilGone({ ...task, facts })).at(-1)).toMatchObject({ type: 'failed', error: { code: 'APP_INTERNAL' } });
  });
});

it('networks that are none, though their hashes are right, fail those who need them in every thread; the others go on', async () => {
  const weightsFolder = join(folder, 'models/weights');
  mkdirSync(weightsFolder, { recursive: true });
  const lock = JSON.parse(readFileSync(join(modelsFolder(), 'models.lock.json'), 'utf8')) as { networks: Record<string, unknown>[] };
  for (const network of lock.networks) {
    const words = `${String(network.id)} is no network`;
    writeFileSync(join(weightsFolder, String(network.file)), words);
    Object.assign(network, { sha256: sha256Hex(words), bytes: words.length });
  }
  writeFileSync(join(folder, 'models/models.lock.json'), JSON.stringify(lock));
  const messages = await untilGone({ ...task, weightsFolder });
  const failed = messages.flatMap((message) => (message.type === 'opened' ? message.failed : []));
  expect([...new Set(failed.map(({ error }) => error.code))]).toEqual(['INFERENCE_FAILED']);
  expect(failed.map(({ detectorId }) => detectorId)).toContain('blink');
  const rows = messages.flatMap((message) => (message.type === 'batch' ? (message.observations.temporal ?? []) : []));
  expect(rows).toHaveLength(80);
  expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
});

it('a thread of detectors that runs out of memory fails the examination, and no other; the next one works', async () => {
  const greedy = new URL('../helpers/greedy-lane-worker.ts', import.meta.url);
  const ended: boolean[] = [];
  const start = (how: LaneTask): LanePort => {
    const at = ended.push(false) - 1;
    const port = at === 1 ? startThread(how, greedy, { maxOldGenerationSizeMb: 32 }) : startThread(how);
    port.onExit(() => (ended[at] = true));
    return port;
  };
  const examine = (started: ReturnType<typeof startLanes>): Promise<FromEngine[]> =>
    runToEnd(task, { ...realSources(task), lanesBeside: (wanted, structure) => new LaneThreads(started, 12, wanted, structure) });
  const wide = detectors.filter(({ card }) => card.id === 'temporal' || card.id === 'spectrum');
  task = { ...task, plan: { ...task.plan, detectors: task.plan.detectors.filter(({ id }) => wide.some(({ card }) => card.id === id)) } };
  expect((await examine(startLanes(task, 2, start))).at(-1)).toMatchObject({
    type: 'failed',
    error: { code: 'APP_INTERNAL', detail: 'a thread of detectors ran out of memory' },
  });
  expect(ended).toEqual([true, true]);
  expect((await examine(startLanes(task, 2))).at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
});

it('starts neither a decoder nor threads of detectors where nobody looks at the picture', () => {
  const planOf = (...ids: string[]): EngineTask['plan'] => ({
    ...task.plan,
    detectors: detectors
      .filter(({ card }) => ids.includes(card.id))
      .map(({ card }) => ({ id: card.id, version: card.version, parametersSha256: '0'.repeat(64) })),
  });
  const looks = (plan: EngineTask['plan'], resume: EngineTask['resume'] = null): boolean =>
    looksAtPicture(detectors, { ...task, plan, resume });
  expect([looks(planOf('container', 'provenance')), looks(planOf('container', 'channels'))]).toEqual([false, false]);
  expect([looks(planOf('container', 'temporal')), looks(planOf('blink'))]).toEqual([true, true]);
  expect(looks(planOf('temporal', 'container'), { nextFrame: 64, trackerState: null, failedDetectorIds: ['temporal'] })).toBe(false);
  expect(laneThreadsFor({ ...task, looksAtPicture: false }, 2)).toBe(0);
  // Nor where an examination goes on whose frames have been examined, all or nearly all.
  expect([16, 31, 80].map((nextFrame) => laneThreadsFor({ ...task, resume: { nextFrame } }, 2))).toEqual([1, 0, 0]);
});
