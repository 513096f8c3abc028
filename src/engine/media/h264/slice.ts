/** The header of a slice of H.264 as far as it says what the slice may refer to (ITU-T H.264, 7.3.3). */
import { BitReader, BitsEnd, unescape } from './bits.ts';
import type { Parameters, Picture } from './parameters.ts';

/** Moves a picture to the front of a list: so much above (or below) the number before. */
export type Change = number;

export interface Slice {
  readonly kind: 'P' | 'B' | 'I';
  readonly isIdr: boolean;
  /** As the unit has it; 0: no picture refers to it. */
  readonly referred: number;
  readonly frameNum: number;
  /** The low bits of the order of display, and how much lower the second field lies. */
  readonly order: number;
  readonly bottomOrder: number;
  readonly lengths: readonly [number, number];
  readonly changes: readonly [readonly Change[], readonly Change[]];
  /** Which are not kept any more, as differences less one; `null`: the oldest where there is no room. */
  readonly removed: readonly number[] | null;
}

/** A table of weights for two lists of 32 is longer than anything else in a header. */
const HEADER_BYTES = 1024;
const MOST_LENGTH = 32;
/** Of changes, and of what is removed. */
const MOST_STEPS = 66;

/** `null` where the slice does what is not followed here: long-term references, further views, redundant pictures. */
export function readSlice(unit: Buffer, parameters: Parameters): Slice | null {
  try {
    return read(unit[0] ?? 0, new BitReader(unescape(unit.subarray(1, HEADER_BYTES))), parameters);
  } catch (error) {
    if (error instanceof BitsEnd) return null;
    throw error;
  }
}

function read(header: number, bits: BitReader, { sequence, pictures }: Parameters): Slice | null {
  const isIdr = (header & 31) === 5;
  const referred = (header >> 5) & 3;
  bits.number();
  const kind = (['P', 'B', 'I'] as const)[bits.number() % 5];
  const picture = pictures.get(bits.number());
  // Neither does a first picture that others do not refer to occur, nor one that refers to others.
  if (kind === undefined || picture === undefined || (isIdr && (referred === 0 || kind !== 'I'))) return null;
  const frameNum = bits.bits(sequence.frameNumBits);
  if (isIdr) bits.number();
  const order = sequence.orderBits === null ? 0 : bits.bits(sequence.orderBits);
  const bottomOrder = sequence.orderBits !== null && picture.hasBottomOrder ? bits.signed() : 0;
  if (picture.hasRedundant && bits.number() > 0) return null;
  if (kind === 'B') bits.flag();
  const lengths = readLengths(bits, kind, picture);
  if (Math.max(...lengths) > MOST_LENGTH) return null;
  const first = kind === 'I' ? [] : readChanges(bits);
  const second = kind === 'B' ? readChanges(bits) : [];
  if (first === null || second === null) return null;
  if ((kind === 'P' && picture.weighsP) || (kind === 'B' && picture.weighsB))
    skipWeights(bits, lengths[0] + lengths[1], sequence.hasChroma);
  const removed = referred === 0 ? null : isIdr ? readFirst(bits) : readRemoved(bits);
  if (removed === 'other') return null;
  return { kind, isIdr, referred, frameNum, order, bottomOrder, lengths, changes: [first, second], removed };
}

function readLengths(bits: BitReader, kind: Slice['kind'], picture: Picture): [number, number] {
  if (kind === 'I') return [0, 0];
  const [first, second] = bits.flag() ? [bits.number() + 1, kind === 'B' ? bits.number() + 1 : 0] : picture.usualLengths;
  return [first, kind === 'B' ? second : 0];
}

function readChanges(bits: BitReader): Change[] | null {
  const changes: Change[] = [];
  if (!bits.flag()) return changes;
  while (changes.length < MOST_STEPS) {
    const what = bits.number();
    if (what === 3) return changes;
    if (what > 1) return null;
    changes.push((what === 0 ? -1 : 1) * (bits.number() + 1));
  }
  return null;
}

function skipWeights(bits: BitReader, entries: number, hasChroma: boolean): void {
  bits.number();
  if (hasChroma) bits.number();
  for (let n = 0; n < entries; n += 1) {
    if (bits.flag()) for (let m = 0; m < 2; m += 1) bits.signed();
    if (hasChroma && bits.flag()) for (let m = 0; m < 4; m += 1) bits.signed();
  }
}

function readFirst(bits: BitReader): null | 'other' {
  bits.flag();
  // A long-term reference.
  return bits.flag() ? 'other' : null;
}

function readRemoved(bits: BitReader): number[] | null | 'other' {
  if (!bits.flag()) return null;
  const removed: number[] = [];
  while (removed.length < MOST_STEPS) {
    const what = bits.number();
    if (what === 0) return removed;
    if (what !== 1) return 'other';
    removed.push(bits.number());
  }
  return 'other';
}
