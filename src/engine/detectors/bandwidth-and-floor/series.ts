/** Stored rows as seconds with their spectra, and stretches in which the bandwidth is another one. */
import { median } from '../../signal/stats.ts';
import type { ObservationRow } from '../interface.ts';
import type { Frame } from './levels.ts';
import { BANDS, FIRST, LEVELS } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { wallOf, type Wall } from './spectrum-wall.ts';
import { largest } from '../../signal/extremes.ts';

export interface Second {
  readonly ptsUs: number;
  readonly bands: readonly number[];
  /** Mean power of all bands, dB. */
  readonly db: number;
  readonly wall: Wall | null;
}

export interface Narrow {
  readonly startUs: number;
  readonly endUs: number;
  readonly seconds: number;
  /** Median cut-off of the stretch, Hz. */
  readonly hz: number;
}

/** Whole seconds only: the last, short block may hold no frame of the spectrum. */
export function seconds(rows: readonly ObservationRow[], sampleRate: number): Second[] {
  return rows.flatMap(({ ptsUs, values }) => {
    const bands = values.slice(FIRST.band, FIRST.band + BANDS).filter((value) => value !== null);
    if (bands.length < BANDS || values[FIRST.level + LEVELS - 1] === null) return [];
    const db = 10 * Math.log10(bands.reduce((sum, value) => sum + 10 ** (value / 10), 0) / BANDS);
    return [{ ptsUs, bands, db, wall: wallOf(bands, sampleRate) }];
  });
}

/** Seconds that are not far below the loudest one. */
export function sounding(all: readonly Second[]): Second[] {
  const loudest = largest(all.map(({ db }) => db));
  return all.filter(({ db }) => db >= loudest - PARAMETERS.soundingBelowLoudest.value && db > LEAST_DB);
}

/** A second whose bands are all quieter than that holds nothing (about the last bit of 16-bit sound). */
const LEAST_DB = -120;

export function frames(rows: readonly ObservationRow[]): Frame[] {
  const stepUs = PARAMETERS.levelSeconds.value * 1e6;
  return rows.flatMap(({ ptsUs, values }) =>
    values
      .slice(FIRST.level, FIRST.level + LEVELS)
      .flatMap((db, k) => (db === null ? [] : [{ ptsUs: ptsUs + Math.round(k * stepUs), db }])),
  );
}

/** Runs of sounding seconds with a wall far below the bandwidth of the whole; seconds that do not sound part nothing. */
export function narrowStretches(all: readonly Second[], wholeHz: number): Narrow[] {
  const found: { startUs: number; endUs: number; hz: number[] }[] = [];
  let open = false;
  for (const { ptsUs, wall } of all) {
    const narrow = wall !== null && wall.dropDb >= PARAMETERS.wallDrop.value && wall.hz <= PARAMETERS.stepShare.value * wholeHz;
    const last = found.at(-1);
    if (narrow && open && last !== undefined) {
      last.endUs = ptsUs + 1_000_000;
      last.hz.push(wall.hz);
    } else if (narrow) found.push({ startUs: ptsUs, endUs: ptsUs + 1_000_000, hz: [wall.hz] });
    open = narrow;
  }
  return found
    .filter(({ hz }) => hz.length >= PARAMETERS.stepSeconds.value)
    .map(({ startUs, endUs, hz }) => ({ startUs, endUs, seconds: hz.length, hz: median(hz) }));
}
