/** The grid on which sound is drawn: columns, buckets and levels as engine and window both count them. */

/** Columns of one tile of a spectrogram: few, so that the first tile of hours of sound is there when a tenth is decoded. */
export const TILE_COLUMNS = 64;
/** Buckets (a lowest and a highest sample each) of one tile of a waveform. */
export const PEAK_BUCKETS = 1024;
/** Zoomed out, a column is the mean power of so many windows, evenly spread over its stretch. */
export const WINDOWS_PER_COLUMN = 4;
/** In a tile: there is no sound at this time (a gap in the recording's clock, or beyond its end). */
export const NOTHING = 65_535;

const LEAST_DB = -200;
const STEPS_PER_DB = 100;

/** Stated window lengths, seconds; the Gaussian reaches over twice that. */
export const WINDOW_SECONDS = { broad: 0.005, narrow: 0.03 } as const;
export type WindowName = keyof typeof WINDOW_SECONDS;

/** Levels are kept in hundredths of a decibel above -200 dB; 0 dB is a full-scale sine. */
export const codeOf = (db: number): number => Math.min(NOTHING - 1, Math.max(0, Math.round((db - LEAST_DB) * STEPS_PER_DB)));
export const dbOf = (code: number): number => code / STEPS_PER_DB + LEAST_DB;

/** Samples from column to column at level 0: the power of two nearest to a millisecond. Each further level doubles it. */
export const hopOf = (sampleRate: number): number => 2 ** Math.max(0, Math.round(Math.log2(sampleRate / 1000)));

/** How many windows make a column whose stretch is `hop` samples, under a window that spans `span`. */
export const windowsIn = (hop: number, span: number): number => Math.min(WINDOWS_PER_COLUMN, Math.max(1, Math.round((2 * hop) / span)));
