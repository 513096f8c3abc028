/**
 * How many batches the one writer of a case takes each second: `node tests/bench/writer.ts <case folder> [job]`.
 * The batches are those of a finished examination of a real case, read from a copy; they are written into a case in a temporary folder.
 */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../src/base/assert.ts';
import type { Job } from '../../src/contract/analysis.ts';
import { type FromWorker, packFromWorker, unpackFromWorker } from '../../src/core/rack/messages.ts';
import { seal, unseal } from '../../src/core/rack/sealed.ts';
import type { ObservationRow } from '../../src/engine/detectors/interface.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase, openCase } from '../../src/store/open-case.ts';
import type { Batch } from '../../src/store/records.ts';
import { exampleExhibit } from '../helpers/example-records.ts';

const [source = '', jobId = 'J1'] = process.argv.slice(2);
const SECONDS = 8;
const BATCH_FRAMES = 64;
const KEY = 'k'.repeat(64);
const options = { now: () => new Date(), penumbraVersion: '0.1.0' };
const folder = mkdtempSync(join(tmpdir(), 'penumbra-writer-'));
const copy = join(folder, 'copy');
const target = join(folder, 'case');
const databaseBytes = (): number => statSync(join(target, 'case.sqlite')).size;

try {
  cpSync(join(source, 'case.sqlite'), join(copy, 'case.sqlite'));
  const { job, batches, rows } = realBatches();
  const store = createCase(target, { name: 'Writer', examiner: 'Demo Examiner' }, options);
  const emptyBytes = databaseBytes();
  let jobs = 0;
  const newJob = (): string => {
    jobs += 1;
    const sha256 = String(jobs).padStart(64, '0');
    return store.act(
      (added: Job) => entryFor.examinationStarted('Demo Examiner', added),
      (tx) => {
        const exhibit = tx.addExhibit(exampleExhibit({ sha256, sha1: sha256.slice(24), md5: sha256.slice(32) }, 1000));
        return tx.addJob({ exhibitId: exhibit.id, plan: job.plan, framesTotal: job.framesTotal, blocksTotal: 0 });
      },
    ).id;
  };
  const messages = batches.map((batch, at) => {
    const message: FromWorker = { type: 'batch', seq: at + 1, ...batch, failed: [] };
    const run = '11111111-1111-4111-8111-111111111111';
    const { words, blobs } = packFromWorker({ run, attempt: run, n: at + 1, message });
    return seal(KEY, 'out', words, blobs);
  });

  /** `write` for every batch of one job after the other, for some seconds. */
  const measure = (write: (id: string, at: number) => void): { perSecond: number; cpuMs: number; written: number } => {
    let written = 0;
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    while (performance.now() - startedAt < 1000 * SECONDS) {
      const id = newJob();
      for (let at = 0; at < batches.length; at += 1, written += 1) write(id, at);
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return { perSecond: (1000 * written) / (performance.now() - startedAt), cpuMs: (user + system) / 1000 / written, written };
  };
  const append = (id: string, batch: Batch): void => {
    store.appendBatch(id, batch, []);
    // Progress is told after each batch.
    store.job(id);
  };
  const alone = measure((id, at) => append(id, must(batches[at], 'a batch')));
  const overTheQueue = measure((id, at) => {
    const opened = must(unseal(KEY, 'out', must(messages[at], 'a message')), 'our own seal');
    const { message } = unpackFromWorker(opened.words, opened.blobs);
    if (message.type === 'batch') append(id, message);
  });
  store.close();
  const written = alone.written + overTheQueue.written;
  const messageBytes = messages.reduce((sum, { body }) => sum + body.length, 0) / messages.length;
  console.log(
    JSON.stringify({
      job: job.id,
      detectors: job.plan.detectors.length,
      frames: job.framesTotal,
      faces: batches.reduce((sum, { faces }) => sum + faces.length, 0),
      rows,
      batches: batches.length,
      messageBytes: Math.round(messageBytes),
      databaseBytesPerFrame: Math.round((databaseBytes() - emptyBytes) / ((written / batches.length) * job.framesTotal)),
      /** The busier the machine, the fewer; the processor's time beside it does not depend on others' work. */
      batchesPerSecond: alone.perSecond,
      cpuMsPerBatch: alone.cpuMs,
      batchesPerSecondOverTheQueue: overTheQueue.perSecond,
      cpuMsPerBatchOverTheQueue: overTheQueue.cpuMs,
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the job stored, cut into full batches. */
function realBatches(): { job: Job; batches: Batch[]; rows: number } {
  const store = openCase(copy, options);
  try {
    const job = store.job(jobId);
    const batches: Batch[] = [];
    let rows = 0;
    for (let firstFrame = 0; firstFrame < job.framesTotal; firstFrame += BATCH_FRAMES) {
      const lastFrame = Math.min(firstFrame + BATCH_FRAMES, job.framesTotal) - 1;
      const count = lastFrame - firstFrame + 1;
      const observations: Record<string, ObservationRow[]> = Object.fromEntries(store.observationsAt(jobId, firstFrame, count));
      rows += Object.values(observations).reduce((sum, all) => sum + all.length, 0);
      const faces = store.faces(jobId, firstFrame, count);
      const { trackerState } = store.checkpoint(jobId);
      batches.push({ firstFrame, lastFrame, framesDecoded: count, faces, observations, warnings: [], trackerState });
    }
    return { job, batches, rows };
  } finally {
    store.close();
  }
}
