/** Overlays of one examination, as a drawing sees them. */
import type { FrameOverlay } from '../../contract/analysis.ts';
import type { JobId } from '../../contract/values.ts';
import { OverlayChunks, type Fetch } from './overlay-chunks.ts';

export class OverlayCache {
  #version = $state(0);
  readonly #chunks: OverlayChunks;

  constructor(jobId: JobId, fetch: Fetch, onError: (error: unknown) => void) {
    this.#chunks = new OverlayChunks(jobId, fetch, onError, () => {
      this.#version += 1;
    });
  }

  /** Grows when a chunk arrives, so that a drawing that waited for it is made again. */
  get version(): number {
    return this.#version;
  }

  at(frame: number): FrameOverlay | null | undefined {
    return this.#chunks.at(frame);
  }

  forget(): void {
    this.#chunks.forget();
  }
}
