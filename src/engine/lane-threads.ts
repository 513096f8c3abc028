/** Detectors of the picture in threads of their own, so that frames are observed while the pass tracks those that follow (ADR 0019). */
import { must } from '../base/assert.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { AnyDetector, ObservingDetector } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import { detectorFailure, type DetectorFailure, observes } from './lanes.ts';
import type { LanePort, StartedLanes } from './lane-port.ts';
import type { FromLanes, ToLanes } from './lane-server.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { FrameRows, PictureLanes } from './picture-lanes.ts';
import { lostThread } from './spawn.ts';

type Observed = Extract<FromLanes, { type: 'observed' }>;

class LaneThread {
  readonly #port: LanePort;
  readonly opened: Promise<readonly DetectorFailure[]>;
  /** When it is gone: what went wrong while it closed. */
  readonly gone: Promise<readonly string[]>;
  readonly #waiting: PromiseWithResolvers<Observed>[] = [];
  #broke: Error | null = null;

  constructor(port: LanePort) {
    this.#port = port;
    const opening = Promise.withResolvers<readonly DetectorFailure[]>();
    const going = Promise.withResolvers<readonly string[]>();
    this.opened = opening.promise;
    this.gone = going.promise;
    let words: readonly string[] = [];
    port.onMessage((message) => {
      if (message.type === 'opened') opening.resolve(message.failed);
      else if (message.type === 'observed') must(this.#waiting.shift(), 'every answer was asked for').resolve(message);
      else words = message.words;
    });
    port.onExit((error) => {
      // What it broke on crosses no door, so it must not be lost here.
      if (error !== null) console.error('a thread of detectors broke:', error);
      this.#broke = lostThread('a thread of detectors', error);
      opening.reject(this.#broke);
      for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#broke);
      going.resolve(words);
    });
  }

  get load(): number {
    return this.#waiting.length;
  }

  observe(frame: WorkingFrame, faces: readonly FaceItem[]): Promise<Observed> {
    const waiting = Promise.withResolvers<Observed>();
    // Whoever finishes the frame gets the error; a frame that is not finished counts for nothing.
    waiting.promise.catch(() => undefined);
    if (this.#broke === null) {
      this.#waiting.push(waiting);
      this.#port.post({ type: 'observe', frame, faces });
    } else waiting.reject(this.#broke);
    return waiting.promise;
  }

  post(message: ToLanes): void {
    if (this.#broke === null) this.#port.post(message);
  }
}

/** Each frame is observed whole by the thread that has least to do: a row is a function of its frame alone, so it is the same by whom it comes. */
export class LaneThreads implements PictureLanes {
  readonly ahead: number;
  readonly #threads: readonly LaneThread[];
  readonly #running: Map<string, ObservingDetector>;
  readonly #ended: Int32Array;
  #failures: DetectorFailure[] = [];

  readonly opened: Promise<void>;

  /** A detector that cannot be opened fails alone. */
  constructor(
    { ports, ended }: StartedLanes,
    ahead: number,
    detectors: readonly AnyDetector[],
    structure: FileStructure | null | Promise<FileStructure | null>,
  ) {
    this.#threads = ports.map((port) => new LaneThread(port));
    this.#running = new Map(detectors.filter(observes).map((detector) => [detector.card.id as string, detector]));
    this.#ended = ended;
    this.ahead = ahead;
    this.opened = this.#open(structure);
    // Whoever awaits it gets the error there.
    this.opened.catch(() => undefined);
  }

  async #open(structure: FileStructure | null | Promise<FileStructure | null>): Promise<void> {
    this.#postAll({ type: 'open', detectorIds: [...this.#running.keys()] });
    void Promise.resolve(structure).then((read) => this.#postAll({ type: 'structure', structure: read }));
    for (const failed of await Promise.all(this.#threads.map(({ opened }) => opened))) this.#fail(failed);
  }

  #postAll(message: ToLanes): void {
    for (const thread of this.#threads) thread.post(message);
  }

  get needFrames(): boolean {
    return this.#running.size > 0;
  }

  get needFaces(): boolean {
    return this.#some(({ card }) => card.feed === 'face');
  }

  get needSound(): boolean {
    return this.#some(({ hears }) => hears === true);
  }

  get needPast(): boolean {
    return this.#some(({ looksBack }) => looksBack === true);
  }

  #some(is: (detector: ObservingDetector) => boolean): boolean {
    return [...this.#running.values()].some(is);
  }

  begin(frame: WorkingFrame, faces: readonly FaceItem[]): () => Promise<FrameRows> {
    const [idlest] = this.#threads.toSorted((a, b) => a.load - b.load);
    const observed = must(idlest, 'frames are needed only where a thread runs').observe(frame, faces);
    return async () => {
      const { rows, failed } = await observed;
      // What failed in an earlier frame gave its last row there, whatever another thread has seen of it since.
      const kept = rows.filter(([id]) => this.#running.has(id));
      this.#fail(failed);
      return kept;
    };
  }

  /** Told once, and closed in every thread. */
  #fail(failed: readonly DetectorFailure[]): void {
    const told = failed.filter(({ detectorId }) => this.#running.delete(detectorId));
    this.#failures.push(...told);
    if (told.length === 0) return;
    this.#postAll({ type: 'close', detectorIds: told.map(({ detectorId }) => detectorId) });
  }

  #failAll(is: (detector: ObservingDetector) => boolean, error: unknown): void {
    this.#fail([...this.#running.values()].filter(is).map(({ card }) => detectorFailure(card.id, error)));
  }

  failFaces(error: unknown): Promise<void> {
    this.#failAll(({ card }) => card.feed === 'face', error);
    return Promise.resolve();
  }

  failSound(error: unknown): Promise<void> {
    this.#failAll(({ hears }) => hears === true, error);
    return Promise.resolve();
  }

  takeFailures(): DetectorFailure[] {
    const taken = this.#failures;
    this.#failures = [];
    return taken;
  }

  async close(): Promise<string[]> {
    this.#running.clear();
    if (Atomics.exchange(this.#ended, 0, 1) === 1) return [];
    this.#postAll({ type: 'end' });
    return (await Promise.all(this.#threads.map(({ gone }) => gone))).flat();
  }
}
