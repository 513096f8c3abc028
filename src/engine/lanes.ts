/** The firewall: each detector runs in a lane of its own; what it throws closes that lane, is told once, and stops nothing else (law 8). */
import type { WireError } from '../contract/errors.ts';
import { Failure, toWireError } from '../base/failure.ts';
import type { AnyDetector, DetectorEnv, ObservationRow, ObservingDetector, Values } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { WorkingFrame } from './media/frame.ts';

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
  readonly onFrame: ((frame: WorkingFrame) => Promise<Values | null> | Values | null) | null;
  readonly onFace: ((face: FaceItem) => Promise<Values | null> | Values | null) | null;
  /** A detector of faces is given the frame where there is none. */
  readonly onNoFace: ((frame: WorkingFrame) => Promise<Values | null> | Values | null) | null;
  close(): Promise<void>;
}

async function openLane(detector: ObservingDetector, env: DetectorEnv): Promise<Lane> {
  const { hears, looksBack } = detector;
  const common = { id: detector.card.id, columns: detector.columns.length, hears: hears === true, looksBack: looksBack === true };
  if (isFaceDetector(detector)) {
    const observer = await detector.open(env);
    const onNoFace =
      observer.observeWithoutFace === undefined ? null : (frame: WorkingFrame) => observer.observeWithoutFace?.(frame) ?? null;
    return { ...common, onFrame: null, onFace: (face) => observer.observe(face), onNoFace, close: () => observer.close() };
  }
  const observer = await detector.open(env);
  return { ...common, onFrame: (frame) => observer.observe(frame), onFace: null, onNoFace: null, close: () => observer.close() };
}

function isFaceDetector(detector: ObservingDetector): detector is Extract<ObservingDetector, { card: { feed: 'face' } }> {
  return detector.card.feed === 'face';
}

/** A detector that only concludes from the file's structure has no lane. */
const observes = (detector: AnyDetector): detector is ObservingDetector => detector.card.feed !== 'container';

export const needsStructure = (detector: AnyDetector): boolean => !observes(detector) || detector.readsStructure === true;

/** A row that cannot be stored and read back as it was is a failure of the detector, not a number to be repaired. */
function checkedValues(lane: Lane, values: Values): Values {
  if (values.length !== lane.columns) throw new Error(`a row has ${String(values.length)} values instead of ${String(lane.columns)}`);
  for (const value of values)
    if (value !== null && !Number.isFinite(value)) throw new Error('a row holds a value that is not a finite number');
  return values.slice();
}

export class Lanes {
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

  get alive(): readonly string[] {
    return [...this.#lanes.keys()];
  }

  get needFaces(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.onFace !== null);
  }

  get needSound(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.hears);
  }

  get needPast(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.looksBack);
  }

  /** The structure could not be read: every detector that has nothing else fails with that reason. */
  failStructure(detectors: readonly AnyDetector[], error: unknown): void {
    for (const detector of detectors) if (!observes(detector)) this.#failures.push(detectorFailure(detector.card.id, error));
  }

  /** Failures since the last call: each is told once. */
  takeFailures(): DetectorFailure[] {
    const taken = this.#failures;
    this.#failures = [];
    return taken;
  }

  async observe(frame: WorkingFrame, faces: readonly FaceItem[], keep: (detectorId: string, row: ObservationRow) => void): Promise<void> {
    const at = { frame: frame.frame, ptsUs: frame.ptsUs };
    for (const lane of [...this.#lanes.values()]) {
      try {
        // Rows of one frame are kept together or not at all, so that a lane that fails leaves no half-observed frame.
        const rows: ObservationRow[] = [];
        const add = (trackId: number | null, values: Values | null): void => {
          if (values !== null) rows.push({ ...at, trackId, values: checkedValues(lane, values) });
        };
        if (lane.onFrame !== null) add(null, await lane.onFrame(frame));
        if (lane.onNoFace !== null && faces.length === 0) add(null, await lane.onNoFace(frame));
        if (lane.onFace !== null) for (const face of faces) add(face.trackId, await lane.onFace(face));
        for (const row of rows) keep(lane.id, row);
      } catch (error) {
        await this.#fail(lane, error);
      }
    }
  }

  /** The faces can no longer be tracked: every detector that needs them fails with that reason. */
  async failFaces(error: unknown): Promise<void> {
    for (const lane of [...this.#lanes.values()]) if (lane.onFace !== null) await this.#fail(lane, error);
  }

  /** The sound can no longer be heard: every detector that needs it fails with that reason. */
  async failSound(error: unknown): Promise<void> {
    for (const lane of [...this.#lanes.values()]) if (lane.hears) await this.#fail(lane, error);
  }

  /** Closes all lanes; returns what went wrong while closing, in words, since no number depends on it any more. */
  async close(): Promise<string[]> {
    const words: string[] = [];
    for (const lane of this.#lanes.values()) {
      try {
        await lane.close();
      } catch (error) {
        words.push(`${lane.id}: closing failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#lanes.clear();
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
