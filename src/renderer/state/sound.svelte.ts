/** What is looked at in a recording's sound: how far it is decoded, which channel under which window, which stretch. */
import type { Exhibit } from '../../contract/exhibits.ts';
import type { Note } from '../../contract/notes.ts';
import type { SoundInfo, SoundMeasures } from '../../contract/sound.ts';
import type { WindowName } from '../../base/sound-grid.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import type { Scale } from './sound-axis.ts';
import type { Colours } from '../../base/sound-colours.ts';
import { SoundTiles } from './sound-tiles.ts';
import type { Stretch, TimeRange } from './time-range.svelte.ts';

/** How often an unfinished decoding is asked after. */
const ASK_MS = 300;

/** The lowest top that can be chosen: of silence nothing is drawn, whatever the level. */
export const LOWEST_TOP_DB = -100;

export class Sound {
  exhibit = $state.raw<Exhibit | null>(null);
  info = $state.raw<SoundInfo | null>(null);
  /** In words, when the sound cannot be had. */
  failure = $state<string | null>(null);
  channel = $state('0');
  window = $state<WindowName>('narrow');
  scale = $state<Scale>('linear');
  rangeDb = $state(70);
  /** The level that is drawn brightest; null until the first picture has shown what there is. */
  topDb = $state<number | null>(null);
  /** null: all up to the Nyquist frequency. */
  mostHz = $state<number | null>(null);
  colours = $state<Colours>('grey');
  selection = $state.raw<Stretch | null>(null);
  /** Of the selection, for a note; null: all frequencies. */
  band = $state.raw<NonNullable<Note['band']> | null>(null);
  looped = $state(true);
  /** Where the pointer or the keys are. */
  cursor = $state.raw<{ readonly us: number; readonly hz: number } | null>(null);
  measures = $state.raw<SoundMeasures | null>(null);
  measuring = $state(false);
  measureFailure = $state<string | null>(null);
  /** Of the picture, pixels of the screen. */
  widthPx = $state(1);
  heightPx = $state(1);
  /** Grows whenever a tile has come. */
  arrived = $state(0);
  tiles: SoundTiles;
  readonly #transport: Transport;
  #asked = 0;
  /** Parts of the window that show the sound now. */
  #shownBy = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.tiles = this.#newTiles();
  }

  get nyquistHz(): number {
    return (this.info?.sampleRate ?? 2) / 2;
  }

  /** The highest frequency on the axis. */
  get axisHz(): number {
    return Math.min(this.mostHz ?? this.nyquistHz, this.nyquistHz);
  }

  get endUs(): number {
    const { info } = this;
    return info === null ? 1 : info.startUs + Math.round((info.totalSamples / info.sampleRate) * 1e6);
  }

  /** Whether all that lies before this sample can be asked for. */
  has(sample: number): boolean {
    return this.info !== null && (this.info.done || sample <= this.info.decodedSamples);
  }

  sampleAt(us: number): number {
    const { info } = this;
    return info === null ? 0 : ((us - info.startUs) * info.sampleRate) / 1e6;
  }

  /** Opens it for one part of the window; the function that comes back says that this part no longer shows it. */
  hold(exhibit: Exhibit, range: TimeRange): () => void {
    this.#shownBy += 1;
    void this.open(exhibit, range);
    return () => {
      this.#shownBy -= 1;
      if (this.#shownBy === 0) this.close();
    };
  }

  /** Begins anew with another exhibit; `range` is set to its whole length where it has no frame clock to say so. */
  async open(exhibit: Exhibit, range: TimeRange): Promise<void> {
    if (this.exhibit?.id === exhibit.id) return;
    this.exhibit = exhibit;
    this.info = null;
    this.failure = null;
    this.channel = '0';
    this.topDb = null;
    this.mostHz = null;
    this.selection = null;
    this.band = null;
    this.cursor = null;
    this.measures = null;
    this.measureFailure = null;
    this.tiles = this.#newTiles();
    for (let first = true; this.#has(exhibit); first = false) {
      try {
        const info = await this.#transport.call('sound.open', { exhibitId: exhibit.id });
        // The exhibit may have been changed while the answer was on its way.
        if (!this.#has(exhibit)) return;
        const grown = info.decodedSamples !== this.info?.decodedSamples;
        const whole = !range.zoomed || first;
        this.info = info;
        if (grown) this.tiles.retry();
        if (exhibit.kind === 'audio' && whole) range.setFull(info.startUs, this.endUs);
        if (info.done) return;
      } catch (error) {
        this.failure = error instanceof CallError ? error.message : String(error);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }

  /** While an answer is on its way, another one can be opened, or none. */
  #has({ id }: Exhibit): boolean {
    return this.exhibit?.id === id;
  }

  /** Forgets the exhibit, so that nothing is asked any more. */
  close(): void {
    this.exhibit = null;
    this.info = null;
  }

  select(stretch: Stretch | null): void {
    this.selection = stretch;
    if (stretch === null) this.band = null;
    this.measures = null;
    this.measureFailure = null;
  }

  /** The last wish wins. */
  async measure(): Promise<void> {
    const { exhibit, selection, channel } = this;
    this.#asked += 1;
    const mine = this.#asked;
    if (exhibit === null || selection === null) return;
    this.measuring = true;
    try {
      const measures = await this.#transport.call('sound.measure', { exhibitId: exhibit.id, channel, ...selection });
      if (mine === this.#asked) this.measures = measures;
    } catch (error) {
      if (mine !== this.#asked) return;
      const detail = error instanceof CallError && error.detail !== undefined ? ` (${error.detail})` : '';
      this.measureFailure = (error instanceof Error ? error.message : String(error)) + detail;
    } finally {
      if (mine === this.#asked) this.measuring = false;
    }
  }

  #newTiles(): SoundTiles {
    return new SoundTiles(
      (path) => this.#transport.soundUrl(path),
      () => (this.arrived += 1),
    );
  }
}
