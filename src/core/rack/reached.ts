/** How far a run's acknowledged batches have got: where the next attempt begins. The same facts that the case file holds as its checkpoint. */
import type { EngineTask, FromEngine } from '../../engine/protocol.ts';

type BatchMessage = Extract<FromEngine, { type: 'batch' | 'soundBatch' }>;

export class Reached {
  #nextFrame: number;
  #nextBlock: number;
  #trackerState: unknown;
  readonly #failed: Set<string>;
  /** Told when the engine opened; the next batch carries them into the case file. */
  #untold: readonly string[] = [];

  constructor(resume: EngineTask['resume']) {
    this.#nextFrame = resume?.nextFrame ?? 0;
    this.#nextBlock = resume?.nextBlock ?? 0;
    this.#trackerState = resume?.trackerState ?? null;
    this.#failed = new Set(resume?.failedDetectorIds ?? []);
  }

  opened(failed: readonly { readonly detectorId: string }[]): void {
    this.#untold = failed.map(({ detectorId }) => detectorId);
  }

  stored(batch: BatchMessage): void {
    if (batch.type === 'batch') {
      this.#nextFrame = batch.lastFrame + 1;
      this.#trackerState = batch.trackerState;
    } else this.#nextBlock = batch.firstBlock + batch.blocks;
    for (const id of [...this.#untold, ...batch.failed.map(({ detectorId }) => detectorId)]) this.#failed.add(id);
    this.#untold = [];
  }

  get resume(): EngineTask['resume'] {
    // As where a job goes on: what failed before anything was examined is tried again.
    if (this.#nextFrame === 0 && this.#nextBlock === 0) return null;
    return {
      nextFrame: this.#nextFrame,
      nextBlock: this.#nextBlock,
      trackerState: this.#trackerState,
      failedDetectorIds: [...this.#failed],
    };
  }
}
