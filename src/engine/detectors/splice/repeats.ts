/** Stretches that occur twice: candidates by (nearly) equal fingerprints, kept where their neighbours agree too. Memory and time grow with length, not with its square. */
import { at } from '../../../base/at.ts';
import { BITS, differing } from './fingerprint.ts';
import { PARAMETERS } from './parameters.ts';

export interface Repeat {
  /** Rows first .. last of the earlier and, `lag` rows later, of the later occurrence. */
  readonly first: number;
  readonly last: number;
  readonly lag: number;
  /** Share of the signs that differ over these rows. */
  readonly differing: number;
}

type Prints = readonly (number | null)[];

/** In order of the earlier occurrence. */
export function repeatsOf(prints: Prints): Repeat[] {
  const table = new Table(prints.length);
  const reach = new Map<number, number>();
  const found: Repeat[] = [];
  for (const [later, print] of prints.entries()) {
    const due = later - PARAMETERS.leastLag.value;
    const old = due < 0 ? null : prints[due];
    if (old !== null && old !== undefined) table.add(old, due);
    if (print === null) continue;
    for (let bit = -1; bit < BITS; bit += 1) {
      for (const earlier of table.at(bit < 0 ? print : (print ^ (1 << bit)) >>> 0)) {
        const lag = later - earlier;
        if ((reach.get(lag) ?? -1) >= later) continue;
        const repeat = grown(prints, earlier, lag);
        reach.set(lag, repeat === null ? later : repeat.last + lag);
        if (repeat !== null) found.push(repeat);
      }
    }
  }
  return distinct(found);
}

/** Grown from one pair to both sides as far as agreement outweighs difference: `null` where that is too short or too unlike. */
function grown(prints: Prints, row: number, lag: number): Repeat | null {
  const gain = (k: number): number => {
    const [a, b] = [prints[k], prints[k + lag]];
    const differ = a === null || a === undefined || b === null || b === undefined ? BITS / 2 : differing(a, b);
    return PARAMETERS.repeatEnd.value * BITS - differ;
  };
  const first = reachOf(gain, row, -1, -1);
  const last = reachOf(gain, row, 1, prints.length - lag);
  const rows = last - first + 1;
  if (rows < PARAMETERS.repeatRows.value) return null;
  let gained = 0;
  for (let k = first; k <= last; k += 1) gained += gain(k);
  const share = Math.max(0, Math.round(1e4 * (PARAMETERS.repeatEnd.value - gained / rows / BITS)) / 1e4);
  return share > PARAMETERS.repeatDiffering.value ? null : { first, last, lag, differing: share };
}

/** The row at which the gains summed from the seed are greatest; the search ends once the sum lies a stated amount below that. */
function reachOf(gain: (row: number) => number, seed: number, step: 1 | -1, stop: number): number {
  let [best, most, sum] = [seed, 0, 0];
  for (let k = seed + step; k !== stop && sum > most - PARAMETERS.repeatDrop.value; k += step) {
    sum += gain(k);
    if (sum > most) [best, most] = [k, sum];
  }
  return best;
}

/** The same repetition is met at lags beside one another: of those that overlap at nearly one lag the longest agreement stays. */
function distinct(found: readonly Repeat[]): Repeat[] {
  const worth = (one: Repeat): number => (one.last - one.first + 1) * (0.5 - one.differing);
  const kept: Repeat[] = [];
  for (const one of found.toSorted((a, b) => worth(b) - worth(a))) {
    const same = kept.some(
      (other) => Math.abs(other.lag - one.lag) <= PARAMETERS.repeatRows.value && one.first <= other.last && other.first <= one.last,
    );
    if (!same) kept.push(one);
  }
  return kept.sort((a, b) => a.first - b.first || a.lag - b.lag);
}

/** Rows by fingerprint: chains of one array, the newest first. */
class Table {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #prints: Uint32Array;
  readonly #shift: number;

  constructor(rows: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(rows + 1)));
    this.#heads = new Int32Array(2 ** bits).fill(-1);
    this.#next = new Int32Array(rows).fill(-1);
    this.#prints = new Uint32Array(rows);
    this.#shift = 32 - bits;
  }

  add(print: number, row: number): void {
    const place = this.#place(print);
    this.#next[row] = at(this.#heads, place);
    this.#prints[row] = print;
    this.#heads[place] = row;
  }

  /** At most the stated number of rows: sounds that hold, and hum, give one fingerprint for minutes. */
  at(print: number): number[] {
    const rows: number[] = [];
    for (
      let row = at(this.#heads, this.#place(print));
      row >= 0 && rows.length < PARAMETERS.mostCandidates.value;
      row = at(this.#next, row)
    )
      if (at(this.#prints, row) === print) rows.push(row);
    return rows;
  }

  #place(print: number): number {
    return Math.imul(print, 0x9e3779b1) >>> this.#shift;
  }
}
