/** Overlays of one examination, fetched in chunks ahead of the frame shown, the least used forgotten. */
import type { FrameOverlay } from '../../contract/analysis.ts';
import type { Input } from '../../contract/index.ts';
import type { JobId } from '../../contract/values.ts';

const CHUNK = 250;
/** 12 chunks of 250 frames: two minutes of film at 25 frames per second. */
const KEPT = 12;

export type Fetch = (request: Input<'analysis.overlays'>) => Promise<FrameOverlay[]>;

export class OverlayChunks {
  readonly #chunks = new Map<number, Map<number, FrameOverlay> | 'loading'>();
  readonly #fetch: Fetch;
  readonly #onError: (error: unknown) => void;
  readonly #jobId: JobId;
  readonly #onArrived: () => void;

  constructor(jobId: JobId, fetch: Fetch, onError: (error: unknown) => void, onArrived: () => void) {
    this.#jobId = jobId;
    this.#fetch = fetch;
    this.#onError = onError;
    this.#onArrived = onArrived;
  }

  /** `undefined`: not here yet (it is being fetched); `null`: nothing was drawn for this frame. */
  at(frame: number): FrameOverlay | null | undefined {
    const chunk = Math.floor(frame / CHUNK);
    const held = this.#want(chunk);
    if (frame % CHUNK > CHUNK / 2) this.#want(chunk + 1);
    else if (chunk > 0 && frame % CHUNK < CHUNK / 4) this.#want(chunk - 1);
    return held === 'loading' ? undefined : (held.get(frame) ?? null);
  }

  /** While an examination runs, what was empty may have been filled. */
  forget(): void {
    this.#chunks.clear();
    this.#onArrived();
  }

  #want(chunk: number): Map<number, FrameOverlay> | 'loading' {
    const held = this.#chunks.get(chunk);
    if (held !== undefined) {
      if (held !== 'loading') {
        this.#chunks.delete(chunk);
        this.#chunks.set(chunk, held);
      }
      return held;
    }
    this.#chunks.set(chunk, 'loading');
    void this.#load(chunk);
    return 'loading';
  }

  async #load(chunk: number): Promise<void> {
    try {
      const overlays = await this.#fetch({ jobId: this.#jobId, firstFrame: chunk * CHUNK, count: CHUNK });
      this.#chunks.set(chunk, new Map(overlays.map((overlay) => [overlay.frame, overlay])));
    } catch (error) {
      // An empty chunk is not asked for again at each frame; the person is told once.
      this.#chunks.set(chunk, new Map());
      this.#onError(error);
    }
    while (this.#chunks.size > KEPT) {
      const oldest = this.#chunks.keys().next();
      if (oldest.done === true) break;
      this.#chunks.delete(oldest.value);
    }
    this.#onArrived();
  }
}
