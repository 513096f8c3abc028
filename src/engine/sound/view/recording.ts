/** One recording inside its thread: the working copy, its peaks, and answers from both while decoding goes on. */
import { NOTHING, PEAK_BUCKETS, TILE_COLUMNS, WINDOW_SECONDS, type WindowName } from '../../../base/sound-grid.ts';
import { Failure } from '../../../base/failure.ts';
import type { SoundMeasures } from '../../../contract/sound.ts';
import { wantedStream } from '../../media/audio.ts';
import { fftSizeOf, ShortTime } from '../../signal/short-time.ts';
import { decodeSound } from './decode-sound.ts';
import { AT_MOST_SECONDS, measureSound } from './measure.ts';
import type { SoundAsk, SoundState, SoundTask } from './messages.ts';
import { BASE_LEVEL, Peaks, peaksOf } from './peaks.ts';
import { endOf, hopAt, spectrogramTile } from './tile.ts';
import { WorkingCopy } from './working-copy.ts';

/** Levels beyond this have nothing to show: 2^26 samples are 23 minutes at 48 kHz in one bucket. */
const MOST_LEVEL = 26;

export class Recording {
  readonly #task: SoundTask;
  readonly #copy: WorkingCopy;
  readonly #peaks: Peaks;
  readonly #short = new Map<WindowName, ShortTime>();
  readonly #abort = new AbortController();
  #state: SoundState;

  constructor(task: SoundTask) {
    this.#task = task;
    const { index, sampleRate, channels, durationUs, startUs } = wantedStream(task);
    const totalSamples = Math.round(((durationUs ?? task.facts.durationUs ?? 0) / 1e6) * sampleRate);
    this.#copy = new WorkingCopy(task.folder, channels);
    this.#peaks = new Peaks(channels, totalSamples);
    this.#state = {
      stream: index,
      sampleRate,
      channels,
      startUs,
      decodedSamples: 0,
      totalSamples,
      done: false,
      gaps: [],
      warnings: [],
      fftSize: { broad: fftSizeOf(sampleRate, WINDOW_SECONDS.broad), narrow: fftSizeOf(sampleRate, WINDOW_SECONDS.narrow) },
    };
  }

  get state(): SoundState {
    return this.#state;
  }

  /** Resolves when all is decoded; `progressed` is told a few times a second. */
  async decode(progressed: () => void): Promise<void> {
    let told = 0;
    const { sampleRate, channels } = this.#state;
    const { samples, warnings } = await decodeSound(
      this.#task,
      {
        begin: (clockSample) => (this.#state = { ...this.#state, startUs: Math.round((clockSample * 1e6) / sampleRate) }),
        gap: (from, to) => (this.#state = { ...this.#state, gaps: [...this.#state.gaps, [from, to]] }),
        piece: (place, interleaved) => {
          this.#copy.write(place, interleaved);
          this.#peaks.add(place, interleaved);
          const decodedSamples = place + interleaved.length / channels;
          this.#state = { ...this.#state, decodedSamples, totalSamples: Math.max(decodedSamples, this.#state.totalSamples) };
          if (performance.now() - told < 200) return;
          told = performance.now();
          progressed();
        },
      },
      this.#abort.signal,
    );
    this.#state = { ...this.#state, decodedSamples: samples, totalSamples: samples, done: true, warnings };
    progressed();
  }

  answer(ask: SoundAsk): ArrayBuffer | SoundMeasures {
    switch (ask.kind) {
      case 'tile':
        return this.#tile(ask).buffer as ArrayBuffer;
      case 'peaks':
        return this.#peakTile(ask).buffer as ArrayBuffer;
      case 'measure':
        return this.#measure(ask);
    }
  }

  close(): void {
    this.#abort.abort();
    this.#copy.close();
  }

  #tile({ channel, window, level, index }: Extract<SoundAsk, { kind: 'tile' }>): Uint16Array {
    const { sampleRate } = this.#state;
    let short = this.#short.get(window);
    if (short === undefined) this.#short.set(window, (short = new ShortTime(sampleRate, WINDOW_SECONDS[window])));
    const place = { sampleRate, level, index };
    const first = index * TILE_COLUMNS * hopAt(place);
    this.#check(level, first, endOf(place, short.span));
    if (first >= this.#state.totalSamples) return new Uint16Array(TILE_COLUMNS * short.bins).fill(NOTHING);
    return spectrogramTile(place, short, (from, count) => this.#copy.read(from, count, channel), this.#silent());
  }

  #peakTile({ channel, level, index }: Extract<SoundAsk, { kind: 'peaks' }>): Float32Array {
    const first = index * PEAK_BUCKETS * 2 ** level;
    const count = PEAK_BUCKETS * 2 ** level;
    this.#check(level, first, first + count);
    if (level >= BASE_LEVEL) return this.#peaks.tile(channel, level, index);
    const silent = this.#silent();
    return peaksOf(this.#copy.read(first, count, channel), level, (sample) => silent(first + sample));
  }

  #measure({ channel, startUs, endUs }: Extract<SoundAsk, { kind: 'measure' }>): SoundMeasures {
    const { sampleRate, startUs: zeroUs, decodedSamples, done } = this.#state;
    const from = Math.round(((startUs - zeroUs) * sampleRate) / 1e6);
    const to = Math.round(((endUs - zeroUs) * sampleRate) / 1e6);
    if (!done && to > decodedSamples) throw new Failure('SOUND_NOT_READY');
    if (from < 0 || to > decodedSamples || to <= from) throw new Failure('SOUND_STRETCH_UNUSABLE', 'outside the recording or empty');
    if (to - from > AT_MOST_SECONDS * sampleRate) throw new Failure('SOUND_STRETCH_UNUSABLE', `longer than ${String(AT_MOST_SECONDS)} s`);
    if (this.#state.gaps.some(([first, last]) => from < last && to > first))
      throw new Failure('SOUND_STRETCH_UNUSABLE', "there is a gap of the recording's clock in it");
    return measureSound(this.#copy.read(from, to - from, channel), sampleRate);
  }

  /** Nothing is answered from sound that is still to come. */
  #check(level: number, first: number, end: number): void {
    if (level > MOST_LEVEL) throw new Failure('APP_BAD_REQUEST', 'level');
    const { done, decodedSamples, totalSamples } = this.#state;
    if (!done && Math.min(end, Math.max(first + 1, totalSamples)) > decodedSamples) throw new Failure('SOUND_NOT_READY');
  }

  #silent(): (sample: number) => boolean {
    const { gaps, decodedSamples } = this.#state;
    return (sample) => sample < 0 || sample >= decodedSamples || gaps.some(([from, to]) => sample >= from && sample < to);
  }
}
