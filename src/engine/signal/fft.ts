/** The discrete Fourier transform of real squares whose side is a power of two. */
import { assert } from '../../base/assert.ts';

/**
 * Power |F(u, v)|² of a real square, row by row, unnormalised: index v * side + u, frequencies u / side and v / side cycles per pixel
 * (above side / 2 the negative ones). Iterative radix 2 (Cooley & Tukey 1965), first along the rows, then along the columns.
 */
export function powerSpectrum(square: Float64Array, side: number): Float64Array {
  assert(side >= 2 && (side & (side - 1)) === 0 && square.length === side * side, 'a square whose side is a power of two');
  const re = new Float64Array(square.length);
  const im = new Float64Array(square.length);
  const line = new Line(side);
  for (let row = 0; row < square.length; row += side) {
    line.read(square, null, row, 1);
    line.transform();
    re.set(line.re, row);
    im.set(line.im, row);
  }
  const power = new Float64Array(square.length);
  for (let column = 0; column < side; column += 1) {
    line.read(re, im, column, side);
    line.transform();
    for (let k = 0, to = column; k < side; k += 1, to += side) power[to] = (line.re[k] ?? 0) * (line.re[k] ?? 0) + (line.im[k] ?? 0) ** 2;
  }
  return power;
}

/** Side of the window: w(n) = (1 - cos(2πn / side)) / 2, the periodic Hann window. */
export function hann(side: number): Float64Array {
  return Float64Array.from({ length: side }, (_, n) => (1 - Math.cos((2 * Math.PI * n) / side)) / 2);
}

/** One row or column, copied to where its values lie beside each other: in the square those of a column compete for the same places of the cache. */
class Line {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #side: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  /** Bit-reversed places. */
  readonly #order: Uint32Array;

  constructor(side: number) {
    this.re = new Float64Array(side);
    this.im = new Float64Array(side);
    this.#side = side;
    const angle = (k: number): number => (-2 * Math.PI * k) / side;
    this.#cos = Float64Array.from({ length: side / 2 }, (_, k) => Math.cos(angle(k)));
    this.#sin = Float64Array.from({ length: side / 2 }, (_, k) => Math.sin(angle(k)));
    this.#order = new Uint32Array(side);
    for (let i = 1; i < side; i += 1) this.#order[i] = ((this.#order[i >> 1] ?? 0) >> 1) | ((i & 1) === 0 ? 0 : side >> 1);
  }

  read(re: Float64Array, im: Float64Array | null, from: number, stride: number): void {
    for (let k = 0; k < this.#side; k += 1) {
      const at = from + (this.#order[k] ?? 0) * stride;
      this.re[k] = re[at] ?? 0;
      this.im[k] = im === null ? 0 : (im[at] ?? 0);
    }
  }

  transform(): void {
    const { re, im } = this;
    const side = this.#side;
    const cosines = this.#cos;
    const sines = this.#sin;
    for (let length = 2; length <= side; length <<= 1) {
      const half = length >> 1;
      const step = side / length;
      for (let start = 0; start < side; start += length) {
        // The innermost loop: no calls, no tuples; every index lies inside by the loops' bounds.
        for (let a = start, b = start + half, turn = 0; a < start + half; a += 1, b += 1, turn += step) {
          const cos = cosines[turn] ?? 0;
          const sin = sines[turn] ?? 0;
          const bRe = re[b] ?? 0;
          const bIm = im[b] ?? 0;
          const tRe = bRe * cos - bIm * sin;
          const tIm = bRe * sin + bIm * cos;
          const aRe = re[a] ?? 0;
          const aIm = im[a] ?? 0;
          re[b] = aRe - tRe;
          im[b] = aIm - tIm;
          re[a] = aRe + tRe;
          im[a] = aIm + tIm;
        }
      }
    }
  }
}
