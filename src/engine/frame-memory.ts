/** Keeps a copy of the last frame for detectors that look back: the decoder reuses its own memory. */
import type { WorkingFrame } from './media/frame.ts';

export class FrameMemory {
  #last: Omit<WorkingFrame, 'previous'> | null = null;

  withPrevious(frame: WorkingFrame): WorkingFrame {
    return { ...frame, previous: this.#last };
  }

  /** Overwrites what was kept before: a frame's `previous` lives no longer than the frame itself. */
  keep({ frame, ptsUs, width, height, scale, y, cb, cr }: WorkingFrame): void {
    const last = this.#last;
    const copy = (into: Uint8Array | undefined, from: Uint8Array): Uint8Array => {
      if (into?.length !== from.length) return from.slice();
      into.set(from);
      return into;
    };
    this.#last = { frame, ptsUs, width, height, scale, y: copy(last?.y, y), cb: copy(last?.cb, cb), cr: copy(last?.cr, cr) };
  }
}
