/** Slows down whoever tries passwords through a door: after a few wrong ones each further one has to wait longer. */
import { Failure } from '../../base/failure.ts';

/** Slips of the finger. Our choice. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 5 * 60_000;

export class PacedTries {
  #wrong = 0;
  #nextMs = Number.NEGATIVE_INFINITY;
  #trying = false;

  /** @throws Failure IDENTITY_TRIES_PAUSED without trying, and what `attempt` throws. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    // Not the clock of the day, which can be set.
    const waitMs = this.#nextMs - performance.now();
    if (waitMs > 0) throw new Failure('IDENTITY_TRIES_PAUSED', `${String(Math.ceil(waitMs / 1000))} s`);
    // Many at once would all count as the first.
    if (this.#trying) throw new Failure('IDENTITY_TRIES_PAUSED', 'another try is running');
    this.#trying = true;
    try {
      const done = await attempt();
      this.#wrong = 0;
      return done;
    } catch (error) {
      if (error instanceof Failure && error.code === 'IDENTITY_PASSPHRASE_WRONG') this.#countWrong();
      throw error;
    } finally {
      this.#trying = false;
    }
  }

  #countWrong(): void {
    this.#wrong += 1;
    if (this.#wrong < FREE_TRIES) return;
    this.#nextMs = performance.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#wrong - FREE_TRIES));
  }
}
