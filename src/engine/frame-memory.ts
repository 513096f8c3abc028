/** Links each frame to the two before it, for detectors that look back; the decoder must hold so many. */
import type { PastFrame, WorkingFrame } from './media/frame.ts';

/** How many frames before the one that is observed are kept. */
export const FRAMES_KEPT = 2;

export class FrameMemory {
  #last: PastFrame | null = null;

  withPrevious(frame: WorkingFrame): WorkingFrame {
    return { ...frame, previous: this.#last };
  }

  /** Nothing is copied: the frame's own memory must stay as it is until two further frames have been observed. */
  keep(frame: WorkingFrame): void {
    const before = this.#last === null ? null : { ...this.#last, previous: null };
    this.#last = { ...frame, previous: before };
  }
}
