/** What may befall the bytes of any file: cut off, flipped, given lengths that lie. */
import type { Chance } from './random.ts';

export interface Damaged {
  readonly family: string;
  readonly words: string;
  readonly bytes: Buffer;
}

export interface DamageCounts {
  readonly truncations: number;
  readonly headerFlips: number;
  readonly payloadFlips: number;
  readonly lies: number;
}

/** Headers and indexes lie in the first and, in MP4, the last part of a file. */
const HEADER_BYTES = 2048;

export function* damage(whole: Buffer, counts: DamageCounts, chance: Chance): Generator<Damaged> {
  for (let k = 0; k < counts.truncations; k++) {
    // Half of the cuts lie in the headers, half spread over the file.
    const even = Math.floor((whole.length * (k + 1)) / (counts.truncations + 1));
    const length = k % 2 === 0 ? even : 1 + chance.below(Math.min(HEADER_BYTES, whole.length - 1));
    yield { family: 'truncated', words: `cut at ${String(length)}`, bytes: whole.subarray(0, length) };
  }
  const tail = Math.max(0, whole.length - HEADER_BYTES);
  for (let k = 0; k < counts.headerFlips; k++) {
    const at = (): number => (chance.below(3) === 0 ? tail : 0) + chance.below(Math.min(HEADER_BYTES, whole.length));
    yield { family: 'header flipped', words: `flips ${String(k)}`, bytes: flipped(whole, 1 + chance.below(8), at, chance) };
  }
  for (let k = 0; k < counts.payloadFlips; k++) {
    const at = (): number => chance.below(whole.length);
    yield { family: 'payload flipped', words: `flips ${String(k)}`, bytes: flipped(whole, 1 + chance.below(200), at, chance) };
  }
  for (let k = 0; k < counts.lies; k++) {
    const bytes = Buffer.from(whole);
    const at = 4 * chance.below(Math.max(1, Math.min(HEADER_BYTES, bytes.length - 4) >> 2)) + (chance.below(3) === 0 ? tail : 0);
    const value = [0, 1, 7, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, bytes.length * 2][k % 8] ?? 0;
    if (at + 4 <= bytes.length) bytes.writeUInt32BE(value, at);
    yield { family: 'lying length', words: `${value.toString(16)} at ${String(at)}`, bytes };
  }
}

function flipped(whole: Buffer, times: number, at: () => number, chance: Chance): Buffer {
  const bytes = Buffer.from(whole);
  for (let k = 0; k < times; k++) {
    const place = at();
    bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.below(8));
  }
  return bytes;
}
