/** Luma and colour differences of decoded R, G, B: how bright a picture is, and by which weights. */
import type { Matrix } from '../contract/view.ts';

/** Weights of R and B; the rest is G. ITU-R BT.601-7 2.5.1 (also JPEG, ITU-T T.871), BT.709-6 item 3.2, BT.2020-2 table 4. */
export const MATRICES = {
  bt601: { red: 0.299, blue: 0.114, name: 'BT.601' },
  bt709: { red: 0.2126, blue: 0.0722, name: 'BT.709' },
  bt2020: { red: 0.2627, blue: 0.0593, name: 'BT.2020' },
} as const satisfies Readonly<Record<Matrix, { red: number; blue: number; name: string }>>;

/** The matrix that ffmpeg's scaler made R, G, B with: the one that the stream names, and BT.601 where it names none that is known. */
export function matrixOf(colorSpace: string | null): Matrix {
  if (colorSpace === 'bt709') return 'bt709';
  return colorSpace === 'bt2020nc' || colorSpace === 'bt2020c' ? 'bt2020' : 'bt601';
}

/** 0 to 255, not rounded. */
export function luma(matrix: Matrix, red: number, green: number, blue: number): number {
  const { red: kr, blue: kb } = MATRICES[matrix];
  return kr * red + (1 - kr - kb) * green + kb * blue;
}
