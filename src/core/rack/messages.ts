/** What the case's holder and a worker say to each other; everything that arrives is parsed, though it was sealed. */
import * as z from 'zod';
import { Plan } from '../../contract/analysis.ts';
import { WireErrorSchema } from '../../contract/errors.ts';
import { MediaFacts } from '../../contract/exhibits.ts';
import { ProviderName } from '../../contract/providers.ts';
import { FileStructure } from '../../contract/structure.ts';
import { DetectorId, FrameNumber, Line, Rational } from '../../contract/values.ts';
import type { EngineTask, FromEngine } from '../../engine/protocol.ts';
import type { ObservationRow } from '../../engine/detectors/interface.ts';
import { packFaces, packObservations, unpackFaces, unpackObservations } from '../../store/packing.ts';
import { decodeTrackerState, encodeTrackerState } from '../../store/tracker-state.ts';

/** Who examines: stated by the worker, and part of the custody entry. */
export const WorkerFacts = z.strictObject({ name: Line(60), host: Line(200), version: Line(40), processor: Line(200) });
export type WorkerFacts = z.infer<typeof WorkerFacts>;

/** Waits in the queue. It names an exhibit by hash, and no place. */
export const RackJob = z.strictObject({
  format: z.literal(1),
  /** The process that holds the case, and this run of an examination. */
  session: z.uuid(),
  run: z.uuid(),
  plan: Plan,
});
export type RackJob = z.infer<typeof RackJob>;

/** To one attempt of one worker. */
const ToWorker = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    facts: MediaFacts,
    timeBase: Rational,
    pts: z.array(z.int()),
    resume: z
      .strictObject({
        nextFrame: FrameNumber,
        nextBlock: z.int().nonnegative(),
        trackerState: z.string(),
        failedDetectorIds: z.array(DetectorId),
      })
      .nullable(),
  }),
  z.strictObject({ type: z.literal('ack'), seq: z.int().positive() }),
  z.strictObject({ type: z.literal('cancel') }),
  /** Another attempt has taken its place, or the case was closed: nothing more will be listened to. */
  z.strictObject({ type: z.literal('dropped') }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

const Failed = z.array(z.strictObject({ detectorId: DetectorId, error: WireErrorSchema }));
const Warnings = z.array(z.strictObject({ frame: FrameNumber.nullable(), words: z.string() }));
/** The names of the detectors whose packed rows follow as blobs, in this order. */
const Ids = z.array(DetectorId);
const Count = z.int().nonnegative();

const FromWorkerWords = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), worker: WorkerFacts }),
  z.strictObject({ type: z.literal('structure'), structure: FileStructure }),
  z.strictObject({ type: z.literal('opened'), provider: ProviderName, failed: Failed }),
  z.strictObject({
    type: z.literal('batch'),
    seq: z.int().positive(),
    firstFrame: FrameNumber,
    lastFrame: FrameNumber,
    framesDecoded: Count,
    warnings: Warnings,
    failed: Failed,
    trackerState: z.string(),
    detectors: Ids,
  }),
  z.strictObject({
    type: z.literal('soundBatch'),
    seq: z.int().positive(),
    firstBlock: Count,
    blocks: Count,
    ended: z.boolean(),
    warnings: Warnings,
    failed: Failed,
    detectors: Ids,
  }),
  z.strictObject({
    type: z.literal('ended'),
    reason: z.enum(['finished', 'cancelled']),
    decodeSeconds: z.number().nonnegative(),
    totalSeconds: z.number().nonnegative(),
  }),
  z.strictObject({ type: z.literal('failed'), error: WireErrorSchema }),
]);

const Envelope = { run: z.uuid(), attempt: z.uuid(), n: z.int().positive() };
const FromWorkerEnvelope = z.strictObject({ ...Envelope, message: FromWorkerWords });
const ToWorkerEnvelope = z.strictObject({ ...Envelope, message: ToWorker });

export type FromWorker = { readonly type: 'hello'; readonly worker: WorkerFacts } | FromEngine;
/** `attempt`: one worker's go at a run. `n` counts its messages from 1, so that none is taken twice and none is missed. */
export interface Addressed<Message> {
  readonly run: string;
  readonly attempt: string;
  readonly n: number;
  readonly message: Message;
}

/** Throws where they are not such words. */
export const readToWorker = (words: unknown): Addressed<ToWorker> => ToWorkerEnvelope.parse(words);

export const startFor = ({ facts, timeBase, pts, resume }: Pick<EngineTask, 'facts' | 'timeBase' | 'pts' | 'resume'>): ToWorker => ({
  type: 'start',
  facts,
  timeBase,
  pts: [...pts],
  resume:
    resume === null
      ? null
      : {
          nextFrame: resume.nextFrame,
          nextBlock: resume.nextBlock ?? 0,
          trackerState: encodeTrackerState(resume.trackerState),
          failedDetectorIds: (resume.failedDetectorIds ?? []).map((id) => DetectorId.parse(id)),
        },
});

export const resumeOf = (resume: Extract<ToWorker, { type: 'start' }>['resume']): EngineTask['resume'] =>
  resume === null ? null : { ...resume, trackerState: decodeTrackerState(resume.trackerState) };

/** Rows travel packed exactly as the case file holds them, so that packing them again gives the same bytes. */
export function packFromWorker({ message, ...envelope }: Addressed<FromWorker>): { words: unknown; blobs: Uint8Array[] } {
  if (message.type !== 'batch' && message.type !== 'soundBatch') return { words: { ...envelope, message }, blobs: [] };
  const { observations, ...rest } = message;
  const detectors = Object.keys(observations);
  const rows = Object.values(observations).map(packObservations);
  if (rest.type === 'soundBatch') return { words: { ...envelope, message: { ...rest, detectors } }, blobs: rows };
  const { faces, trackerState, ...words } = rest;
  return {
    words: { ...envelope, message: { ...words, trackerState: encodeTrackerState(trackerState), detectors } },
    blobs: [packFaces(faces), ...rows],
  };
}

/** Throws where they are not such words, or where the rows are cut off. */
export function unpackFromWorker(words: unknown, blobs: readonly Uint8Array[]): Addressed<FromWorker> {
  const { message, ...envelope } = FromWorkerEnvelope.parse(words);
  if (message.type === 'batch') {
    const { detectors, trackerState, ...rest } = message;
    const faces = unpackFaces(blobs[0] ?? new Uint8Array());
    const observations = rowsOf(detectors, blobs.slice(1));
    return { ...envelope, message: { ...rest, faces, observations, trackerState: decodeTrackerState(trackerState) } };
  }
  if (message.type === 'soundBatch') {
    const { detectors, ...rest } = message;
    return { ...envelope, message: { ...rest, observations: rowsOf(detectors, blobs) } };
  }
  return { ...envelope, message };
}

function rowsOf(detectors: readonly string[], blobs: readonly Uint8Array[]): Record<string, ObservationRow[]> {
  return Object.fromEntries(detectors.map((id, at) => [id, unpackObservations(blobs[at] ?? new Uint8Array())]));
}
