/** Spectrograms and waveforms of the sound that findings and notes are about, made from the stored exhibit by the code of the window's own tiles. */
import { must } from '../../../base/assert.ts';
import { Failure, toWireError } from '../../../base/failure.ts';
import { greyPngOf } from '../../../base/node/png.ts';
import { sha256Hex } from '../../../base/node/sha256.ts';
import { colourTable } from '../../../base/sound-colours.ts';
import { dbOf, NOTHING, WINDOW_SECONDS, windowsIn } from '../../../base/sound-grid.ts';
import { binsAt, hopAt } from '../../../base/sound-levels.ts';
import type { WireError } from '../../../contract/errors.ts';
import type { AudioStream } from '../../../contract/exhibits.ts';
import { wantedStream } from '../../../engine/media/audio.ts';
import { spanOf } from '../../../engine/signal/short-time.ts';
import type { SoundSource } from '../../../engine/sound/view/decode-sound.ts';
import { soundStretches, type SoundStretch } from '../../../engine/sound/view/stretches.ts';
import type { ReportSound, SoundPanel, SoundPicture } from '../report-data.ts';
import type { SoundView } from './views.ts';

/** Rows of one picture; each shows the loudest of the frequencies that it covers. */
const ROWS = 200;
const RANGE_DB = 70;
/** The window's greys from bright to dark: on paper what is loud is dark. */
const GREYS = Uint8Array.from({ length: 256 }, (_, level) => must(colourTable('grey')[3 * (255 - level)], 'a table of 256 colours'));
/** Where there is no sound, which is not silence. */
const BLANK = 255;

export interface SoundWish {
  /** Of the finding or note. */
  readonly id: string;
  readonly exhibitId: string;
  readonly view: (channels: number) => SoundView;
}

export type Heard =
  | { readonly sound: ReportSound; readonly picture: SoundPicture; readonly error: null }
  | { readonly sound: null; readonly picture: null; readonly error: WireError };

/** By id; each exhibit is decoded once. Sound that cannot be decoded is said, not skipped. */
export async function drawSounds(
  wishes: readonly SoundWish[],
  sourceOf: (exhibitId: string) => Promise<SoundSource>,
): Promise<Map<string, Heard>> {
  const heard = new Map<string, Heard>();
  for (const [exhibitId, own] of Map.groupBy(wishes, (wish) => wish.exhibitId)) {
    try {
      for (const [id, one] of await ofExhibit(own, await sourceOf(exhibitId))) heard.set(id, one);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const { id } of own) heard.set(id, { sound: null, picture: null, error: toWireError(error) });
    }
  }
  return heard;
}

async function ofExhibit(wishes: readonly SoundWish[], source: SoundSource): Promise<[string, Heard][]> {
  const stream = wantedStream(source);
  const views = wishes.map(({ id, view }) => ({ id, view: view(stream.channels) }));
  const asks = views.flatMap(({ view }) => view.panels.map((panel) => ({ window: view.window, ...panel })));
  const stretches = await soundStretches(source, asks, new AbortController().signal);
  return views.map(({ id, view }) => [id, pictureOf(stream, view, stretches.splice(0, view.panels.length))]);
}

export function pictureOf(stream: AudioStream, view: SoundView, stretches: readonly SoundStretch[]): Heard {
  const first = must(stretches[0], 'a view has a panel');
  const { sampleRate, fftSize } = first;
  const highHz = Math.min(view.highHz ?? sampleRate / 2, sampleRate / 2);
  const levels = stretches.map((stretch) => levelsOf(stretch, highHz, ROWS));
  const loudest = levels.flatMap((codes) => codes.reduce((most, code) => (code !== NOTHING && code > most ? code : most), 0));
  // Like the window's: the next step of 5 dB above what is loudest.
  const topDb = Math.min(0, Math.ceil(dbOf(Math.max(...loudest)) / 5) * 5);
  const panels = stretches.map((stretch, n) => panelOf(stretch, must(levels[n], 'one for each'), topDb, view, n));
  return {
    sound: {
      stream: stream.index,
      codec: stream.codec,
      sampleRate,
      channels: stream.channels,
      window: view.window,
      windowSeconds: WINDOW_SECONDS[view.window],
      fftSize,
      highHz,
      topDb,
      rangeDb: RANGE_DB,
      whole: view.whole,
      marks: view.marks,
      panels: panels.map(({ panel }) => panel),
    },
    picture: panels.map(({ png, stretch }) => ({ png, peaks: stretch.peaks })),
    error: null,
  };
}

/** Codes of base/sound-grid, row by row from the highest frequency: the loudest of those that a row covers. */
export function levelsOf({ codes, columns, ...grid }: SoundStretch, highHz: number, rows: number): Uint16Array {
  const bins = grid.fftSize / 2 + 1;
  const axis = { hzAt: (y: number): number => highHz * (1 - y / rows) };
  const out = new Uint16Array(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    const [first, last] = binsAt(grid, axis, y);
    for (let x = 0; x < columns; x += 1) {
      let most = 0;
      for (let bin = first; bin <= last; bin += 1) most = Math.max(most, codes[x * bins + bin] ?? 0);
      out[y * columns + x] = most;
    }
  }
  return out;
}

/** 0..255: the step of grey for a level; 255 at `topDb` and above. */
export const stepOf = (db: number, topDb: number, rangeDb = RANGE_DB): number =>
  Math.round(Math.min(255, Math.max(0, 255 + ((db - topDb) * 255) / rangeDb)));

function panelOf(
  stretch: SoundStretch,
  levels: Uint16Array,
  topDb: number,
  view: SoundView,
  nth: number,
): { readonly panel: SoundPanel; readonly png: Uint8Array; readonly stretch: SoundStretch } {
  const { columns, firstColumn, sampleRate, zeroUs } = stretch;
  const pixels = Uint8Array.from(levels, (code) => (code === NOTHING ? BLANK : (GREYS[stepOf(dbOf(code), topDb)] ?? BLANK)));
  const hop = hopAt(stretch);
  // A column stands for the stretch round its own sample.
  const edgeUs = (column: number): number => Math.round(zeroUs + ((column - 0.5) * hop * 1e6) / sampleRate);
  return {
    panel: {
      channel: view.panels[nth]?.channel ?? 0,
      startUs: edgeUs(firstColumn),
      endUs: edgeUs(firstColumn + columns),
      hopSamples: hop,
      windowsPerColumn: windowsIn(hop, spanOf(sampleRate, WINDOW_SECONDS[view.window])),
      columns,
      rows: ROWS,
      gaps: gapsOf(levels.subarray(0, columns)),
      sha256: sha256Hex(pixels),
    },
    png: greyPngOf(pixels, columns, ROWS),
    stretch,
  };
}

/** Runs of columns without sound, from the first to the one after the last. */
function gapsOf(row: Uint16Array): [number, number][] {
  const gaps: [number, number][] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== NOTHING) continue;
    const last = gaps.at(-1);
    if (last?.[1] === x) last[1] = x + 1;
    else gaps.push([x, x + 1]);
  }
  return gaps;
}
