/** Gives decoded frames their numbers by their times, and keeps account of what does not fit. */
import { firstNotBelow } from '../../base/ascending.ts';
import type { FrameWarning } from '../protocol.ts';

export class FrameMatcher {
  readonly #pts: readonly number[];
  readonly #fromFrame: number;
  #expected: number;
  #unlisted = 0;
  #firstUnlisted: number | null = null;
  #repeated = 0;
  readonly #missing: { first: number; last: number }[] = [];
  readonly #warnings: FrameWarning[] = [];
  delivered = 0;

  constructor(pts: readonly number[], fromFrame: number) {
    this.#pts = pts;
    this.#fromFrame = fromFrame;
    this.#expected = fromFrame;
  }

  /** The frame's number; null when it is not to be delivered: before the first one wanted, unknown to the index, or a repetition. */
  match(ticks: number): number | null {
    const frame = this.#find(ticks);
    if (frame === null) {
      // Before the first frame wanted, a decoder that was just sought may give anything.
      if (ticks >= (this.#pts[this.#fromFrame] ?? 0)) {
        this.#unlisted += 1;
        this.#firstUnlisted ??= ticks;
      }
      return null;
    }
    if (frame < this.#fromFrame) return null;
    if (frame < this.#expected) {
      this.#repeated += 1;
      return null;
    }
    return frame;
  }

  deliver(frame: number): void {
    if (frame > this.#expected) this.#missing.push({ first: this.#expected, last: frame - 1 });
    this.#expected = frame + 1;
    this.delivered += 1;
  }

  /** ffmpeg's own words; after a seek, pictures that refer to what lies before it are complained about, and dropped. */
  note(words: readonly string[], sought: boolean): void {
    const who = sought ? `ffmpeg, perhaps about frames before ${this.#fromFrame}` : 'ffmpeg';
    for (const line of words) this.#warnings.push({ frame: null, words: `${who}: ${line}` });
  }

  warn(warnings: readonly FrameWarning[]): void {
    this.#warnings.push(...warnings);
  }

  /** `whole`: the decoder came to the end by itself, so that what has not come is missing. */
  end(whole: boolean): { framesDecoded: number; missing: { first: number; last: number }[]; warnings: FrameWarning[] } {
    const missing = [...this.#missing];
    if (whole && this.#expected < this.#pts.length) missing.push({ first: this.#expected, last: this.#pts.length - 1 });
    const warnings = [...this.#warnings];
    if (this.#unlisted > 0) {
      const words = `${this.#unlisted} decoded frames are not in the index and were left out, the first at ${this.#firstUnlisted ?? 0} ticks.`;
      warnings.push({ frame: null, words });
    }
    if (this.#repeated > 0)
      warnings.push({ frame: null, words: `${this.#repeated} decoded frames repeat the time of an earlier one and were left out.` });
    return { framesDecoded: this.delivered, missing, warnings };
  }

  /** Times are strictly increasing. */
  #find(ticks: number): number | null {
    const frame = firstNotBelow(this.#pts, ticks);
    return this.#pts[frame] === ticks ? frame : null;
  }
}
