/** The single pass: each frame is decoded once, its faces are tracked once, and every detector sees them; then the sound, block by block. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert } from '../base/assert.ts';
import { BegunDecoding } from './begun-decoding.ts';
import { Failure, toWireError } from '../base/failure.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { AnyDetector, DetectorEnv, ObservationRow } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { Networks } from './inference/networks.ts';
import { openedNetworks } from './inference/opened-networks.ts';
import { FRAMES_KEPT, FrameMemory } from './frame-memory.ts';
import { detectorFailure, type DetectorFailure, Lanes, needsStructure, observes } from './lanes.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { Outbox } from './outbox.ts';
import { ticksToUs } from './media/ticks.ts';
import { missingWords } from './media/warned-frames.ts';
import type { Decoding, FaceTracking, Listening, PassSources } from './pass-sources.ts';
import type { FrameRows, PictureLanes } from './picture-lanes.ts';
import type { EngineTask, FaceRow, FrameWarning } from './protocol.ts';
import { examineSound } from './sound-pass.ts';

/** A batch is sent when it holds so many frames, or is so old: what a crash can cost, and what a commit weighs. */
export const BATCH_FRAMES = 64;
export const BATCH_MS = 1000;

interface Coming {
  readonly decoding: BegunDecoding;
  readonly from: number;
  readonly needPast: boolean;
}

/** A frame that was tracked and is being observed, or waits for that. */
interface BegunFrame {
  readonly frame: WorkingFrame;
  readonly faces: readonly FaceItem[];
  /** After this frame. */
  readonly trackerState: unknown;
  readonly finish: () => Promise<FrameRows>;
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
  #picture: PictureLanes = new Lanes();
  readonly #hearing = new Lanes();
  readonly #memory = new FrameMemory();
  readonly #startedAt: number;
  #tracker: FaceTracking | null = null;
  #sound: Listening | null = null;
  #batch: OpenBatch | null = null;
  #warnings: FrameWarning[] = [];
  /** In order; they are finished in that order, and only what is finished counts. */
  readonly #begun: BegunFrame[] = [];
  #trackerState: unknown = null;
  /** The first frame that is not finished. */
  #nextFrame: number;
  #decodeSeconds = 0;
  #coming: Coming | null = null;
  /** Resolves when the structure has been told, or there is none. */
  #structure: Promise<FileStructure | null> = Promise.resolve(null);
  /** Detectors that have nothing without it. */
  readonly #structureFailed: DetectorFailure[] = [];

  constructor(task: EngineTask, sources: PassSources, outbox: Outbox) {
    this.#task = task;
    this.#sources = sources;
    this.#outbox = outbox;
    this.#startedAt = sources.now();
    this.#nextFrame = task.resume?.nextFrame ?? 0;
  }

  async run(): Promise<void> {
    const networks = await openedNetworks(() => this.#sources.openNetworks());
    try {
      const failed = await this.#open(networks);
      this.#outbox.send({ type: 'opened', provider: networks.provider, failed });
      await this.#examine();
      const [untold] = this.#structureFailed;
      if (untold !== undefined && !this.#outbox.cancelled) throw new Failure(untold.error.code, untold.error.detail);
      this.#decodeSeconds += await examineSound(this.#task.resume?.nextBlock ?? 0, this.#hearing, this.#sources, this.#outbox);
    } finally {
      await this.#coming?.decoding.leave();
      // What reads the file must have ended when the pass has.
      await this.#structure;
      // Already closed where something was examined, so that what goes wrong there is still told in a batch.
      await this.#picture.close();
      await this.#hearing.close();
      await this.#sound?.close();
      await this.#sources.leave?.();
      await networks.close();
    }
    this.#outbox.send({
      type: 'ended',
      reason: this.#outbox.cancelled ? 'cancelled' : 'finished',
      decodeSeconds: this.#decodeSeconds,
      totalSeconds: (this.#sources.now() - this.#startedAt) / 1000,
    });
  }

  /** Resolves with the detectors that could not be opened. */
  async #open(networks: Networks): Promise<DetectorFailure[]> {
    const { plan, facts, resume } = this.#task;
    const failedBefore = new Set(resume?.failedDetectorIds ?? []);
    const wanted = new Set(plan.detectors.map(({ id }) => id).filter((id) => !failedBefore.has(id)));
    // The core has already told why a detector does not apply.
    const detectors = this.#sources.detectors.filter((detector) => wanted.has(detector.card.id) && detector.applies(facts).applies);
    this.#structure = this.#readStructure(detectors);
    const [sound, picture] = [detectors.filter(({ card }) => card.feed === 'audio'), detectors.filter(({ card }) => card.feed !== 'audio')];
    const env = { networks, facts, structure: this.#structure };
    // The tracker's networks are read while the threads of the detectors read theirs.
    const tracker = picture.some(({ card }) => card.feed === 'face')
      ? this.#sources.openTracker(networks, resume?.trackerState ?? null)
      : null;
    tracker?.catch(() => undefined);
    const beside = this.#sources.lanesBeside?.(picture, this.#structure);
    if (beside !== undefined) {
      this.#picture = beside;
      // The first frames are decoded meanwhile.
      if (this.#isWanted() && this.#nextFrame < this.#task.pts.length) this.#coming = this.#decode();
    }
    await this.#hearing.open(sound, env);
    if (beside === undefined) await this.#openHere(picture, env);
    else await beside.opened;
    await this.#openSound(networks);
    if (this.#picture.needFaces) {
      try {
        this.#tracker = await tracker;
      } catch (error) {
        await this.#picture.failFaces(error);
      }
    }
    // Beside the frames only where there are any: what fails is told with them.
    if (this.#coming === null || !this.#isWanted()) await this.#structure;
    return [...this.#structureFailed.splice(0), ...this.#picture.takeFailures(), ...this.#hearing.takeFailures()];
  }

  async #openHere(detectors: readonly AnyDetector[], env: DetectorEnv): Promise<void> {
    const lanes = new Lanes();
    this.#picture = lanes;
    await lanes.open(detectors, env);
  }

  /** Where the structure cannot be read, every detector that has nothing else fails with that reason. Never rejects. */
  async #readStructure(detectors: readonly AnyDetector[]): Promise<FileStructure | null> {
    if (!detectors.some(needsStructure)) return null;
    try {
      const structure = await this.#sources.readStructure(this.#outbox.cancelSignal);
      this.#outbox.send({ type: 'structure', structure });
      return structure;
    } catch (error) {
      if (!this.#outbox.cancelled)
        for (const { card } of detectors.filter((detector) => !observes(detector)))
          this.#structureFailed.push(detectorFailure(card.id, error));
      return null;
    }
  }

  async #openSound(networks: Networks): Promise<void> {
    if (!this.#picture.needSound) return;
    try {
      this.#sound = await this.#sources.openSound(networks, this.#usOf(this.#nextFrame), this.#outbox.cancelSignal);
    } catch (error) {
      await this.#picture.failSound(error);
    }
  }

  #usOf(frame: number): number {
    const { pts, timeBase } = this.#task;
    return ticksToUs(pts[frame] ?? 0, timeBase);
  }

  /** Ends early when no detector of the picture is left: what nobody observes need not be decoded. */
  async #examine(): Promise<void> {
    const first = this.#nextFrame;
    // A decoding that is never begun would never end either.
    if (first >= this.#task.pts.length || !this.#isWanted()) return;
    const { decoding, from, needPast } = (this.#coming ??= this.#decode());
    const frames = decoding[Symbol.asyncIterator]();
    const { ahead } = this.#picture;
    let exhausted = false;
    try {
      while (!exhausted && this.#isWanted()) {
        const frame = await this.#nextDecoded(frames);
        exhausted = frame === null;
        if (frame !== null) {
          if (frame.frame >= first || frame.frame < from) await this.#begin(needPast ? this.#memory.withPrevious(frame) : frame);
          if (needPast) this.#memory.keep(frame);
        }
        await this.#finish(ahead);
        // Inference blocks the thread: one turn of the event loop lets a wish to cancel in.
        await nextTurn();
      }
      await this.#finish(0);
      await frames.return?.();
      await this.#noteEnd(decoding, exhausted && this.#begun.length === 0);
    } finally {
      // Also after an error of the decoder: what was examined before it is finished work and is kept.
      await this.#finish(0).finally(() => frames.return?.());
      for (const words of await this.#picture.close()) this.#warnings.push({ frame: null, words });
      await this.#structure;
      await this.#flush();
    }
  }

  /** False once it was cancelled, or when no detector of the picture is left. */
  #isWanted(): boolean {
    return !this.#outbox.cancelled && this.#picture.needFrames;
  }

  #decode(): Coming {
    const { ahead, needPast } = this.#picture;
    // Where a job goes on, the frames before are decoded again for those who look back.
    const from = needPast ? Math.max(0, this.#nextFrame - FRAMES_KEPT) : this.#nextFrame;
    const held = ahead + (needPast ? FRAMES_KEPT : 0);
    const decoding = new BegunDecoding((signal) => this.#sources.decode(from, signal, held), this.#outbox.cancelSignal);
    return { decoding, from, needPast };
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
    this.#warnings.push({ frame: this.#nextFrame, words: missingWords(this.#nextFrame, last) });
  }

  async #begin(frame: WorkingFrame): Promise<void> {
    assert(frame.frame > (this.#begun.at(-1)?.frame.frame ?? this.#nextFrame - 1), 'the decoder gives frames in order, each once');
    const sampled = frame.frame % this.#task.plan.sampling.everyNthFrame === 0;
    const faces = sampled ? await this.#withSound(frame, await this.#track(frame)) : [];
    // The last one may have failed on the way to here.
    const finish = sampled && this.#isWanted() ? this.#picture.begin(frame, faces) : () => Promise.resolve([]);
    this.#begun.push({ frame, faces, trackerState: this.#tracker?.state() ?? null, finish });
  }

  /** Until only so many are left, or nobody wants the rest. */
  async #finish(left: number): Promise<void> {
    while (this.#begun.length > left && this.#isWanted()) {
      if (this.#batchIsDue()) {
        await this.#flush();
        if (this.#outbox.cancelled) return;
      }
      const begun = this.#begun.shift();
      if (begun !== undefined) await this.#finishFrame(begun);
    }
  }

  async #finishFrame({ frame, faces, trackerState, finish }: BegunFrame): Promise<void> {
    // Where the last detector of faces failed in a frame before, this one was tracked for nobody.
    const { needFaces } = this.#picture;
    const observed = await finish().catch((error: unknown) => {
      // A thread broke. What comes behind a frame that was not observed does not count either.
      this.#begun.length = 0;
      throw error;
    });
    const batch = (this.#batch ??= {
      firstFrame: this.#nextFrame,
      openedAt: this.#sources.now(),
      lastFrame: frame.frame,
      framesDecoded: 0,
      faces: [],
      observations: {},
    });
    if (frame.frame > this.#nextFrame)
      this.#warnings.push({ frame: this.#nextFrame, words: missingWords(this.#nextFrame, frame.frame - 1) });
    if (needFaces) for (const face of faces) batch.faces.push(this.#faceRow(frame, face));
    if (needFaces || trackerState === null) this.#trackerState = trackerState;
    for (const [id, rows] of observed) (batch.observations[id] ??= []).push(...rows);
    batch.lastFrame = frame.frame;
    batch.framesDecoded += 1;
    this.#nextFrame = frame.frame + 1;
  }

  async #track(frame: WorkingFrame): Promise<readonly FaceItem[]> {
    if (this.#tracker === null || !this.#picture.needFaces) return [];
    try {
      return await this.#tracker.track(frame);
    } catch (error) {
      // Frames before this one still have their faces.
      await this.#finish(0);
      if (this.#outbox.cancelled) return [];
      this.#tracker = null;
      await this.#picture.failFaces(error);
      return [];
    }
  }

  /** A frame's sound lasts until the next frame that is examined; behind the last one as long as before it. */
  async #withSound(frame: WorkingFrame, faces: readonly FaceItem[]): Promise<readonly FaceItem[]> {
    if (this.#sound === null || !this.#picture.needSound) return faces;
    const step = this.#task.plan.sampling.everyNthFrame;
    const last = frame.frame + step >= this.#task.pts.length;
    const shownUs = last ? frame.ptsUs - this.#usOf(Math.max(0, frame.frame - step)) : this.#usOf(frame.frame + step) - frame.ptsUs;
    try {
      const sound = await this.#sound.span(frame.ptsUs, frame.ptsUs + shownUs);
      return faces.map((face) => ({ ...face, sound }));
    } catch (error) {
      if (!this.#outbox.cancelled) await this.#finish(0);
      if (!this.#outbox.cancelled) await this.#picture.failSound(error);
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
      failed: [...this.#structureFailed.splice(0), ...this.#picture.takeFailures()],
      trackerState: this.#trackerState,
    });
    this.#batch = null;
    this.#warnings = [];
  }
}
