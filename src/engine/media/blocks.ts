/** Cuts the sound of one unbroken stretch into blocks of equal time, at its own or at another sample rate. */
import { assert } from '../../base/assert.ts';
import type { Rational } from '../../contract/values.ts';
import { Resampler } from '../sound/resampler.ts';
import { ticksToUs } from './ticks.ts';

export interface AudioBlock {
  /** 0-based, through all stretches. */
  readonly index: number;
  /** Which unbroken stretch of the stream's clock it lies in, 0-based. */
  readonly stretch: number;
  /** How many samples at `sampleRate` came before it in the stream. */
  readonly firstSample: number;
  /** When its first sample sounds, on the exhibit's clock. */
  readonly ptsUs: number;
  readonly sampleRate: number;
  /** One array for each channel, of equal lengths, -1..1 where the file does not go beyond. */
  readonly channels: readonly Float32Array[];
}

export interface BlockShape {
  /** The stream's. */
  readonly fromRate: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** Length of a block, seconds; where it is no whole number of samples, blocks differ by one sample. */
  readonly seconds: Rational;
}

/** Where a stretch begins: samples of the stream's rate since the clock's zero; blocks and output samples before it. */
export interface StretchStart {
  readonly stretch: number;
  readonly start: number;
  readonly blocks: number;
  readonly samples: number;
}

export class BlockCutter {
  readonly #shape: BlockShape;
  readonly #at: StretchStart;
  readonly #resamplers: readonly Resampler[] | null;
  readonly #waiting: Float32Array[];
  #filled = 0;
  /** Output samples and blocks of this stretch that are done. */
  #cut = 0;
  #blocks = 0;

  constructor(shape: BlockShape, at: StretchStart) {
    this.#shape = shape;
    this.#at = at;
    const { fromRate, sampleRate, channels, seconds } = shape;
    const longest = Math.ceil((sampleRate * seconds.num) / seconds.den) + 1;
    this.#waiting = Array.from({ length: channels }, () => new Float32Array(longest));
    this.#resamplers = fromRate === sampleRate ? null : Array.from({ length: channels }, () => new Resampler(fromRate, sampleRate));
  }

  get blocks(): number {
    return this.#at.blocks + this.#blocks;
  }

  get samples(): number {
    return this.#at.samples + this.#cut;
  }

  /** Blocks that are full now. */
  *push(channels: readonly Float32Array[]): Generator<AudioBlock> {
    yield* this.#add(this.#resamplers === null ? channels : this.#resamplers.map((resampler, c) => resampler.push(channels[c] ?? NOTHING)));
  }

  /** The last blocks of the stretch, the very last as short as it is. */
  *end(): Generator<AudioBlock> {
    if (this.#resamplers !== null) yield* this.#add(this.#resamplers.map((resampler) => resampler.flush()));
    if (this.#filled > 0) yield this.#block();
  }

  *#add(channels: readonly Float32Array[]): Generator<AudioBlock> {
    assert(channels.length === this.#waiting.length, 'every channel brings its samples');
    const length = channels[0]?.length ?? 0;
    for (let from = 0; from < length;) {
      const room = this.#edge(this.#blocks + 1) - this.#cut - this.#filled;
      const take = Math.min(room, length - from);
      for (const [c, samples] of channels.entries()) this.#waiting[c]?.set(samples.subarray(from, from + take), this.#filled);
      this.#filled += take;
      from += take;
      if (take === room) yield this.#block();
    }
  }

  /** First output sample of block n of this stretch. */
  #edge(n: number): number {
    const { num, den } = this.#shape.seconds;
    return Math.ceil((n * this.#shape.sampleRate * num) / den);
  }

  #block(): AudioBlock {
    const { fromRate, sampleRate } = this.#shape;
    // start / fromRate + cut / sampleRate, rounded once.
    const ticks = this.#at.start * sampleRate + this.#cut * fromRate;
    const block: AudioBlock = {
      index: this.blocks,
      stretch: this.#at.stretch,
      firstSample: this.samples,
      ptsUs: ticksToUs(ticks, { num: 1, den: fromRate * sampleRate }),
      sampleRate,
      channels: this.#waiting.map((samples) => samples.slice(0, this.#filled)),
    };
    this.#cut += this.#filled;
    this.#filled = 0;
    this.#blocks += 1;
    return block;
  }
}

const NOTHING = new Float32Array(0);
