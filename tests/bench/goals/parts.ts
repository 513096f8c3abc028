/** The measurements, each meant for a process of its own, so that its peak memory is its own. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../../src/base/assert.ts';
import type { Application } from '../../../src/core/application.ts';
import { bench } from '../../../src/core/bench/bench.ts';
import { decodeFrames } from '../../../src/engine/media/decode.ts';
import { probe } from '../../../src/engine/media/probe.ts';
import { findTools } from '../../../src/engine/media/tools.ts';
import { chanceOf } from '../../../scripts/hostile/random.ts';
import { ask, openApp } from '../../helpers/examine.ts';
import { faceFilm, longFilm, smallFilm } from './clips.ts';

type Numbers = Record<string, number | string | Record<string, number>>;

const seconds = (fromMs: number): number => (performance.now() - fromMs) / 1000;
const peakMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const WORKING_WIDTH = 1920;

async function inCase<T>(path: string, work: (app: Application) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'penumbra-goals-'));
  const app = await openApp(join(folder, 'data'));
  try {
    await app.createCaseAt(join(folder, 'case'), { name: 'Goals', examiner: 'Demo Examiner' });
    const [outcome] = await app.importPaths([path]);
    if (outcome?.outcome !== 'imported') throw new Error('the film was not imported');
    return await work(app);
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function examined(path: string): Promise<{ frames: number; totalSeconds: number; firstRowsSeconds: number; findings: number }> {
  return inCase(path, async (app) => {
    let firstRows = 0;
    const startedAt = performance.now();
    app.subscribe((event) => {
      if (event.type === 'analysis.progressed' && firstRows === 0 && event.progress.framesDone > 0) firstRows = seconds(startedAt);
    });
    const { id } = await ask(app, 'analysis.start', { exhibitId: 'E1' });
    await app.whenJobEnds(id);
    const totalSeconds = seconds(startedAt);
    const job = must((await ask(app, 'cases.state', {})).jobs[0], 'the examination');
    if (job.state !== 'finished') throw new Error(`the examination ended as ${job.state}`);
    const findings = await ask(app, 'analysis.findings', {});
    return { frames: job.framesDone, totalSeconds, firstRowsSeconds: firstRows, findings: findings.length };
  });
}

/** A whole examination against the decoder alone, which has the machine to itself as well. */
export async function visual(height: 720 | 1080, length: number): Promise<Numbers> {
  const fps = height === 720 ? 25 : 30;
  const path = await faceFilm(height, fps, length);
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const startedAt = performance.now();
  let decoded = 0;
  for await (const frame of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth: WORKING_WIDTH }))
    decoded = frame.frame + 1;
  const decodeSeconds = seconds(startedAt);
  const { frames, totalSeconds, firstRowsSeconds, findings } = await examined(path);
  return {
    frames,
    decodeFramesPerSecond: decoded / decodeSeconds,
    framesPerSecond: frames / totalSeconds,
    timesRealTime: frames / totalSeconds / fps,
    timesDecodeOnly: totalSeconds / decodeSeconds,
    firstRowsSeconds,
    /** Findings are concluded when all frames have been seen. */
    findingsSeconds: totalSeconds,
    findings,
    peakMiB: peakMiB(),
  };
}

/** Where the time of a frame goes: `penumbra bench`, one after the other in one thread. */
export async function perFrame(height: 720 | 1080): Promise<Numbers> {
  const path = await faceFilm(height, height === 720 ? 25 : 30, 20);
  const chosen = { provider: 'cpu' as const, choice: { asked: 'cpu' as const, passedOver: [] } };
  const result = await bench({ path, tools: await findTools(), frames: 250, chosen });
  const ran = result.detectors.filter(({ notRun }) => notRun === null);
  return {
    decodeMs: result.decodeMsPerFrame,
    trackingMs: result.trackingMsPerFrame,
    detectorsMs: Object.fromEntries(ran.map(({ detectorId, observeMsPerFrame }) => [detectorId, observeMsPerFrame])),
    concludeMs: Object.fromEntries(ran.map(({ detectorId, concludeMs }) => [detectorId, concludeMs])),
    peakMiB: peakMiB(),
  };
}

/** Hashed while it is copied, probed and indexed, against the system's program that only hashes; the file is in memory for both. */
export async function importing(length: number): Promise<Numbers> {
  const path = await longFilm(length, 1080);
  const mb = statSync(path).size / 1e6;
  spawnSync('cat', [path], { stdio: ['ignore', 'ignore', 'ignore'] });
  let startedAt = performance.now();
  spawnSync('sha256sum', [path]);
  const hashSeconds = seconds(startedAt);
  startedAt = performance.now();
  const importSeconds = await inCase(path, () => Promise.resolve(seconds(startedAt)));
  return {
    mb,
    sha256sumMbPerSecond: mb / hashSeconds,
    importMbPerSecond: mb / importSeconds,
    share: hashSeconds / importSeconds,
    peakMiB: peakMiB(),
  };
}

/** From the wish for a frame anywhere in the film to its PNG at full size; none is asked for twice. */
export async function seeking(length: number): Promise<Numbers> {
  return inCase(await longFilm(length), async (app) => {
    const { facts } = must((await ask(app, 'cases.state', {})).exhibits[0], 'E1');
    const frames = must(
      facts.streams.find((stream) => stream.type === 'video'),
      'its picture',
    ).frameCount;
    const chance = chanceOf(1);
    const taken: number[] = [];
    for (let number = 0; number < 60; number += 1) {
      const startedAt = performance.now();
      await app.still('E1', chance.below(frames));
      taken.push(performance.now() - startedAt);
    }
    taken.sort((a, b) => a - b);
    return {
      frames,
      p50Ms: must(taken[29], 'p50'),
      p95Ms: must(taken[56], 'p95'),
      longestMs: must(taken.at(-1), 'the longest'),
      peakMiB: peakMiB(),
    };
  });
}

/** One length of a small film; two lengths are compared by whoever asks. */
export async function memory(length: number): Promise<Numbers> {
  const { frames, totalSeconds } = await examined(await smallFilm(length));
  return { seconds: length, frames, totalSeconds, peakMiB: peakMiB() };
}
