/** A quantile over values that come and go, kept in order, so that a window over hours of film is not sorted anew at every step. */
import { at } from '../../base/at.ts';
import { firstNotBelow } from '../../base/ascending.ts';

export class SlidingQuantile {
  readonly #sorted: number[] = [];

  get size(): number {
    return this.#sorted.length;
  }

  add(value: number): void {
    this.#sorted.splice(firstNotBelow(this.#sorted, value), 0, value);
  }

  /** A value that was added. */
  remove(value: number): void {
    this.#sorted.splice(firstNotBelow(this.#sorted, value), 1);
  }

  /** Of at least one value; as `quantile` in stats.ts gives it. */
  quantile(q: number): number {
    const place = q * (this.#sorted.length - 1);
    const low = at(this.#sorted, Math.floor(place));
    const high = at(this.#sorted, Math.ceil(place));
    return low + (high - low) * (place - Math.floor(place));
  }
}
