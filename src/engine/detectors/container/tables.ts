/** The quality of the Independent JPEG Group's coder from a quantisation table. */

/** ITU-T T.81 annex K, tables K.1 and K.2, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** libjpeg jcparam.c, jpeg_quality_scaling and jpeg_add_quant_table (baseline). */
function scaled(quality: number): number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return LUMINANCE.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/** 1..100 where the luminance table is exactly that of libjpeg at this quality; `null`: another table. */
export function ijgQuality(steps: readonly number[]): number | null {
  for (let quality = 100; quality >= 1; quality--) {
    if (scaled(quality).every((step, place) => step === steps[place])) return quality;
  }
  return null;
}
