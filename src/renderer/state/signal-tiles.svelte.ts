/** Tiles of one examination's plots, as a lane needs them: the right ones where they have come, coarser ones until then. */
import { type BinsTile, type Level, levelFor, overviewLevel, readBins, readRows, type RowsTile, tileUs } from '../../base/signal-grid.ts';
import { ByteTiles } from './byte-tiles.ts';

/** Of a screen of ten lanes some hundred tiles of 8 KB are needed. */
const KEPT_BYTES = 32 << 20;
/** Tiles of rows are 2^25 microseconds long; from this level on one tile of bins holds a whole one of them. */
const HOLDS_ROWS = 16;

/** A stretch of the lane and the tile that it is drawn from. */
export type Segment = { readonly startUs: number; readonly endUs: number } & (
  { readonly level: 'rows'; readonly tile: RowsTile } | { readonly level: number; readonly tile: BinsTile }
);

export interface View {
  readonly start: number;
  readonly end: number;
  readonly fullEnd: number;
  readonly widthPx: number;
}

export class SignalTiles {
  /** Grows whenever a tile has come. */
  arrived = $state(0);
  readonly #jobId: string;
  readonly #tiles: ByteTiles;
  readonly #read = new WeakMap<ArrayBuffer, RowsTile | BinsTile>();

  constructor(jobId: string, urlOf: (path: string) => string) {
    this.#jobId = jobId;
    this.#tiles = new ByteTiles(urlOf, () => (this.arrived += 1), KEPT_BYTES);
  }

  /** The first tile that each plot asks for: it holds all of it, and says how high its axis is. `null`: it cannot be had. */
  overview(place: number, fullEnd: number): BinsTile | null | undefined {
    const path = this.#path(place, overviewLevel(fullEnd), 0);
    const bytes = this.#tiles.take(path);
    if (bytes === undefined) return this.#tiles.refused(path) ? null : undefined;
    return this.#bins(bytes);
  }

  /** In order of time; nothing for stretches of which no tile has come yet. Asks for what is missing. */
  segments(place: number, { start, end, fullEnd, widthPx }: View, usualUs: number): Segment[] {
    const usPerPixel = (end - start) / Math.max(1, widthPx);
    const level = levelFor(usPerPixel, usualUs);
    const length = tileUs(level);
    const segments: Segment[] = [];
    for (let index = Math.floor(start / length); index * length < end; index += 1) {
      const stretch = { startUs: index * length, endUs: (index + 1) * length };
      const bytes = this.#tiles.take(this.#path(place, level, index));
      if (bytes === undefined) {
        const coarser = this.#coarser(place, level, stretch.startUs, fullEnd);
        if (coarser !== null) segments.push({ ...stretch, ...coarser });
      } else if (level === 'rows') segments.push({ ...stretch, level, tile: this.#rows(bytes) });
      else segments.push({ ...stretch, level, tile: this.#bins(bytes) });
    }
    return segments;
  }

  /** The finest tile that has come and holds this one. */
  #coarser(place: number, level: Level, startUs: number, fullEnd: number): { level: number; tile: BinsTile } | null {
    for (let other = level === 'rows' ? HOLDS_ROWS : level + 1; other <= overviewLevel(fullEnd); other += 1) {
      const bytes = this.#tiles.held(this.#path(place, other, Math.floor(startUs / tileUs(other))));
      if (bytes !== undefined) return { level: other, tile: this.#bins(bytes) };
    }
    return null;
  }

  #path(place: number, level: Level, index: number): string {
    return `${this.#jobId}/${String(place)}/${String(level)}/${String(index)}`;
  }

  #bins(bytes: ArrayBuffer): BinsTile {
    return this.#once(bytes, readBins);
  }

  #rows(bytes: ArrayBuffer): RowsTile {
    return this.#once(bytes, readRows);
  }

  #once<T extends RowsTile | BinsTile>(bytes: ArrayBuffer, read: (bytes: ArrayBuffer) => T): T {
    const before = this.#read.get(bytes);
    // A buffer is always read the same way: its path says how.
    if (before !== undefined) return before as T;
    const made = read(bytes);
    this.#read.set(bytes, made);
    return made;
  }
}
