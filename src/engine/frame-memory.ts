/** Keeps copies of the last two frames for detectors that look back: the decoder reuses its own memory. */
import type { PastFrame, WorkingFrame } from './media/frame.ts';

/** How many frames before the one that is observed are kept. */
export const FRAMES_KEPT = 2;

export class FrameMemory {
  #last: PastFrame | null = null;
  #beforeLast: PastFrame | null = null;

  withPrevious(frame: WorkingFrame): WorkingFrame {
    return { ...frame, previous: this.#last };
  }

  /** Overwrites the oldest: a frame's `previous` lives no longer than the frame itself. */
  keep({ frame, ptsUs, width, height, scale, y, cb, cr }: WorkingFrame): void {
    const reused = this.#beforeLast;
    const copy = (into: Uint8Array | undefined, from: Uint8Array): Uint8Array => {
      if (into?.length !== from.length) return from.slice();
      into.set(from);
      return into;
    };
    const planes = { y: copy(reused?.y, y), cb: copy(reused?.cb, cb), cr: copy(reused?.cr, cr) };
    this.#beforeLast = this.#last === null ? null : { ...this.#last, previous: null };
    this.#last = { frame, ptsUs, width, height, scale, ...planes, previous: this.#beforeLast };
  }
}
