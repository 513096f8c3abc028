/** What stands in docs/performance.md as goals, measured: each part is meant for a process of its own, so that its peak memory is its own. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as afterMs } from 'node:timers/promises';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { hashFile } from '../../base/node/sha256-file.ts';
import type { Input, Output, ProcedureName } from '../../contract/index.ts';
import { decodeFrames } from '../../engine/media/decode.ts';
import { probe } from '../../engine/media/probe.ts';
import type { MediaTools } from '../../engine/media/tools.ts';
import { spawnEngine } from '../../engine/spawn.ts';
import { samplingOf } from '../analysis/plan.ts';
import { createApp } from '../app.ts';
import type { Application } from '../application.ts';
import { penumbraVersion } from '../version.ts';
import { bench, type BenchResult } from './bench.ts';
import { faceFilm, longFilm, rateOf, smallFilm, type FilmMaker } from './goal-films.ts';

export type Numbers = Readonly<Record<string, number>>;

export interface Measuring extends FilmMaker {
  readonly tools: MediaTools;
}

const since = (fromMs: number): number => (performance.now() - fromMs) / 1000;
const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;

/** The value of an answer; throws what the answer says otherwise. */
async function ask<K extends ProcedureName>(app: Application, name: K, input: Input<K>): Promise<Output<K>> {
  const answer = await app.call(name, input);
  if (!answer.ok) throw new Failure(answer.error.code, answer.error.detail ?? name);
  return answer.value as Output<K>;
}

/** A case in a temporary folder with the film as E1; nothing of it is kept. */
async function inCase<T>(path: string, work: (app: Application, importSeconds: number) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(temporaryPrefix('bench'));
  const ports = { dataFolder: join(folder, 'data'), version: penumbraVersion(), now: () => new Date(), spawnEngine };
  const app = await createApp({ door: 'cli', ...ports });
  try {
    await app.createCaseAt(join(folder, 'case'), { name: 'Bench', examiner: 'Bench' });
    const startedAt = performance.now();
    const outcome = must((await app.importPaths([path]))[0], 'one file was given');
    if (outcome.outcome !== 'imported') throw new Failure('MEDIA_UNDECODABLE', 'the film was not imported');
    return await work(app, since(startedAt));
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How long at most this thread did nothing for others, from `begin` to `end`. */
function longestGap(): { begin(): void; end(): Promise<number> } {
  let last = 0;
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      last = performance.now();
      timer = setInterval(look, 5);
    },
    end: async () => {
      await afterMs(10);
      look();
      clearInterval(timer);
      return longest;
    },
  };
}

interface Examined {
  readonly frames: number;
  readonly totalSeconds: number;
  readonly firstRowsSeconds: number;
  readonly concludingSeconds: number;
  /** The longest time in which the application's own thread answered nobody, while conclusions were drawn and stored. */
  readonly concludingBlockedMs: number;
}

async function examined(path: string): Promise<Examined> {
  return inCase(path, async (app) => {
    let firstRows = 0;
    let concludingAt = 0;
    const gaps = longestGap();
    const startedAt = performance.now();
    app.subscribe((event) => {
      if (event.type !== 'analysis.progressed') return;
      if (firstRows === 0 && event.progress.framesDone > 0) firstRows = since(startedAt);
      if (event.progress.stage !== 'concluding') return;
      concludingAt = performance.now();
      gaps.begin();
    });
    const { id } = await ask(app, 'analysis.start', { exhibitId: 'E1' });
    await app.whenJobEnds(id);
    const totalSeconds = since(startedAt);
    const concludingSeconds = since(concludingAt);
    const concludingBlockedMs = await gaps.end();
    const job = must((await ask(app, 'cases.state', {})).jobs[0], 'the examination');
    if (job.state !== 'finished') throw new Failure('APP_INTERNAL', `the examination ended as ${job.state}`);
    return { frames: job.framesDone, totalSeconds, firstRowsSeconds: firstRows, concludingSeconds, concludingBlockedMs };
  });
}

/** A whole examination against the decoder alone, which has the machine to itself as well. */
export async function visual(measuring: Measuring, height: 720 | 1080, length: number): Promise<Numbers> {
  const path = await faceFilm(measuring, height, length);
  const { facts, index } = await probe(path, measuring.tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const { maxWorkingWidth } = samplingOf(facts.kind);
  const startedAt = performance.now();
  let decoded = 0;
  for await (const frame of decodeFrames({ path, ffmpegPath: measuring.tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth }))
    decoded = frame.frame + 1;
  const decodeSeconds = since(startedAt);
  const { frames, totalSeconds, firstRowsSeconds } = await examined(path);
  return {
    frames,
    decodeFramesPerSecond: decoded / decodeSeconds,
    framesPerSecond: frames / totalSeconds,
    timesRealTime: frames / totalSeconds / rateOf(height),
    timesDecodeOnly: totalSeconds / decodeSeconds,
    firstRowsSeconds,
    /** Findings are concluded when all frames have been seen. */
    firstFindingSeconds: totalSeconds,
    peakMiB: peakMiB(),
  };
}

/** Where the time of a frame goes, one after the other in one thread. */
export async function perFrame(measuring: Measuring, height: 720 | 1080, frames: number): Promise<BenchResult> {
  const path = await faceFilm(measuring, height, Math.ceil(frames / rateOf(height)));
  return bench({ path, tools: measuring.tools, frames, chosen: { provider: 'cpu', choice: { asked: 'cpu', passedOver: [] } } });
}

/** Hashed while it is copied, probed and indexed, against the system's program that only hashes; the file is in memory for both. */
export async function importing(measuring: Measuring, length: number): Promise<Numbers> {
  const path = await longFilm(measuring, 1080, length);
  const mb = statSync(path).size / 1e6;
  await hashFile(path);
  const startedAt = performance.now();
  const hashed = spawnSync('sha256sum', [path]);
  const hashSeconds = since(startedAt);
  const importSeconds = await inCase(path, (_app, taken) => Promise.resolve(taken));
  const beside = hashed.status === 0 ? { sha256sumMbPerSecond: mb / hashSeconds, share: hashSeconds / importSeconds } : {};
  return { mb, importMbPerSecond: mb / importSeconds, ...beside, peakMiB: peakMiB() };
}

/** Jumps of a seek. */
const JUMPS = 60;
/** Steps of this share of the film visit all its parts, and no frame twice (Weyl's sequence of the golden ratio). */
const STEP = (Math.sqrt(5) - 1) / 2;

/** Whoever opens a film looks at its first frame before jumping on; where packets lie is read meanwhile. */
const LOOK_MS = 3000;

/** From the wish for a frame anywhere in the film to its picture at full size, one jump after the other. */
export async function seeking(measuring: Measuring, length: number): Promise<Numbers> {
  return inCase(await longFilm(measuring, 720, length), async (app) => {
    const { facts } = must((await ask(app, 'cases.state', {})).exhibits[0], 'E1');
    const picture = facts.streams.find((stream) => stream.type === 'video');
    const frames = must(picture, 'its picture').frameCount;
    const taken: number[] = [];
    const openedAt = performance.now();
    await app.still('E1', 0);
    const firstMs = performance.now() - openedAt;
    await afterMs(LOOK_MS);
    for (let jump = 1; jump <= JUMPS; jump += 1) {
      const startedAt = performance.now();
      await app.still('E1', Math.floor(((jump * STEP) % 1) * frames));
      taken.push(performance.now() - startedAt);
    }
    taken.sort((a, b) => a - b);
    const at = (share: number): number => must(taken[Math.ceil(share * JUMPS) - 1], 'a share of the jumps');
    return { frames, firstMs, p50Ms: at(0.5), p95Ms: at(0.95), longestMs: at(1), peakMiB: peakMiB() };
  });
}

/** One length of a small film; two lengths are compared by whoever asks. */
export async function memory(measuring: Measuring, length: number): Promise<Numbers> {
  const { frames, totalSeconds, concludingSeconds, concludingBlockedMs } = await examined(await smallFilm(measuring, length));
  return { frames, totalSeconds, concludingSeconds, concludingBlockedMs, peakMiB: peakMiB() };
}
