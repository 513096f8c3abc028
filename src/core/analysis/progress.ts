/** How quickly an examination goes, from the last few seconds of it. */

/** Long enough to smooth batches of a second, short enough to follow a change of scene. */
const WINDOW_MS = 5000;

export class Rate {
  #points: { atMs: number; frames: number }[] = [];

  /** `frames`: how many were done at this moment, all told. */
  add(atMs: number, frames: number): void {
    this.#points.push({ atMs, frames });
    // The newest point older than the window stays: it is where the window's first frame began.
    while (this.#points.length > 2 && (this.#points[1]?.atMs ?? 0) <= atMs - WINDOW_MS) this.#points.shift();
  }

  /** Frames per second; `null` until two moments are known. */
  get framesPerSecond(): number | null {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
    return ((last.frames - first.frames) * 1000) / (last.atMs - first.atMs);
  }

  /** Seconds, `null` while the rate is unknown or nothing moves. */
  remainingSeconds(framesLeft: number): number | null {
    const rate = this.framesPerSecond;
    return rate === null || rate <= 0 ? null : framesLeft / rate;
  }
}
