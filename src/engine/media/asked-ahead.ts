/**
 * The picture of nearly every film is its first stream: that one's packets and first frame are asked for while another run of
 * ffprobe still reads the header. The answers are those of the same questions asked later; what turns out not to be wanted is ended.
 */
import type { ToolOutput } from '../../base/node/spawn.ts';
import type { ProbeLimits, ProbeTarget } from './ffprobe.ts';
import { decodeFew } from './first-frame.ts';
import { listPackets } from './frame-index.ts';

const FIRST_STREAM = 0;

export class AskedAhead {
  readonly #needless = new AbortController();
  readonly #packets: Promise<ToolOutput>;
  readonly #few: Promise<ToolOutput>;

  constructor(target: ProbeTarget, limits: ProbeLimits) {
    const ended = this.#needless.signal;
    const asked = { ...target, signal: target.signal === undefined ? ended : AbortSignal.any([target.signal, ended]) };
    this.#packets = listPackets(asked, FIRST_STREAM);
    this.#few = decodeFew(asked, FIRST_STREAM, limits);
    // Whoever asks gets the error; a stream that nobody asks for may well have none of this.
    for (const answer of [this.#packets, this.#few]) answer.catch(() => undefined);
  }

  readonly packets = (target: ProbeTarget, streamIndex: number): Promise<ToolOutput> =>
    streamIndex === FIRST_STREAM ? this.#packets : listPackets(target, streamIndex);

  readonly few = (target: ProbeTarget, streamIndex: number, limits: ProbeLimits): Promise<ToolOutput> =>
    streamIndex === FIRST_STREAM ? this.#few : decodeFew(target, streamIndex, limits);

  /** Resolves when none of its programs runs any more. */
  async end(): Promise<void> {
    this.#needless.abort();
    await Promise.allSettled([this.#packets, this.#few]);
  }
}
