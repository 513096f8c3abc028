/** The discrete Fourier transform of real squares whose side is a power of two. */
import { assert } from '../../base/assert.ts';

/**
 * Power |F(u, v)|² of a real square, row by row, unnormalised: index v * side + u, frequencies u / side and v / side cycles per pixel
 * (above side / 2 the negative ones). Iterative radix 2 (Cooley & Tukey 1965), first along the rows, then along the columns.
 */
export function powerSpectrum(square: Float64Array, side: number): Float64Array {
  assert(side >= 2 && (side & (side - 1)) === 0 && square.length === side * side, 'a square whose side is a power of two');
  const re = Float64Array.from(square);
  const im = new Float64Array(square.length);
  const turns = twiddles(side);
  for (let row = 0; row < side; row += 1) transform(re, im, row * side, 1, side, turns);
  for (let column = 0; column < side; column += 1) transform(re, im, column, side, side, turns);
  return re.map((real, at) => real * real + (im[at] ?? 0) ** 2);
}

/** Side of the window: w(n) = (1 - cos(2πn / side)) / 2, the periodic Hann window. */
export function hann(side: number): Float64Array {
  return Float64Array.from({ length: side }, (_, n) => (1 - Math.cos((2 * Math.PI * n) / side)) / 2);
}

function twiddles(side: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (k: number): number => (-2 * Math.PI * k) / side;
  return {
    cos: Float64Array.from({ length: side / 2 }, (_, k) => Math.cos(angle(k))),
    sin: Float64Array.from({ length: side / 2 }, (_, k) => Math.sin(angle(k))),
  };
}

function transform(
  re: Float64Array,
  im: Float64Array,
  from: number,
  stride: number,
  side: number,
  turns: ReturnType<typeof twiddles>,
): void {
  // To bit-reversed order.
  for (let i = 1, j = 0; i < side; i += 1) {
    let bit = side >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [a, b] = [from + i * stride, from + j * stride];
    [re[a], re[b]] = [re[b] ?? 0, re[a] ?? 0];
    [im[a], im[b]] = [im[b] ?? 0, im[a] ?? 0];
  }
  for (let length = 2; length <= side; length <<= 1) {
    const half = length >> 1;
    const step = side / length;
    for (let start = 0; start < side; start += length) {
      for (let k = 0; k < half; k += 1) {
        const [cos, sin] = [turns.cos[k * step] ?? 0, turns.sin[k * step] ?? 0];
        const [a, b] = [from + (start + k) * stride, from + (start + k + half) * stride];
        const [bRe, bIm] = [re[b] ?? 0, im[b] ?? 0];
        const [tRe, tIm] = [bRe * cos - bIm * sin, bRe * sin + bIm * cos];
        const [aRe, aIm] = [re[a] ?? 0, im[a] ?? 0];
        re[b] = aRe - tRe;
        im[b] = aIm - tIm;
        re[a] = aRe + tRe;
        im[a] = aIm + tIm;
      }
    }
  }
}
