/** An examination on workers gives the case file of an examination here, whatever happens to a worker meanwhile. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import type { Job, Progress } from '../../src/contract/analysis.ts';
import { ERROR_WORDS } from '../../src/contract/errors.ts';
import { DetectorId } from '../../src/contract/values.ts';
import { createApp } from '../../src/core/app.ts';
import type { Application } from '../../src/core/application.ts';
import { queueState } from '../../src/core/rack/queue-state.ts';
import { readRackFile } from '../../src/core/rack/rack-file.ts';
import { withRack } from '../../src/core/rack/with-rack.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { ask, RESULTS, whatIsLeft } from '../helpers/examine.ts';
import { FRANCK } from '../helpers/real-clips.ts';
import { startRedis, type TestRedis, whyNoRedis } from '../helpers/redis.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CLI = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
const DETECTORS = ['blink', 'temporal', 'channels'].map((id) => DetectorId.parse(id));

if (whyNoRedis !== null) console.warn(`examinations on workers are not tested: ${whyNoRedis}`);

const children: ChildProcess[] = [];
const servers: TestRedis[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
});

async function redis(folder: string, port?: number): Promise<TestRedis> {
  const server = await startRedis(folder, port);
  servers.push(server);
  return server;
}

/** Resolves when it waits for examinations. */
async function startWorker(
  name: string,
  rackFile: string,
  exhibits: string,
  env: NodeJS.ProcessEnv = {},
  leaseSeconds = 2,
): Promise<ChildProcess> {
  const args = [CLI, 'worker', exhibits, '--rack', rackFile, '--name', name, '--lease', String(leaseSeconds)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  children.push(child);
  const lines = createInterface({ input: must(child.stderr, 'stderr is a pipe') });
  await new Promise<void>((resolve, reject) => {
    // Each line: several may come at once.
    lines.on('line', (line) => {
      if (line.includes('waiting')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the worker ended with code ${String(code)} before it waited`)));
  });
  return child;
}

async function openCase(folder: string, rackFile: string | undefined, clip: string): Promise<Application> {
  const ports = { door: 'cli', dataFolder: `${folder}-data`, version: '0.1.0', now: () => new Date(), spawnEngine } as const;
  const app = await createApp(withRack(ports, rackFile));
  await app.createCaseAt(folder, { name: 'Rack', examiner: 'Demo Examiner' });
  await app.importPaths([clip]);
  return app;
}

/** Examines E1 to its end; `watch` sees each progress. */
async function examineE1(app: Application, watch: (progress: Progress) => void = () => undefined): Promise<Job> {
  app.subscribe((event) => {
    if (event.type === 'analysis.progressed') watch(event.progress);
  });
  const { id } = await ask(app, 'analysis.start', { exhibitId: 'E1', detectorIds: DETECTORS });
  await app.whenJobEnds(id);
  return must((await ask(app, 'cases.state', {})).jobs[0], 'the examination');
}

/** Seconds of a real film, as they were coded, with a sound of two channels made for it. */
function clipOf(seconds: number, path: string): string {
  const sound = `aevalsrc=0.2*sin(440*2*PI*t)|0.1*sin(333*2*PI*t):s=16000:d=${String(seconds)}`;
  const args = ['-v', 'error', '-i', FRANCK, '-f', 'lavfi', '-i', sound, '-t', String(seconds), '-c:v', 'copy', '-c:a', 'aac', path];
  expect(spawnSync('ffmpeg', args).status).toBe(0);
  return path;
}

describe.skipIf(whyNoRedis !== null)('examinations on workers', { timeout: 300_000 }, () => {
  it('gives the rows of an examination here, though a worker is killed and then the queue loses everything', async () => {
    const root = tempFolder();
    const clip = clipOf(8, join(root, 'clip.mp4'));
    const here = await openCase(join(root, 'here'), undefined, clip);
    expect(await examineE1(here)).toMatchObject({ state: 'finished' });
    await here.close();
    const whole = whatIsLeft(join(root, 'here'));
    expect(whole.faces.length).toBeGreaterThan(150);
    expect(whole.rows.channels?.length).toBeGreaterThan(6);

    const folder = join(root, 'rack');
    const { rackFile, port } = await redis(root);
    const app = await openCase(folder, rackFile, clip);
    const first = await startWorker('first', rackFile, join(folder, 'exhibits'));
    const second = startWorker('second', rackFile, join(folder, 'exhibits'));
    let [killedAt, lostAt] = [0, 0];
    const job = await examineE1(app, ({ framesDone }) => {
      if (killedAt === 0 && framesDone > 0) {
        killedAt = framesDone;
        first.kill('SIGKILL');
      } else if (lostAt === 0 && killedAt > 0 && framesDone > killedAt) {
        lostAt = framesDone;
        void must(servers.pop(), 'the queue')
          .stop()
          .then(() => redis(root, port));
      }
    });
    await second;
    expect(job).toMatchObject({ state: 'finished' });
    expect(killedAt).toBeGreaterThan(0);
    expect(lostAt).toBeGreaterThan(killedAt);
    expect(lostAt).toBeLessThan(job.framesTotal);
    expect(await ask(app, 'cases.verify', {})).toMatchObject({ ok: true, problems: [] });
    await app.close();

    const onWorkers = whatIsLeft(folder);
    for (const part of RESULTS) expect(onWorkers[part], part).toEqual(whole[part]);
    expect(onWorkers.job.outcomes).toEqual(whole.job.outcomes);
    expect(onWorkers.job.plan).toEqual(whole.job.plan);
    expect(onWorkers.job.framesWithFace).toBe(whole.job.framesWithFace);
    const taken = onWorkers.entries.filter(({ action }) => action === 'examination.taken').map(({ payload }) => payload);
    expect(taken.slice(0, 2)).toMatchObject([
      { nextFrame: 0, nextBlock: 0, worker: { name: 'first', version: '0.1.0' } },
      { nextBlock: 0, worker: { name: 'second' } },
    ]);
    expect((taken[1] as { nextFrame: number }).nextFrame).toBeGreaterThanOrEqual(killedAt);
    expect(onWorkers.entries.map(({ action }) => action).filter((action) => action === 'examination.started')).toHaveLength(1);
  });

  it('examines nothing altered and nothing by another decoder; both are dead letters, and the examination can be resumed', async () => {
    const root = tempFolder();
    const folder = join(root, 'rack');
    const { rackFile } = await redis(root);
    const app = await openCase(folder, rackFile, clipOf(1, join(root, 'clip.mp4')));
    const failure = (job: Job) => [job.state, job.error?.code, job.error?.detail];
    const again = async (): Promise<Job> => {
      await ask(app, 'analysis.resume', { jobId: 'J1' });
      await app.whenJobEnds('J1');
      return must((await ask(app, 'cases.state', {})).jobs[0], 'the examination');
    };

    const [exhibit] = (await ask(app, 'cases.state', {})).exhibits;
    const { sha256 } = must(exhibit, 'E1').hashes;
    const altered = join(root, 'altered', sha256, 'original.mp4');
    mkdirSync(dirname(altered), { recursive: true });
    writeFileSync(altered, 'not what was imported');
    const careless = await startWorker('careless', rackFile, join(root, 'altered'));
    expect(failure(await examineE1(app))).toEqual([
      'failed',
      'RACK_GAVE_UP',
      `after 1 try: EXHIBIT_ALTERED, ${sha256} was asked for, ${sha256Hex('not what was imported')} was found`,
    ]);
    careless.kill('SIGKILL');

    const otherDecoder = join(root, 'ffmpeg');
    writeFileSync(otherDecoder, '#!/bin/sh\necho "ffmpeg version 9.9-other Copyright (c) the makers"\n', { mode: 0o755 });
    const other = await startWorker('other', rackFile, join(folder, 'exhibits'), { PENUMBRA_FFMPEG: otherDecoder });
    expect(failure(await again())).toEqual(['failed', 'RACK_REFUSED', 'decoder']);
    other.kill('SIGKILL');

    const { deadLetters } = await queueState(readRackFile(rackFile), true);
    expect(deadLetters.map((letter) => [letter.exhibitSha256, letter.tries])).toEqual([
      [sha256, 1],
      [sha256, 1],
    ]);
    expect(await queueState(readRackFile(rackFile), false)).toMatchObject({ waiting: 0, examining: 0, deadLetters: [] });

    const careful = await startWorker('careful', rackFile, root);
    // A program of its own, so that one that does not end by itself is noticed.
    const shown = spawnSync(process.execPath, [CLI, 'rack', '--rack', rackFile, '--json'], { encoding: 'utf8', timeout: 60_000 });
    expect([shown.status, JSON.parse(shown.stdout)]).toEqual([
      0,
      { waiting: 0, examining: 0, pausing: 0, workers: ['careful'], deadLetters: [] },
    ]);
    const job = await again();
    expect(job).toMatchObject({ state: 'finished', framesDone: job.framesTotal });
    expect(await ask(app, 'cases.verify', {})).toMatchObject({ ok: true, problems: [] });
    await app.close();
    careful.kill('SIGINT');
    expect(await once(careful, 'exit')).toEqual([0, null]);
  });

  it('Ctrl+C of a worker at work gives its examination back at once, while others examine other exhibits; nothing is doubled', async () => {
    const root = tempFolder();
    const clips = [6, 2, 1].map((seconds) => clipOf(seconds, join(root, `${String(seconds)}.mp4`)));
    const examineAll = async (app: Application, watch: (progress: Progress) => void): Promise<Job[]> => {
      await app.importPaths(clips.slice(1));
      app.subscribe((event) => {
        if (event.type === 'analysis.progressed') watch(event.progress);
      });
      const started: Job[] = [];
      for (const exhibitId of ['E1', 'E2', 'E3']) started.push(await ask(app, 'analysis.start', { exhibitId, detectorIds: DETECTORS }));
      await Promise.all(started.map(({ id }) => app.whenJobEnds(id)));
      return (await ask(app, 'cases.state', {})).jobs;
    };
    const here = await openCase(join(root, 'here'), undefined, clips[0] ?? '');
    await examineAll(here, () => undefined);
    await here.close();

    const folder = join(root, 'rack');
    const { rackFile } = await redis(root);
    const app = await openCase(folder, rackFile, clips[0] ?? '');
    // All wait before anything is begun, so that each takes one. So long a lease that only what is given back is examined before the test ends.
    const names = ['first', 'second', 'third'];
    const workers = await Promise.all(names.map((name) => startWorker(name, rackFile, join(folder, 'exhibits'), {}, 600)));
    const takenBy = async (jobId: string): Promise<string[]> => {
      const entries = await ask(app, 'custody.entries', { fromSeq: 1, limit: 1000 });
      return entries.flatMap(({ action, subject, payload }) =>
        action === 'examination.taken' && subject === jobId ? [(payload as { worker: { name: string } }).worker.name] : [],
      );
    };
    const exited = Promise.withResolvers<unknown>();
    let stopped: Progress | null = null;
    const jobs = await examineAll(app, (progress) => {
      // The longest, while most of it is still to be done.
      if (stopped !== null || progress.jobId !== 'J1' || progress.framesDone === 0) return;
      stopped = progress;
      void takenBy(progress.jobId).then(([name]) => {
        const worker = must(workers[names.indexOf(name ?? '')], 'the worker that has it');
        once(worker, 'exit').then(exited.resolve, exited.reject);
        worker.kill('SIGINT');
      });
    });
    const { jobId, framesDone } = must(stopped as Progress | null, 'the moment at which it was stopped');
    expect(await exited.promise).toEqual([0, null]);
    expect(jobs.map(({ state, framesDone: done, framesTotal }) => [state, done === framesTotal])).toEqual(
      Array(3).fill(['finished', true]),
    );
    expect(await ask(app, 'cases.verify', {})).toMatchObject({ ok: true, problems: [] });
    await app.close();

    for (const { id } of jobs) {
      const [onWorkers, whole] = [whatIsLeft(folder, id), whatIsLeft(join(root, 'here'), id)];
      for (const part of RESULTS) expect(onWorkers[part], `${id} ${part}`).toEqual(whole[part]);
    }
    const { entries } = whatIsLeft(folder);
    const taken = entries.flatMap(({ action, subject, payload }) =>
      action === 'examination.taken' ? [{ subject, ...(payload as { nextFrame: number; worker: { name: string } }) }] : [],
    );
    const ofStopped = taken.filter(({ subject }) => subject === jobId);
    expect(ofStopped[0]?.nextFrame).toBe(0);
    expect(ofStopped[1]?.worker.name).not.toBe(ofStopped[0]?.worker.name);
    expect(ofStopped[1]?.nextFrame).toBeGreaterThanOrEqual(framesDone);
    expect(taken).toHaveLength(4);
    expect(new Set(taken.map(({ worker }) => worker.name)).size).toBe(3);
  });

  it('says that the queue cannot be reached, and keeps its password to itself', async () => {
    const root = tempFolder();
    const rackFile = join(root, 'rack.txt');
    writeFileSync(rackFile, `redis://:secret-word@127.0.0.1:1\n${'k'.repeat(32)}\n`, { mode: 0o600 });
    const app = await openCase(join(root, 'rack'), rackFile, clipOf(1, join(root, 'clip.mp4')));
    const { error } = await examineE1(app);
    expect(error).toEqual({ code: 'RACK_UNREACHABLE', message: ERROR_WORDS.RACK_UNREACHABLE, detail: '127.0.0.1:1' });
    await app.close();
  });
});
