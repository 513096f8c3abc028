/** How quickly an examination goes, from the last few seconds of it: in frames, or in blocks of sound. */

/** Long enough to smooth batches of a second, short enough to follow a change of scene. */
const WINDOW_MS = 5000;

export class Rate {
  #points: { atMs: number; done: number }[] = [];

  /** `done`: how many were done at this moment, all told. */
  add(atMs: number, done: number): void {
    this.#points.push({ atMs, done });
    // The newest point older than the window stays: it is where the window's first one began.
    while (this.#points.length > 2 && (this.#points[1]?.atMs ?? 0) <= atMs - WINDOW_MS) this.#points.shift();
  }

  /** `null` until two moments are known. */
  get perSecond(): number | null {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  }

  /** Seconds, `null` while the rate is unknown or nothing moves. */
  remainingSeconds(left: number): number | null {
    const rate = this.perSecond;
    return rate === null || rate <= 0 ? null : left / rate;
  }
}
