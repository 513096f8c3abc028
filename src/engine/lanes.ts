/** The firewall: each detector runs in a lane of its own; what it throws closes that lane, is told once, and stops nothing else (law 8). */
import type { WireError } from '../contract/errors.ts';
import { Failure, toWireError } from '../base/failure.ts';
import type { AnyDetector, DetectorEnv, Feed, ObservationRow, ObservingDetector, SoundRow, Values } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { FrameRows, PictureLanes } from './picture-lanes.ts';
import type { SoundBlock } from './sound/sound-block.ts';

export interface DetectorFailure {
  readonly detectorId: string;
  readonly error: WireError;
}

/** An error as a detector's failure: typed codes stay, anything else becomes DETECTOR_FAILED with the error's own words. */
export function detectorFailure(detectorId: string, error: unknown): DetectorFailure {
  if (error instanceof Failure) return { detectorId, error: toWireError(error) };
  const words = error instanceof Error ? error.message : String(error);
  return { detectorId, error: toWireError(new Failure('DETECTOR_FAILED', `${detectorId}: ${words}`)) };
}

interface Lane {
  readonly id: string;
  readonly columns: number;
  readonly hears: boolean;
  readonly looksBack: boolean;
  /** Exactly one of the three is there: what its detector is fed with. */
  readonly onFrame?: (frame: WorkingFrame) => Promise<Values | null> | Values | null;
  readonly onFace?: (face: FaceItem) => Promise<Values | null> | Values | null;
  readonly onBlock?: (block: SoundBlock) => Promise<readonly SoundRow[]> | readonly SoundRow[];
  /** Beside onFace: the frame, where there is no face in it. */
  readonly onNoFace?: (frame: WorkingFrame) => Promise<Values | null> | Values | null;
  close(): Promise<void>;
}

type Of<F extends Feed> = Extract<ObservingDetector, { card: { feed: F } }>;
const isOf = <F extends Feed>(detector: ObservingDetector, feed: F): detector is Of<F> => detector.card.feed === feed;

async function openLane(detector: ObservingDetector, env: DetectorEnv): Promise<Lane> {
  const { hears, looksBack } = detector;
  const common = { id: detector.card.id, columns: detector.columns.length, hears: hears === true, looksBack: looksBack === true };
  if (isOf(detector, 'face')) {
    const observer = await detector.open(env);
    const onNoFace = observer.observeWithoutFace?.bind(observer);
    return { ...common, onFace: (face) => observer.observe(face), ...(onNoFace && { onNoFace }), close: () => observer.close() };
  }
  if (isOf(detector, 'audio')) {
    const observer = await detector.open(env);
    return { ...common, onBlock: (block) => observer.observe(block), close: () => observer.close() };
  }
  const observer = await detector.open(env);
  return { ...common, onFrame: (frame) => observer.observe(frame), close: () => observer.close() };
}

/** A detector that only concludes from the file's structure has no lane. */
export const observes = (detector: AnyDetector): detector is ObservingDetector => detector.card.feed !== 'container';

export const needsStructure = (detector: AnyDetector): boolean => !observes(detector) || detector.readsStructure === true;

/** A row that cannot be stored and read back as it was is a failure of the detector, not a number to be repaired. */
function checkedValues(lane: Lane, values: Values): Values {
  if (values.length !== lane.columns) throw new Error(`a row has ${String(values.length)} values instead of ${String(lane.columns)}`);
  for (const value of values)
    if (value !== null && !Number.isFinite(value)) throw new Error('a row holds a value that is not a finite number');
  return values.slice();
}

/** The lanes of the picture or of the sound, in this thread: what is observed is observed when it is asked for. */
export class Lanes implements PictureLanes {
  readonly ahead = 0;
  readonly #lanes = new Map<string, Lane>();
  #failures: DetectorFailure[] = [];

  async open(detectors: readonly AnyDetector[], env: DetectorEnv): Promise<void> {
    for (const detector of detectors.filter(observes)) {
      try {
        // The core has already told why a detector does not apply.
        if (!detector.applies(env.facts).applies) continue;
        const structure = detector.readsStructure === true ? (env.structure ?? null) : null;
        this.#lanes.set(detector.card.id, await openLane(detector, { ...env, structure }));
      } catch (error) {
        this.#failures.push(detectorFailure(detector.card.id, error));
      }
    }
  }

  get needFaces(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.onFace !== undefined);
  }

  /** Somebody looks at the picture. */
  get needFrames(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.onBlock === undefined);
  }

  /** Somebody observes the sound for itself. */
  get needBlocks(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.onBlock !== undefined);
  }

  /** Somebody looks at faces and needs the sound of each frame. */
  get needSound(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.hears);
  }

  get needPast(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.looksBack);
  }

  /** Failures since the last call: each is told once. */
  takeFailures(): DetectorFailure[] {
    const taken = this.#failures;
    this.#failures = [];
    return taken;
  }

  begin(frame: WorkingFrame, faces: readonly FaceItem[]): () => Promise<FrameRows> {
    return () => this.#observe(frame, faces);
  }

  async #observe(frame: WorkingFrame, faces: readonly FaceItem[]): Promise<FrameRows> {
    const at = { frame: frame.frame, ptsUs: frame.ptsUs };
    const observed: [string, ObservationRow[]][] = [];
    for (const lane of [...this.#lanes.values()]) {
      try {
        // Rows of one frame are kept together or not at all, so that a lane that fails leaves no half-observed frame.
        const rows: ObservationRow[] = [];
        const add = (trackId: number | null, values: Values | null): void => {
          if (values !== null) rows.push({ ...at, trackId, values: checkedValues(lane, values) });
        };
        if (lane.onFrame !== undefined) add(null, await lane.onFrame(frame));
        if (lane.onNoFace !== undefined && faces.length === 0) add(null, await lane.onNoFace(frame));
        if (lane.onFace !== undefined) for (const face of faces) add(face.trackId, await lane.onFace(face));
        if (rows.length > 0) observed.push([lane.id, rows]);
      } catch (error) {
        await this.#fail(lane, error);
      }
    }
    return observed;
  }

  async observeBlock(block: SoundBlock, keep: (detectorId: string, row: ObservationRow) => void): Promise<void> {
    for (const lane of [...this.#lanes.values()]) {
      try {
        const rows = (await lane.onBlock?.(block)) ?? [];
        const checked = rows.map(({ ptsUs, values }) => {
          if (!Number.isSafeInteger(ptsUs)) throw new Error('a row has no whole number of microseconds');
          return { frame: block.index, ptsUs, trackId: null, values: checkedValues(lane, values) };
        });
        for (const row of checked) keep(lane.id, row);
      } catch (error) {
        await this.#fail(lane, error);
      }
    }
  }

  /** The sound cannot be decoded: every detector that observes it fails with that reason. */
  async failBlocks(error: unknown): Promise<void> {
    for (const lane of [...this.#lanes.values()]) await this.#fail(lane, error);
  }

  /** The faces can no longer be tracked: every detector that needs them fails with that reason. */
  async failFaces(error: unknown): Promise<void> {
    for (const lane of [...this.#lanes.values()]) if (lane.onFace !== undefined) await this.#fail(lane, error);
  }

  /** The sound can no longer be heard: every detector that needs it fails with that reason. */
  async failSound(error: unknown): Promise<void> {
    for (const lane of [...this.#lanes.values()]) if (lane.hears) await this.#fail(lane, error);
  }

  /** All of them, or those of these detectors. Returns what went wrong while closing, in words, since no number depends on it any more. */
  async close(detectorIds: readonly string[] = [...this.#lanes.keys()]): Promise<string[]> {
    const words: string[] = [];
    for (const id of detectorIds) {
      const lane = this.#lanes.get(id);
      this.#lanes.delete(id);
      try {
        await lane?.close();
      } catch (error) {
        words.push(`${id}: closing failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return words;
  }

  async #fail(lane: Lane, error: unknown): Promise<void> {
    this.#lanes.delete(lane.id);
    const failure = detectorFailure(lane.id, error);
    this.#failures.push(failure);
    try {
      await lane.close();
    } catch (closing) {
      const words = closing instanceof Error ? closing.message : String(closing);
      const detail = `${failure.error.detail ?? lane.id}; closing it failed too: ${words}`;
      this.#failures[this.#failures.indexOf(failure)] = { detectorId: lane.id, error: { ...failure.error, detail } };
    }
  }
}
