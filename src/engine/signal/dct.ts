/** The lowest frequencies of the 8 x 8 discrete cosine transform that JPEG codes (ITU-T T.81 A.3.3), of any block of a plane. */

const SIDE = 8;

/** Row of the basis for horizontal (or vertical) frequency u: C(u)/2 · cos((2x + 1)uπ/16), so that the transform is orthonormal. */
function basis(u: number): Float64Array {
  const scale = u === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return Float64Array.from({ length: SIDE }, (_, x) => scale * Math.cos(((2 * x + 1) * u * Math.PI) / 16));
}

export interface Frequency {
  /** Horizontal and vertical frequency, 0..7. */
  readonly u: number;
  readonly v: number;
}

export interface BlockTransform {
  readonly frequencies: readonly Frequency[];
  /** Writes one coefficient for each frequency, in their order, from `to` on, of the block whose upper left pixel is (x, y); T.81's scale, no level shift. */
  into(out: Float64Array, to: number, plane: Uint8Array, stride: number, x: number, y: number): void;
  /** As `into` for the eight blocks that begin at (x, y), (x, y + 1), …, each into its own array: their rows are transformed once. The same numbers to the bit. */
  downInto(outs: readonly Float64Array[], to: number, plane: Uint8Array, stride: number, x: number, y: number): void;
}

/** All frequencies but the steady one whose sum u + v is at most `most` (1..7), by rising sum. */
export function lowFrequencies(most: number): Frequency[] {
  return Array.from({ length: most }, (_, k) => k + 1).flatMap((sum) => Array.from({ length: sum + 1 }, (_, v) => ({ u: sum - v, v })));
}

export function blockTransform(frequencies: readonly Frequency[]): BlockTransform {
  const across = Math.max(...frequencies.map(({ u }) => u)) + 1;
  const rows = Float64Array.from(Array.from({ length: across }, (_, u) => Array.from(basis(u))).flat());
  const columns = Float64Array.from(frequencies.flatMap(({ v }) => Array.from(basis(v))));
  const starts = Uint8Array.from(frequencies, ({ u }) => u);
  // Of the rows of eight blocks, each one pixel below the other.
  const partial = new Float64Array((2 * SIDE - 1) * across);

  function acrossRows(count: number, plane: Uint8Array, stride: number, x: number, y: number): void {
    for (let j = 0; j < count; j += 1) {
      const start = (y + j) * stride + x;
      for (let u = 0; u < across; u += 1) {
        let sum = 0;
        for (let i = 0; i < SIDE; i += 1) sum += (rows[u * SIDE + i] ?? 0) * (plane[start + i] ?? 0);
        partial[j * across + u] = sum;
      }
    }
  }

  function down(first: number, out: Float64Array, to: number): void {
    for (let k = 0; k < starts.length; k += 1) {
      let sum = 0;
      for (let j = 0, from = first * across + (starts[k] ?? 0); j < SIDE; j += 1, from += across)
        sum += (columns[k * SIDE + j] ?? 0) * (partial[from] ?? 0);
      out[to + k] = sum;
    }
  }

  return {
    frequencies,
    into(out, to, plane, stride, x, y) {
      acrossRows(SIDE, plane, stride, x, y);
      down(0, out, to);
    },
    downInto(outs, to, plane, stride, x, y) {
      acrossRows(2 * SIDE - 1, plane, stride, x, y);
      for (const [row, out] of outs.entries()) down(row, out, to);
    },
  };
}
