/** A case in a data folder's list with a finished examination that was written down rather than run: for tests of the window, which need much to show and no networks. */
import { join } from 'node:path';
import type { FindingDraft, Job, Signal, Track } from '../../src/contract/analysis.ts';
import type { Exhibit } from '../../src/contract/exhibits.ts';
import { parametersSha256, samplingOf } from '../../src/core/analysis/plan.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { OVERLAY_LENGTH } from '../../src/engine/faces/overlay.ts';
import { ticksToUs } from '../../src/engine/media/ticks.ts';
import type { FaceRow, FrameWarning } from '../../src/engine/protocol.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { entryFor } from '../../src/store/entries.ts';
import { openCase } from '../../src/store/open-case.ts';
import type { EndedJob } from '../../src/store/records.ts';
import { exampleCombined } from './example-records.ts';
import { ask, openApp } from './examine.ts';

const EXAMINER = 'Demo Examiner';
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

export interface Seed {
  readonly dataFolder: string;
  /** Media files; each becomes an exhibit E1, E2, … and is really imported. */
  readonly files: readonly string[];
  readonly name?: string;
  /** Detectors of the written examination; each leaves one signal (those of faces and frames) and its share of the findings. */
  readonly detectorIds?: readonly string[];
  /** Of each detector; 1 when absent. */
  readonly signalsEach?: number;
  /** Adds a combined likelihood ratio of blink and gaze, made up. */
  readonly combined?: boolean;
  /** Findings for each exhibit, spread evenly over its length; every third is an anomaly. */
  readonly findings?: number;
  /** So many faces, one after the other; 1 when absent. Signals are of the first, findings of the face that is there. */
  readonly tracks?: number;
  /** What the decoder said of each film. */
  readonly warnings?: readonly FrameWarning[];
  /** Adds a second examination of each film that was begun and not finished. */
  readonly begunAgain?: boolean;
  /** So many further entries in the ledger, for lists that must stay quick. */
  readonly entries?: number;
}

/** Returns the case's folder; the case is closed. An exhibit without a frame index is imported and left unexamined. */
export async function seedCase(seed: Seed): Promise<string> {
  const folder = join(seed.dataFolder, 'cases', 'seeded');
  const app = await openApp(seed.dataFolder);
  try {
    await app.createCaseAt(folder, { name: seed.name ?? 'Seeded case', examiner: EXAMINER });
    for (const outcome of await app.importPaths(seed.files)) {
      if (outcome.outcome === 'refused') throw new Error(`${outcome.name}: ${outcome.error.code}`);
    }
    await ask(app, 'cases.close', {});
  } finally {
    await app.close();
  }
  const store = openCase(folder, { now: () => new Date(), penumbraVersion: '0.1.0' });
  try {
    for (const exhibit of store.exhibits()) {
      const index = store.frameIndex(exhibit.id);
      if (index !== null)
        writeExamination(
          store,
          exhibit,
          seed,
          index.pts.map((ticks) => ticksToUs(ticks, index.timeBase)),
        );
    }
    for (let nth = 0; nth < (seed.entries ?? 0); nth += 1)
      store.note({ actor: EXAMINER, action: 'exhibit.refused', subject: `made-${nth}.bin`, payload: { code: 'MEDIA_UNRECOGNISED', nth } });
  } finally {
    store.close();
  }
  return folder;
}

/** `timesUs`: the presentation time of every frame. */
function writeExamination(store: CaseStore, exhibit: Exhibit, seed: Seed, timesUs: readonly number[]): void {
  const ids = seed.detectorIds ?? ['blink', 'head-pose', 'face-edge', 'lighting', 'pixelation'];
  const cards = ids.map((id) => {
    const found = detectors.find((detector) => detector.card.id === id);
    if (found === undefined) throw new Error(`no detector ${id}`);
    return found.card;
  });
  const last = timesUs.length - 1;
  const job = store.act(
    (made: Job) => entryFor.examinationStarted(EXAMINER, made),
    (tx) =>
      tx.addJob({
        exhibitId: exhibit.id,
        plan: {
          exhibitSha256: exhibit.hashes.sha256,
          detectors: cards.map((card) => ({ id: card.id, version: card.version, parametersSha256: parametersSha256(card) })),
          weights: [{ id: 'facemesh', sha256: 'c'.repeat(64) }],
          decoder: { name: 'ffmpeg', version: '5.1' },
          runtime: { name: 'onnxruntime-node', version: '1.30.0' },
          provider: 'cpu',
          sampling: samplingOf(exhibit.kind),
          penumbraVersion: '0.1.0',
        },
        framesTotal: timesUs.length,
        blocksTotal: 0,
      }),
  );
  const { plan, framesTotal } = job;
  const { width, height } = sizeOf(exhibit);
  const box = [width * 0.3, height * 0.2, width * 0.4, height * 0.6].map(Math.round) as [number, number, number, number];
  const trackCount = seed.tracks ?? 1;
  const trackAt = (frame: number): number => Math.floor((frame * trackCount) / timesUs.length);
  const face = (frame: number): FaceRow => ({
    frame,
    ptsUs: at(timesUs, frame),
    trackId: trackAt(frame),
    confidence: 0.9,
    box,
    points: Array.from({ length: OVERLAY_LENGTH }, (_, k) => (k % 2 === 0 ? box[0] + box[2] / 2 : box[1] + box[3] / 2)),
  });
  const STEP = 500;
  for (let from = 0; from <= last; from += STEP) {
    const frames = Array.from({ length: Math.min(STEP, last - from + 1) }, (_, k) => from + k);
    store.appendBatch(job.id, {
      firstFrame: from,
      lastFrame: from + frames.length - 1,
      framesDecoded: frames.length,
      faces: frames.map(face),
      observations: {},
      warnings: from === 0 ? (seed.warnings ?? []) : [],
      trackerState: null,
    });
  }
  const tracks = Array.from({ length: trackCount }, (_, trackId): Track => {
    const frames = timesUs.flatMap((_us, frame) => (trackAt(frame) === trackId ? frame : []));
    return { trackId, firstFrame: at(frames, 0), lastFrame: frames.at(-1) ?? 0, frames: frames.length, medianInterocularPx: box[2] / 3 };
  });
  const each = seed.signalsEach ?? 1;
  const curves = cards.flatMap((card) => Array.from({ length: each }, (_, k) => ({ card, k })));
  const signals: Signal[] = curves.map(({ card, k }, nth) => ({
    detectorId: card.id,
    name: k === 0 ? 'made' : `made-${k + 1}`,
    title: `Made curve ${nth + 1}`,
    // Each in a unit of its own, so that each has a plot of its own.
    unit: k === 0 ? '1' : `unit ${k + 1}`,
    trackId: 0,
    frames: timesUs.map((_, frame) => frame),
    ptsUs: [...timesUs],
    // A wave of its own for each detector, with a gap in every thousand frames.
    values: timesUs.map((_, frame) => (frame % 1000 < 20 ? null : Math.sin(frame / (20 + 7 * nth)))),
    levels: [{ name: 'limit', value: 0.9 }],
  }));
  const count = seed.findings ?? 6;
  const findings: FindingDraft[] = Array.from({ length: count }, (_, nth) => {
    const first = Math.floor(((nth + 0.5) * last) / count);
    const end = Math.min(last, first + 5);
    const card = at(cards, nth);
    return {
      detectorId: card.id,
      kind: 'made',
      title: `Made finding ${nth + 1}`,
      trackId: trackAt(first),
      firstFrame: first,
      lastFrame: end,
      keyFrame: first,
      startUs: at(timesUs, first),
      endUs: at(timesUs, end),
      region: box,
      measure: { name: 'made', value: nth + 1, unit: '1' },
      weight: nth % 3 === 0 ? 'anomaly' : 'note',
      explanation: 'Written down for a test.',
      check: 'Nothing to check.',
    };
  });
  store.act(
    (ended: EndedJob) => entryFor.examinationEnded(EXAMINER, ended),
    (tx) =>
      tx.endJob({
        jobId: job.id,
        state: 'finished',
        outcomes: cards.map((card) => ({
          detectorId: card.id,
          outcome: { status: 'measured', score: 0.25, measures: [], statement: 'Written down for a test.' },
        })),
        ...(seed.combined === true ? { combined: [exampleCombined] } : {}),
        tracks,
        signals,
        findings,
        error: null,
      }),
  );
  if (seed.begunAgain === true)
    store.act(
      (made: Job) => entryFor.examinationStarted(EXAMINER, made),
      (tx) => tx.addJob({ exhibitId: exhibit.id, plan, framesTotal, blocksTotal: 0 }),
    );
}

function sizeOf(exhibit: Exhibit): { readonly width: number; readonly height: number } {
  for (const stream of exhibit.facts.streams) if (stream.type === 'video') return stream;
  throw new Error(`${exhibit.id} has no picture`);
}
