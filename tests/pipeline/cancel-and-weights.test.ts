/** The real engine when it is told to stop, and when its networks are not what the lock says. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { detectors as registry } from '../../src/engine/detectors/registry.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { realSources } from '../../src/engine/sources.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { ask, openApp } from '../helpers/examine.ts';
import { fakeDetector, fakeTask, runToEnd } from '../helpers/fake-engine.ts';
import { beginningOf, CAP12, CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

async function realTask(path: string, weightsFolder: string): Promise<EngineTask> {
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { plan } = fakeTask({ frames: 0, detectors: [fakeDetector('frame', 'frame')] });
  const blink = registry.map(({ card }) => ({ id: card.id, version: card.version, parametersSha256: '0'.repeat(64) }));
  return {
    path,
    facts,
    timeBase: index!.timeBase,
    pts: index!.pts,
    plan: { ...plan, detectors: [...blink, ...plan.detectors] },
    ffmpegPath: tools.ffmpegPath,
    ffprobePath: tools.ffprobePath,
    weightsFolder,
    resume: null,
  };
}

describe('networks', () => {
  it.each([
    ['are not there', 'WEIGHTS_MISSING', () => undefined],
    ['differ from the lock', 'WEIGHTS_MISMATCH', (weights: string) => writeFileSync(join(weights, 'facemesh.onnx'), 'not a network')],
  ])('that %s fail the detectors of faces, with that code, and no other', async (_words, code, spoil) => {
    const folder = tempFolder();
    const clip = await beginningOf(CAP13, 10, join(folder, 'clip.mp4'));
    const weights = join(folder, 'weights');
    copyFileSync(join(modelsFolder(), 'models.lock.json'), join(folder, 'models.lock.json'));
    if (code === 'WEIGHTS_MISMATCH') cpSync(join(modelsFolder(), 'weights'), weights, { recursive: true });
    else mkdirSync(weights);
    spoil(weights);
    const task = await realTask(clip, weights);
    const messages = await runToEnd(task, { ...realSources(task), detectors: [...registry, fakeDetector('frame', 'frame')] });
    const ofFaces = registry.filter((one) => one.card.feed === 'face' && one.applies(task.facts).applies).map(({ card }) => card.id);
    const failed = messages.flatMap((message) => (message.type === 'opened' ? message.failed : []));
    expect(failed.map((one) => one.detectorId).sort()).toEqual(ofFaces.toSorted());
    expect(new Set(failed.map(({ error }) => error.code))).toEqual(new Set([code]));
    const rows = messages.flatMap((message) => (message.type === 'batch' ? (message.observations.frame ?? []) : []));
    expect(rows.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  });
});

describe('cancelling', () => {
  it('ends a running examination at a checkpoint and leaves no decoder behind', async () => {
    const folder = tempFolder();
    const app = await openApp(join(folder, 'data'));
    await app.createCaseAt(join(folder, 'case'), { name: 'Cancelled', examiner: 'Demo Examiner' });
    await app.importPaths([CAP12]);
    const started = Promise.withResolvers<null>();
    app.subscribe((event) => {
      if (event.type === 'analysis.progressed' && event.progress.framesDone > 0) started.resolve(null);
    });
    const { id: jobId } = await ask(app, 'analysis.start', { exhibitId: 'E1' });
    await started.promise;
    const job = await ask(app, 'analysis.cancel', { jobId });
    expect(job.state).toBe('cancelled');
    expect(job.framesDone).toBeGreaterThan(0);
    expect(job.framesDone).toBeLessThan(1337);
    expect((await ask(app, 'analysis.overlays', { jobId, firstFrame: 0, count: 500 })).length).toBe(Math.min(500, job.framesDone));
    await app.close();
    expect(decodersOf(folder)).toEqual([]);
  });

  it('answers a wish that came before the first frame', async () => {
    const folder = tempFolder();
    const clip = await beginningOf(CAP12, 100, join(folder, 'clip.mp4'));
    const engine = spawnEngine(await realTask(clip, join(modelsFolder(), 'weights')));
    const messages: FromEngine[] = [];
    const gone = Promise.withResolvers<Error | null>();
    engine.onMessage((message) => messages.push(message));
    engine.onExit(gone.resolve);
    engine.post({ type: 'cancel' });
    expect(await gone.promise).toBeNull();
    expect(messages.map(({ type }) => type)).toEqual(['opened', 'ended']);
    expect(messages.at(-1)).toMatchObject({ reason: 'cancelled' });
    expect(decodersOf(folder)).toEqual([]);
  });
});

/** Command lines of programs that still read a file of this folder. */
const decodersOf = (folder: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('ffmpeg') && line.includes(folder));
