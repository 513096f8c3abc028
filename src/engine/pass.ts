/** The single pass: each frame is decoded once, its faces are tracked once, and every detector sees them; then the sound, block by block. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert } from '../base/assert.ts';
import { Failure, toWireError } from '../base/failure.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { AnyDetector, ObservationRow } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { Networks } from './inference/networks.ts';
import { FRAMES_KEPT, FrameMemory } from './frame-memory.ts';
import { Lanes, needsStructure } from './lanes.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { Outbox } from './outbox.ts';
import { ticksToUs } from './media/ticks.ts';
import type { EngineTask, FaceRow, FrameWarning } from './protocol.ts';
import type { SoundSpan } from './sound/listen.ts';
import type { SoundDecoding } from './sound/sound-block.ts';
import { examineSound } from './sound-pass.ts';

/** A batch is sent when it holds so many frames, or is so old: what a crash can cost, and what a commit weighs. */
export const BATCH_FRAMES = 64;
export const BATCH_MS = 1000;

/** What the pass asks of the face tracker. */
export interface FaceTracking {
  track(frame: WorkingFrame): Promise<readonly FaceItem[]>;
  /** Plain data (survives JSON) from which a new tracker goes on exactly as this one would. */
  state(): unknown;
}

/** What the pass asks of the sound beside the picture. */
export interface Listening {
  /** Between two moments of the exhibit's clock, in order; `null` where there is no sound. */
  span(fromUs: number, toUs: number): Promise<SoundSpan | null>;
  close(): Promise<void>;
}

/** One decoding; `ended` resolves after its last frame, or after the iteration was left. */
export interface Decoding extends AsyncIterable<WorkingFrame> {
  readonly ended: Promise<{ readonly warnings: readonly FrameWarning[]; readonly decodeSeconds: number }>;
}

/** Where the pass gets its parts; sources.ts gives the real ones, tests give fakes. */
export interface PassSources {
  readonly detectors: readonly AnyDetector[];
  /** Frames in presentation order from `firstFrame` to the end. */
  decode(firstFrame: number, signal: AbortSignal): Decoding;
  openNetworks(): Promise<Networks>;
  /** `state` is what an earlier tracker gave, or `null` at the start. */
  openTracker(networks: Networks, state: unknown): Promise<FaceTracking>;
  /** What the file says about itself; asked for only when a detector needs it. */
  readStructure(signal: AbortSignal): Promise<FileStructure>;
  /** The sound from `fromUs` on; asked for only when a detector hears. */
  openSound(networks: Networks, fromUs: number, signal: AbortSignal): Promise<Listening>;
  /** All sound from its start, in blocks; asked for only when a detector observes it. */
  decodeSound(signal: AbortSignal): SoundDecoding;
  overlayPoints(face: FaceItem): readonly number[];
  /** A steady clock, milliseconds. */
  now(): number;
}

interface OpenBatch {
  readonly firstFrame: number;
  readonly openedAt: number;
  lastFrame: number;
  framesDecoded: number;
  readonly faces: FaceRow[];
  readonly observations: Record<string, ObservationRow[]>;
}

/**
 * Runs a task from its first (or resumed) frame to the last; resolves when `ended` or `failed` has been sent.
 * A batch tells rows, faces, warnings and the tracker's state after its last frame: together, the checkpoint.
 */
export async function runPass(task: EngineTask, sources: PassSources, outbox: Outbox): Promise<void> {
  try {
    await new Pass(task, sources, outbox).run();
  } catch (error) {
    outbox.send({ type: 'failed', error: toWireError(error) });
    // An expected failure has been told in full; anything else is our own bug and ends the thread with its own words.
    if (!(error instanceof Failure)) throw error;
  }
}

class Pass {
  readonly #task: EngineTask;
  readonly #sources: PassSources;
  readonly #outbox: Outbox;
  readonly #lanes = new Lanes();
  readonly #memory = new FrameMemory();
  readonly #startedAt: number;
  #tracker: FaceTracking | null = null;
  #sound: Listening | null = null;
  #batch: OpenBatch | null = null;
  #warnings: FrameWarning[] = [];
  #nextFrame: number;
  #decodeSeconds = 0;

  constructor(task: EngineTask, sources: PassSources, outbox: Outbox) {
    this.#task = task;
    this.#sources = sources;
    this.#outbox = outbox;
    this.#startedAt = sources.now();
    this.#nextFrame = task.resume?.nextFrame ?? 0;
  }

  async run(): Promise<void> {
    const networks = await openedNetworks(this.#sources);
    try {
      await this.#open(networks);
      this.#outbox.send({ type: 'opened', provider: networks.provider, failed: this.#lanes.takeFailures() });
      await this.#examine();
      this.#decodeSeconds += await examineSound(this.#task.resume?.nextBlock ?? 0, this.#lanes, this.#sources, this.#outbox);
    } finally {
      // Already closed where something was examined, so that what goes wrong there is still told in a batch.
      await this.#lanes.close('picture');
      await this.#lanes.close('sound');
      await this.#sound?.close();
      await networks.close();
    }
    this.#outbox.send({
      type: 'ended',
      reason: this.#outbox.cancelled ? 'cancelled' : 'finished',
      decodeSeconds: this.#decodeSeconds,
      totalSeconds: (this.#sources.now() - this.#startedAt) / 1000,
    });
  }

  async #open(networks: Networks): Promise<void> {
    const { plan, facts, resume } = this.#task;
    const failedBefore = new Set(resume?.failedDetectorIds ?? []);
    const wanted = new Set(plan.detectors.map(({ id }) => id).filter((id) => !failedBefore.has(id)));
    const detectors = this.#sources.detectors.filter(({ card }) => wanted.has(card.id));
    const structure = await this.#readStructure(detectors.filter((detector) => detector.applies(facts).applies));
    await this.#lanes.open(detectors, { networks, facts, structure });
    await this.#openSound(networks);
    if (!this.#lanes.needFaces) return;
    try {
      this.#tracker = await this.#sources.openTracker(networks, resume?.trackerState ?? null);
    } catch (error) {
      await this.#lanes.failFaces(error);
    }
  }

  async #readStructure(detectors: readonly AnyDetector[]): Promise<FileStructure | null> {
    if (!detectors.some(needsStructure)) return null;
    try {
      const structure = await this.#sources.readStructure(this.#outbox.cancelSignal);
      this.#outbox.send({ type: 'structure', structure });
      return structure;
    } catch (error) {
      if (!this.#outbox.cancelled) this.#lanes.failStructure(detectors, error);
      return null;
    }
  }

  async #openSound(networks: Networks): Promise<void> {
    if (!this.#lanes.needSound) return;
    try {
      this.#sound = await this.#sources.openSound(networks, this.#usOf(this.#nextFrame), this.#outbox.cancelSignal);
    } catch (error) {
      await this.#lanes.failSound(error);
    }
  }

  #usOf(frame: number): number {
    const { pts, timeBase } = this.#task;
    return ticksToUs(pts[frame] ?? 0, timeBase);
  }

  /** Ends early when no detector of the picture is left: what nobody observes need not be decoded. */
  async #examine(): Promise<void> {
    const framesTotal = this.#task.pts.length;
    let exhausted = this.#nextFrame >= framesTotal;
    // A decoding that is never begun would never end either.
    if (exhausted || !this.#isWanted()) return;
    // Where a job goes on, the frames before are decoded again for those who look back.
    const from = this.#lanes.needPast ? Math.max(0, this.#nextFrame - FRAMES_KEPT) : this.#nextFrame;
    const decoding = this.#sources.decode(from, this.#outbox.cancelSignal);
    const frames = decoding[Symbol.asyncIterator]();
    try {
      while (!exhausted && this.#isWanted()) {
        const frame = await this.#nextDecoded(frames);
        exhausted = frame === null;
        if (frame !== null) {
          if (frame.frame >= from && frame.frame < this.#nextFrame) this.#memory.keep(frame);
          else await this.#examineFrame(this.#lanes.needPast ? this.#memory.withPrevious(frame) : frame);
        }
        // Inference blocks the thread: one turn of the event loop lets a wish to cancel in.
        await nextTurn();
      }
      await frames.return?.();
      await this.#noteEnd(decoding, exhausted);
    } finally {
      // Also after an error of the decoder: what was examined before it is finished work and is kept.
      await frames.return?.();
      for (const words of await this.#lanes.close('picture')) this.#warnings.push({ frame: null, words });
      await this.#flush();
    }
  }

  /** False once it was cancelled, or when no detector of the picture is left. */
  #isWanted(): boolean {
    return !this.#outbox.cancelled && this.#lanes.needFrames;
  }

  async #nextDecoded(frames: AsyncIterator<WorkingFrame>): Promise<WorkingFrame | null> {
    try {
      const next = await frames.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      // A resumed run may begin where the decodable part ends: then everything there is has been examined before.
      const nothingMore = error instanceof Failure && error.code === 'MEDIA_UNDECODABLE' && this.#nextFrame > 0;
      if (nothingMore || this.#outbox.cancelled) return null;
      throw error;
    }
  }

  async #noteEnd(decoding: Decoding, exhausted: boolean): Promise<void> {
    // It rejects with what the iteration threw, and that was judged there.
    const end = await decoding.ended.catch(() => null);
    if (end !== null) {
      this.#decodeSeconds += end.decodeSeconds;
      this.#warnings.push(...end.warnings);
    }
    const last = this.#task.pts.length - 1;
    if (!exhausted || this.#outbox.cancelled || this.#nextFrame > last) return;
    if (this.#nextFrame === 0) throw new Failure('MEDIA_UNDECODABLE');
    this.#warnings.push({ frame: this.#nextFrame, words: missing(this.#nextFrame, last) });
  }

  async #examineFrame(frame: WorkingFrame): Promise<void> {
    assert(frame.frame >= this.#nextFrame, 'the decoder gives frames in order, each once');
    if (this.#batchIsDue()) {
      await this.#flush();
      if (this.#outbox.cancelled) return;
    }
    const batch = (this.#batch ??= {
      firstFrame: this.#nextFrame,
      openedAt: this.#sources.now(),
      lastFrame: frame.frame,
      framesDecoded: 0,
      faces: [],
      observations: {},
    });
    if (frame.frame > this.#nextFrame) this.#warnings.push({ frame: this.#nextFrame, words: missing(this.#nextFrame, frame.frame - 1) });
    if (frame.frame % this.#task.plan.sampling.everyNthFrame === 0) {
      const faces = await this.#withSound(frame, await this.#track(frame));
      for (const face of faces) batch.faces.push(this.#faceRow(frame, face));
      await this.#lanes.observe(frame, faces, (id, row) => (batch.observations[id] ??= []).push(row));
    }
    if (this.#lanes.needPast) this.#memory.keep(frame);
    batch.lastFrame = frame.frame;
    batch.framesDecoded += 1;
    this.#nextFrame = frame.frame + 1;
  }

  async #track(frame: WorkingFrame): Promise<readonly FaceItem[]> {
    if (this.#tracker === null || !this.#lanes.needFaces) return [];
    try {
      return await this.#tracker.track(frame);
    } catch (error) {
      this.#tracker = null;
      await this.#lanes.failFaces(error);
      return [];
    }
  }

  /** A frame's sound lasts until the next frame that is examined; behind the last one as long as before it. */
  async #withSound(frame: WorkingFrame, faces: readonly FaceItem[]): Promise<readonly FaceItem[]> {
    if (this.#sound === null || !this.#lanes.needSound) return faces;
    const step = this.#task.plan.sampling.everyNthFrame;
    const last = frame.frame + step >= this.#task.pts.length;
    const shownUs = last ? frame.ptsUs - this.#usOf(Math.max(0, frame.frame - step)) : this.#usOf(frame.frame + step) - frame.ptsUs;
    try {
      const sound = await this.#sound.span(frame.ptsUs, frame.ptsUs + shownUs);
      return faces.map((face) => ({ ...face, sound }));
    } catch (error) {
      if (this.#outbox.cancelled) return faces;
      await this.#lanes.failSound(error);
      return faces;
    }
  }

  #faceRow(frame: WorkingFrame, face: FaceItem): FaceRow {
    const { trackId, confidence, box } = face;
    return { frame: frame.frame, ptsUs: frame.ptsUs, trackId, confidence, box, points: this.#sources.overlayPoints(face) };
  }

  #batchIsDue(): boolean {
    if (this.#batch === null) return false;
    return this.#batch.framesDecoded >= BATCH_FRAMES || this.#sources.now() - this.#batch.openedAt >= BATCH_MS;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    if (batch === null) return;
    await this.#outbox.room();
    // Cancelled while the core was behind: this batch was never accepted, so it does not count as finished.
    if (!this.#outbox.hasRoom) return;
    this.#outbox.sendBatch({
      type: 'batch',
      firstFrame: batch.firstFrame,
      lastFrame: batch.lastFrame,
      framesDecoded: batch.framesDecoded,
      faces: batch.faces,
      observations: batch.observations,
      warnings: this.#warnings,
      failed: this.#lanes.takeFailures(),
      trackerState: this.#tracker?.state() ?? null,
    });
    this.#batch = null;
    this.#warnings = [];
  }
}

function missing(first: number, last: number): string {
  const which = first === last ? `Frame ${String(first)} is` : `Frames ${String(first)} to ${String(last)} are`;
  return `${which} in the file's index but could not be decoded.`;
}

/** Networks that cannot be opened at all still let detectors without weights run: each load fails with the reason. */
async function openedNetworks(sources: PassSources): Promise<Networks> {
  try {
    return await sources.openNetworks();
  } catch (error) {
    return {
      provider: 'none',
      load: () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
      close: () => Promise.resolve(),
    };
  }
}
