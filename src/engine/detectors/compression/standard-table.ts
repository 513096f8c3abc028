/** The luminance table of ITU-T T.81 (JPEG), table K.1, and its scaling by quality as the Independent JPEG Group's library does it. */
import { at } from '../../../base/at.ts';

/** Natural order, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
] as const;

/** 64 steps, row by row; quality 1 to 100. */
export function standardTable(quality: number): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return LUMINANCE.map((step) => Math.max(1, Math.min(255, Math.floor((step * scale + 50) / 100))));
}

/** Quality from 20 to 98 whose table has most of the steps told, or `null` where none has at least two thirds of them, or fewer than three are told. */
export function standardQuality(found: readonly { readonly place: number; readonly step: number }[]): number | null {
  let [quality, most] = [0, 0];
  for (let q = 98; q >= 20; q -= 1) {
    const table = standardTable(q);
    const equal = found.filter(({ place, step }) => at(table, place) === step).length;
    if (equal > most) [quality, most] = [q, equal];
  }
  return found.length < 3 || most * 3 < found.length * 2 ? null : quality;
}
