/** Chance that is the same on every run of one seed. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  bytes(length: number): Buffer;
}

/** mulberry32: 32 bits of state are plenty for choosing bytes. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { below, bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))) };
}
