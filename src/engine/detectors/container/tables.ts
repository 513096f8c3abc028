/** A small table of programs by the luminance quantisation table that they write into a JPEG. A table that is not here is unknown, not suspect. */

/** Steps row by row. */
type Steps = readonly number[];

export interface TableWriter {
  readonly name: string;
  /** `common`: of cameras, telephones and programs alike, so it tells nothing about the way of the file. */
  readonly kind: 'common' | 'converter' | 'editor';
  /** The setting at which this program writes exactly this table. */
  readonly setting: string;
  readonly quality: number | null;
}

/** ITU-T T.81 annex K, table K.1. */
const ANNEX_K = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** MozJPEG's default since version 3 (jcparam.c, the table by N. Robidoux for ImageMagick); compared with what version 4 writes at nine qualities. */
const MOZJPEG = [
  16, 16, 16, 18, 25, 37, 56, 85, 16, 17, 20, 27, 34, 40, 53, 75, 16, 20, 24, 31, 43, 62, 91, 135, 18, 27, 31, 40, 53, 74, 106, 156, 25, 34,
  43, 53, 69, 94, 131, 189, 37, 40, 62, 74, 94, 124, 169, 238, 56, 53, 91, 106, 131, 169, 226, 311, 85, 75, 135, 156, 189, 238, 311, 418,
];

/** ISO/IEC 11172-2, default intra quantiser matrix; compared with what ffmpeg 5.1 writes at six quantiser scales. */
const MPEG_INTRA = [
  8, 16, 19, 22, 26, 27, 29, 34, 16, 16, 22, 24, 27, 29, 34, 37, 19, 22, 26, 27, 29, 34, 34, 38, 22, 22, 26, 27, 29, 34, 37, 40, 22, 26, 27,
  29, 32, 35, 40, 48, 26, 27, 29, 32, 35, 40, 48, 58, 26, 27, 29, 34, 38, 46, 56, 69, 27, 29, 35, 38, 46, 56, 69, 83,
];

/** Adobe Photoshop's presets as Pillow lists them (PIL/JpegPresets.py): luminance. Photoshop has more levels than these. */
const PHOTOSHOP: readonly (readonly [string, Steps])[] = [
  [
    'low (for the web)',
    [
      20, 16, 25, 39, 50, 46, 62, 68, 16, 18, 23, 38, 38, 53, 65, 68, 25, 23, 31, 38, 53, 65, 68, 68, 39, 38, 38, 53, 65, 68, 68, 68, 50,
      38, 53, 65, 68, 68, 68, 68, 46, 53, 65, 68, 68, 68, 68, 68, 62, 65, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68, 68,
    ],
  ],
  [
    'medium (for the web)',
    [
      16, 11, 11, 16, 23, 27, 31, 30, 11, 12, 12, 15, 20, 23, 23, 30, 11, 12, 13, 16, 23, 26, 35, 47, 16, 15, 16, 23, 26, 37, 47, 64, 23,
      20, 23, 26, 39, 51, 64, 64, 27, 23, 26, 37, 51, 64, 64, 64, 31, 23, 35, 47, 64, 64, 64, 64, 30, 30, 47, 64, 64, 64, 64, 64,
    ],
  ],
  [
    'high (for the web)',
    [
      6, 4, 4, 6, 9, 11, 12, 16, 4, 5, 5, 6, 8, 10, 12, 12, 4, 5, 5, 6, 10, 12, 14, 19, 6, 6, 6, 11, 12, 15, 19, 28, 9, 8, 10, 12, 16, 20,
      27, 31, 11, 10, 12, 15, 20, 27, 31, 31, 12, 12, 14, 19, 27, 31, 31, 31, 16, 12, 19, 28, 31, 31, 31, 31,
    ],
  ],
  [
    'very high (for the web)',
    [
      2, 2, 2, 2, 3, 4, 5, 6, 2, 2, 2, 2, 3, 4, 5, 6, 2, 2, 2, 2, 4, 5, 7, 9, 2, 2, 2, 4, 5, 7, 9, 12, 3, 3, 4, 5, 8, 10, 12, 12, 4, 4, 5,
      7, 10, 12, 12, 12, 5, 5, 7, 9, 12, 12, 12, 12, 6, 6, 9, 12, 12, 12, 12, 12,
    ],
  ],
  [
    'maximum (for the web)',
    [
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 2, 2, 3, 1, 1, 1, 1, 2,
      2, 3, 3, 1, 1, 1, 2, 2, 3, 3, 3, 1, 1, 2, 2, 3, 3, 3, 3,
    ],
  ],
  [
    'low',
    [
      18, 14, 14, 21, 30, 35, 34, 17, 14, 16, 16, 19, 26, 23, 12, 12, 14, 16, 17, 21, 23, 12, 12, 12, 21, 19, 21, 23, 12, 12, 12, 12, 30,
      26, 23, 12, 12, 12, 12, 12, 35, 23, 12, 12, 12, 12, 12, 12, 34, 12, 12, 12, 12, 12, 12, 12, 17, 12, 12, 12, 12, 12, 12, 12,
    ],
  ],
  [
    'medium',
    [
      12, 8, 8, 12, 17, 21, 24, 17, 8, 9, 9, 11, 15, 19, 12, 12, 8, 9, 10, 12, 19, 12, 12, 12, 12, 11, 12, 21, 12, 12, 12, 12, 17, 15, 19,
      12, 12, 12, 12, 12, 21, 19, 12, 12, 12, 12, 12, 12, 24, 12, 12, 12, 12, 12, 12, 12, 17, 12, 12, 12, 12, 12, 12, 12,
    ],
  ],
  [
    'high',
    [
      6, 4, 4, 6, 9, 11, 12, 16, 4, 5, 5, 6, 8, 10, 12, 12, 4, 5, 5, 6, 10, 12, 12, 12, 6, 6, 6, 11, 12, 12, 12, 12, 9, 8, 10, 12, 12, 12,
      12, 12, 11, 10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 16, 12, 12, 12, 12, 12, 12, 12,
    ],
  ],
  [
    'maximum',
    [
      2, 2, 2, 2, 3, 4, 5, 6, 2, 2, 2, 2, 3, 4, 5, 6, 2, 2, 2, 2, 4, 5, 7, 9, 2, 2, 2, 4, 5, 7, 9, 12, 3, 3, 4, 5, 8, 10, 12, 12, 4, 4, 5,
      7, 10, 12, 12, 12, 5, 5, 7, 9, 12, 12, 12, 12, 6, 6, 9, 12, 12, 12, 12, 12,
    ],
  ],
];

/** libjpeg jcparam.c, jpeg_quality_scaling and jpeg_add_quant_table; `most` is 255 where it is held to the baseline process. */
function scaled(table: Steps, quality: number, most: number): number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.map((step) => Math.min(most, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/** FFmpeg, ff_convert_matrix for MJPEG: the steady part stays 8, the others are the matrix times the quantiser scale over eight. */
const ffmpegTable = (scale: number): number[] =>
  MPEG_INTRA.map((step, place) => (place === 0 ? 8 : Math.min(255, Math.floor((step * scale) / 8))));

const QUALITIES = Array.from({ length: 100 }, (_, k) => 100 - k);
const FFMPEG_SCALES = Array.from({ length: 30 }, (_, k) => k + 2);

function* known(): Generator<readonly [Steps, TableWriter]> {
  for (const quality of QUALITIES)
    yield [scaled(ANNEX_K, quality, 255), { name: 'libjpeg', kind: 'common', setting: `quality ${String(quality)}`, quality }];
  // At its highest qualities MozJPEG writes the same table of ones as libjpeg: that stays with libjpeg.
  for (const quality of QUALITIES) {
    for (const most of [32_767, 255])
      yield [scaled(MOZJPEG, quality, most), { name: 'MozJPEG', kind: 'converter', setting: `quality ${String(quality)}`, quality }];
  }
  for (const scale of FFMPEG_SCALES)
    yield [ffmpegTable(scale), { name: 'ffmpeg (mjpeg)', kind: 'converter', setting: `quantiser scale ${String(scale)}`, quality: null }];
  for (const [preset, steps] of PHOTOSHOP) yield [steps, { name: 'Adobe Photoshop', kind: 'editor', setting: preset, quality: null }];
}

/** `null`: a table that this program does not know. */
export function tableWriter(steps: Steps): TableWriter | null {
  for (const [table, writer] of known()) if (table.every((step, place) => step === steps[place])) return writer;
  return null;
}
