/** The part of the pass that hears: every block of the exhibit's sound once, for the detectors that observe it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert } from '../base/assert.ts';
import type { ObservationRow } from './detectors/interface.ts';
import type { Lanes } from './lanes.ts';
import type { Outbox } from './outbox.ts';
import type { FrameWarning } from './protocol.ts';
import type { SoundBlock, SoundDecoding } from './sound/sound-block.ts';

/** A batch is sent when it holds so many blocks, or is so old, as with frames. */
export const BATCH_BLOCKS = 64;
const BATCH_MS = 1000;

interface SoundSources {
  decodeSound(signal: AbortSignal): SoundDecoding;
  now(): number;
}

/**
 * Resolves with the seconds that it waited for the decoder, when the sound has been heard to its end, was cancelled, or nobody is left to hear it.
 * Blocks before `firstBlock` are decoded and passed over: their only use is to stand before the first one. Sound that cannot be decoded is a
 * failure of the detectors of sound (law 8): the picture of a film has been examined all the same.
 */
export async function examineSound(firstBlock: number, lanes: Lanes, sources: SoundSources, outbox: Outbox): Promise<number> {
  if (!lanes.needBlocks || outbox.cancelled) return 0;
  return new SoundPass(firstBlock, lanes, sources, outbox).run();
}

class SoundPass {
  readonly #lanes: Lanes;
  readonly #sources: SoundSources;
  readonly #outbox: Outbox;
  #warnings: FrameWarning[] = [];
  #observations: Record<string, ObservationRow[]> = {};
  #openedAt: number;
  /** First block of the open batch, and the first that is not examined yet. */
  #firstBlock: number;
  #nextBlock: number;
  #waitedMs = 0;

  constructor(firstBlock: number, lanes: Lanes, sources: SoundSources, outbox: Outbox) {
    this.#lanes = lanes;
    this.#sources = sources;
    this.#outbox = outbox;
    this.#firstBlock = firstBlock;
    this.#nextBlock = firstBlock;
    this.#openedAt = sources.now();
  }

  async run(): Promise<number> {
    const decoding = this.#sources.decodeSound(this.#outbox.cancelSignal);
    const ended = await this.#hear(decoding);
    for (const words of await this.#lanes.close()) this.#warn(words);
    await this.#flush(ended);
    return this.#waitedMs / 1000;
  }

  /** True when there is no sound left. */
  async #hear(decoding: SoundDecoding): Promise<boolean> {
    const blocks = decoding[Symbol.asyncIterator]();
    try {
      while (!this.#outbox.cancelled && this.#lanes.needBlocks) {
        const block = await this.#next(blocks);
        if (block === 'failed') return false;
        if (block === null) {
          for (const words of (await decoding.ended).warnings) this.#warn(words);
          return true;
        }
        if (block.index >= this.#nextBlock) await this.#examine(block);
        // One turn of the event loop lets a wish to cancel in.
        await nextTurn();
      }
      return false;
    } finally {
      await blocks.return?.();
    }
  }

  async #next(blocks: AsyncIterator<SoundBlock>): Promise<SoundBlock | null | 'failed'> {
    const from = this.#sources.now();
    try {
      const next = await blocks.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      if (!this.#outbox.cancelled) await this.#lanes.failBlocks(error);
      return 'failed';
    } finally {
      this.#waitedMs += this.#sources.now() - from;
    }
  }

  async #examine(block: SoundBlock): Promise<void> {
    assert(block.index === this.#nextBlock, 'the decoder gives blocks in order, each once');
    await this.#lanes.observeBlock(block, (id, row) => (this.#observations[id] ??= []).push(row));
    this.#nextBlock = block.index + 1;
    const due = this.#nextBlock - this.#firstBlock >= BATCH_BLOCKS || this.#sources.now() - this.#openedAt >= BATCH_MS;
    if (due) await this.#flush(false);
  }

  #warn(words: string): void {
    this.#warnings.push({ frame: null, words });
  }

  async #flush(ended: boolean): Promise<void> {
    const blocks = this.#nextBlock - this.#firstBlock;
    const failed = this.#lanes.takeFailures();
    if (blocks === 0 && !ended && failed.length === 0 && this.#warnings.length === 0) return;
    await this.#outbox.room();
    // Cancelled while the core was behind: this batch was never accepted, so it does not count as finished.
    if (!this.#outbox.hasRoom) return;
    this.#outbox.sendBatch({
      type: 'soundBatch',
      firstBlock: this.#firstBlock,
      blocks,
      ended,
      observations: this.#observations,
      warnings: this.#warnings,
      failed,
    });
    this.#firstBlock = this.#nextBlock;
    this.#openedAt = this.#sources.now();
    this.#observations = {};
    this.#warnings = [];
  }
}
