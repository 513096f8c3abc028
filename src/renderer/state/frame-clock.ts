/** Frame numbers and presentation times of one exhibit: the only way from one to the other (law 11). */
import type { FrameIndex } from '../../contract/exhibits.ts';
import { firstAbove } from '../../base/ascending.ts';
import type { Place } from '../../base/timecode.ts';

export class FrameClock {
  readonly count: number;
  readonly keyFrames: readonly number[];
  /** Microseconds, one for each frame, strictly increasing. */
  readonly ptsUs: Float64Array;
  readonly #ticks: readonly number[];
  readonly #keys: ReadonlySet<number>;

  constructor(index: Pick<FrameIndex, 'timeBase' | 'pts' | 'keyFrames'>) {
    const { num, den } = index.timeBase;
    this.count = index.pts.length;
    this.keyFrames = index.keyFrames;
    this.#keys = new Set(index.keyFrames);
    this.#ticks = index.pts;
    this.ptsUs = Float64Array.from(index.pts, (ticks) => Math.round((ticks * num * 1e6) / den));
  }

  get last(): number {
    return Math.max(0, this.count - 1);
  }

  clamp(frame: number): number {
    return Math.min(this.last, Math.max(0, Math.trunc(frame)));
  }

  usAt(frame: number): number {
    return this.ptsUs[this.clamp(frame)] ?? 0;
  }

  ticksAt(frame: number): number {
    return this.#ticks[this.clamp(frame)] ?? 0;
  }

  /** The frame on screen at this time: the last one whose PTS is not later. */
  at(us: number): number {
    return Math.max(0, firstAbove(this.ptsUs, us) - 1);
  }

  /** The frame whose PTS is nearest; a player's clock may be rounded to either side of it. */
  nearest(us: number): number {
    const before = this.at(us);
    const after = this.clamp(before + 1);
    return Math.abs(this.usAt(after) - us) < Math.abs(this.usAt(before) - us) ? after : before;
  }

  isKey(frame: number): boolean {
    return this.#keys.has(frame);
  }

  previousKey(frame: number): number {
    return this.keyFrames.findLast((key) => key < frame) ?? 0;
  }

  nextKey(frame: number): number {
    return this.keyFrames.find((key) => key > frame) ?? this.last;
  }

  /** End of the last frame, microseconds: it lasts as long as the one before it. */
  get endUs(): number {
    if (this.count < 2) return this.usAt(0) + 1;
    return 2 * this.usAt(this.last) - this.usAt(this.last - 1);
  }

  /** The usual length of a frame, microseconds. */
  get frameUs(): number {
    return Math.max(1, Math.round((this.endUs - this.usAt(0)) / Math.max(1, this.count)));
  }

  /** `null` when the place lies outside the exhibit. */
  resolve(place: Place): number | null {
    switch (place.kind) {
      case 'frame':
        return place.frame <= this.last ? place.frame : null;
      case 'ticks': {
        const found = this.#ticks.findLastIndex((ticks) => ticks <= place.ticks);
        return found >= 0 ? found : null;
      }
      case 'pts':
        return this.#within(place.us);
      case 'timecode':
        return this.#within(place.us + this.usAt(0));
    }
  }

  #within(us: number): number | null {
    const frame = this.nearest(us);
    return us < this.usAt(0) - 1000 || us >= this.endUs ? null : frame;
  }
}
