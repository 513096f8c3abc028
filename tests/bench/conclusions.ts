/**
 * What conclusions about a long film take: node tests/bench/conclusions.ts [seconds of film] [folder to keep it in] [detector…].
 * Examines 20 s of a real face at 25 frames a second, writes a case whose job has the rows of so long a film (the 20 s again and again, one face
 * throughout), and concludes each detector in a process of its own. Prints seconds and highest memory of each, then of all in one thread, then how
 * long the application's own thread was blocked at most while the end was stored, and while the rows were compared with themselves ("compare"
 * instead of a detector: that alone).
 */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../src/contract/analysis.ts';
import { must } from '../../src/base/assert.ts';
import { faceFilm } from '../../src/core/bench/goal-films.ts';
import { type Concluded, Concluder } from '../../src/core/analysis/concluder.ts';
import { compareBeside } from '../../src/core/analysis/compare-beside.ts';
import { storeEnd } from '../../src/core/analysis/store-end.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase, openCase } from '../../src/store/open-case.ts';
import type { JobEnd } from '../../src/store/records.ts';
import { BATCH_FRAMES } from '../../src/engine/pass.ts';
import { examine } from '../helpers/examine.ts';
import { FRANCK } from '../helpers/real-clips.ts';

const OPTIONS = { now: () => new Date(), penumbraVersion: '0.1.0' };
const RATE = 25;
const PIECE_SECONDS = 20;
/** Among the detectors: the end is stored too. */
const END = 'end';
/** Instead of a detector: a repetition that gave the same rows is compared. */
const COMPARE = 'compare';

if (process.send === undefined) {
  const [seconds = '7200', kept, ...only] = process.argv.slice(2);
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'penumbra-bench-')));
  try {
    const path = join(folder, `long-${seconds}`);
    if (!existsSync(path)) await writeLong(folder, path, Number(seconds));
    const ids = only.length > 0 ? only : [...detectorsOf(path), COMPARE];
    for (const id of ids) console.log(id.padEnd(20), await inProcess(path, id));
    if (only.length === 0) console.log('all in one thread'.padEnd(20), await inProcess(path, ...detectorsOf(path), END));
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
} else if (process.argv[3] === COMPARE) {
  process.send(await compared(must(process.argv[2], 'a folder')));
} else {
  const [folder = '', ...ids] = process.argv.slice(2);
  const detectorIds = ids.filter((id) => id !== END);
  const before = process.memoryUsage.rss() / 2 ** 20;
  const startedAt = performance.now();
  const concluder = new Concluder();
  const task = { folder, jobId: 'J1', detectorIds, untold: [] };
  const concluded = must(await concluder.conclude(task, new AbortController().signal, false), 'nobody ended it');
  const failed = concluded.conclusions.flatMap(({ detectorId, outcome }) =>
    outcome.status === 'failed' ? [`${detectorId} failed: ${String(outcome.error.detail)}`] : [],
  );
  const letters = concluded.conclusions.flatMap(({ signals }) => signals).reduce((sum, words) => sum + words.length, 0);
  process.send(
    `${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${(process.resourceUsage().maxRSS / 1024 - before).toFixed(0)} MiB above ` +
      `${before.toFixed(0)} MiB, ${(letters / 1e6).toFixed(1)} MB of signals ${failed.join('; ')}` +
      (ids.includes(END) ? `\n${'its end'.padEnd(20)} ${await storedEnd(folder, concluded)}` : ''),
  );
}

/** In a copy of the case. */
async function storedEnd(folder: string, { tracks, conclusions }: Concluded): Promise<string> {
  const copy = `${folder}-ended`;
  await cp(folder, copy, { recursive: true });
  const store = openCase(copy, OPTIONS);
  try {
    const { id } = store.act(
      (job: Job) => entryFor.examinationResumed('Bench', job),
      (tx) => tx.resumeJob('J1'),
    );
    const end: JobEnd = {
      ...{ jobId: id, state: 'finished', tracks, error: null },
      outcomes: conclusions.map(({ detectorId, outcome }) => ({ detectorId, outcome })),
      signals: conclusions.flatMap(({ signals }) => signals),
      findings: conclusions.flatMap(({ findings }) => findings),
    };
    return await watched(() => storeEnd({ folder: copy, store, actor: 'Bench' }, end, OPTIONS));
  } finally {
    store.close();
    await rm(copy, { recursive: true, force: true });
  }
}

async function compared(folder: string): Promise<string> {
  const store = openCase(folder, OPTIONS);
  const ran = { store, jobId: 'J1' };
  try {
    return await watched(() => compareBeside(ran, ran, new AbortController().signal));
  } finally {
    store.close();
  }
}

/** What the application's own thread notices of it. */
async function watched(work: () => Promise<unknown>): Promise<string> {
  const before = process.memoryUsage.rss() / 2 ** 20;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(20);
  const startedAt = performance.now();
  const began = process.threadCpuUsage();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.threadCpuUsage(began);
  await sleep(20);
  const more = process.resourceUsage().maxRSS / 1024 - before;
  return (
    `${seconds.toFixed(1)} s, the application's thread blocked for ${(delay.max / 1e6).toFixed(0)} ms at most, ` +
    `${((user + system) / 1000).toFixed(0)} ms of processor time in it, ${more.toFixed(0)} MiB above ${before.toFixed(0)} MiB`
  );
}

function inProcess(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, args);
    child.once('message', (words) => resolve(words as string));
    child.once('exit', (code) => reject(new Error(`its process ended with code ${String(code)}`)));
  });
}

function detectorsOf(folder: string): string[] {
  const store = openCase(folder, OPTIONS);
  try {
    return store.job('J1').plan.detectors.map(({ id }) => id);
  } finally {
    store.close();
  }
}

async function writeLong(folder: string, path: string, seconds: number): Promise<void> {
  const film = await faceFilm({ folder, ffmpegPath: 'ffmpeg', sample: FRANCK }, 720, PIECE_SECONDS);
  if (!existsSync(join(folder, 'piece'))) await examine(join(folder, 'piece'), [film]);
  const piece = openCase(join(folder, 'piece'), OPTIONS);
  const long = createCase(path, { name: 'Bench', examiner: 'Bench' }, OPTIONS);
  const exhibit = must(piece.exhibits()[0], 'the piece');
  const { originalName, sizeBytes, hashes, facts } = exhibit;
  const frames = PIECE_SECONDS * RATE;
  const times = seconds / PIECE_SECONDS;
  const timeBase = { num: 1, den: RATE };
  const index = { timeBase, pts: Array.from({ length: frames * times }, (_, frame) => frame), keyFrames: [0] };
  long.act({ actor: 'Bench', action: 'exhibit.imported', subject: 'E1', payload: null }, (tx) =>
    tx.addExhibit({
      ...{ originalName, sizeBytes, hashes, extension: 'mp4', sourceModifiedAtUtc: null, index },
      facts: { ...facts, durationUs: seconds * 1e6 },
    }),
  );
  const { plan } = piece.job('J1');
  const { id } = long.act(
    (added: Job) => entryFor.examinationStarted('Bench', added),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan, framesTotal: frames * times, blocksTotal: 0 }),
  );
  const structure = piece.structure('J1');
  if (structure !== null) long.keepStructure(id, structure);
  const byFrame = <T extends { readonly frame: number }>(rows: readonly T[]) => Map.groupBy(rows, ({ frame }) => frame);
  const faces = byFrame(piece.faces('J1', 0, frames));
  const observed = plan.detectors.map((detector) => [detector.id, byFrame(piece.observations('J1', detector.id))] as const);
  // As long as an examination makes them.
  for (let firstFrame = 0; firstFrame < frames * times; firstFrame += BATCH_FRAMES) {
    const framesDecoded = Math.min(BATCH_FRAMES, frames * times - firstFrame);
    const rowsOf = <T extends { readonly ptsUs: number }>(of: ReadonlyMap<number, readonly T[]>): T[] =>
      Array.from({ length: framesDecoded }, (_, k) => firstFrame + k).flatMap((frame) =>
        (of.get(frame % frames) ?? []).map((row) => {
          const round = Math.floor(frame / frames);
          return { ...row, frame, ptsUs: row.ptsUs + round * PIECE_SECONDS * 1e6 };
        }),
      );
    long.appendBatch(id, {
      ...{ firstFrame, lastFrame: firstFrame + framesDecoded - 1, framesDecoded, warnings: [], trackerState: null },
      faces: rowsOf(faces),
      observations: Object.fromEntries(observed.map(([detectorId, rows]) => [detectorId, rowsOf(rows)])),
    });
  }
  piece.close();
  // As a crash would leave it, a running job becomes an interrupted one; its rows are read all the same.
  long.close();
}
