/** What a film's sets of parameters say of its slices' headers and of what is kept to be referred to (ITU-T H.264, 7.3.2.1 and 7.3.2.2). */
import { BitReader, BitsEnd, unescape } from './bits.ts';

export interface Sequence {
  readonly id: number;
  readonly hasChroma: boolean;
  readonly frameNumBits: number;
  /** `null`: order of display is that of decoding. */
  readonly orderBits: number | null;
  /** Kept at most, at least 1. */
  readonly mostKept: number;
  /** Macroblocks in a row, and rows. */
  readonly across: number;
  readonly down: number;
}

export interface Picture {
  readonly hasBottomOrder: boolean;
  /** Of lists 0 and 1, where a slice does not say it. */
  readonly usualLengths: readonly [number, number];
  readonly weighsP: boolean;
  readonly weighsB: boolean;
  readonly hasRedundant: boolean;
}

export interface Parameters {
  readonly sequence: Sequence;
  readonly pictures: ReadonlyMap<number, Picture>;
}

/** Profiles that say how colours are sampled and scaled. */
const HIGH = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const MOST_SIDE_MACROBLOCKS = 1024;

/** Where the sets lie in avcC (ISO/IEC 14496-15, 5.3.3.1); `null` where it is something else. */
export function unitsOf(
  avcC: Buffer,
): { readonly sequences: readonly Buffer[]; readonly pictures: readonly Buffer[]; readonly end: number } | null {
  let at = 5;
  const read = (count: number): Buffer[] | null => {
    const units: Buffer[] = [];
    for (let n = 0; n < count; n += 1) {
      if (at + 2 > avcC.length) return null;
      const length = avcC.readUInt16BE(at);
      if (length < 2 || at + 2 + length > avcC.length) return null;
      units.push(avcC.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    return units;
  };
  const sequences = read((avcC[at++] ?? 0) & 31);
  const pictures = sequences === null ? null : read(avcC[at++] ?? 0);
  return sequences === null || pictures === null ? null : { sequences, pictures, end: at };
}

/** `null` where a film is of a kind whose slices are not read: several sequences, fields, groups of slices, orders of display by cycles. */
export function readParameters(avcC: Buffer): Parameters | null {
  const units = unitsOf(avcC);
  const [first, ...others] = units?.sequences ?? [];
  if (units === null || first === undefined || others.length > 0) return null;
  try {
    const sequence = readSequence(new BitReader(unescape(first.subarray(1))));
    if (sequence === null) return null;
    const pictures = new Map<number, Picture>();
    for (const unit of units.pictures) {
      const read = readPicture(new BitReader(unescape(unit.subarray(1))), sequence.id);
      if (read === null || pictures.has(read.id)) return null;
      pictures.set(read.id, read.picture);
    }
    return { sequence, pictures };
  } catch (error) {
    if (error instanceof BitsEnd) return null;
    throw error;
  }
}

function readSequence(bits: BitReader): Sequence | null {
  const profile = bits.bits(8);
  bits.bits(16);
  const id = bits.number();
  let hasChroma = true;
  if (HIGH.has(profile)) {
    const chroma = bits.number();
    hasChroma = chroma !== 0;
    // 4:4:4 may have three pictures in one.
    if (chroma > 2) return null;
    bits.number();
    bits.number();
    bits.flag();
    if (bits.flag()) for (let n = 0; n < 8; n += 1) if (bits.flag()) skipScaling(bits, n < 6 ? 16 : 64);
  }
  const frameNumBits = bits.number() + 4;
  const orderKind = bits.number();
  const orderBits = orderKind === 0 ? bits.number() + 4 : null;
  if (orderKind === 1 || orderKind > 2 || frameNumBits > 16 || (orderBits ?? 0) > 16) return null;
  const kept = bits.number();
  const mayHaveGaps = bits.flag();
  const [across, down] = [bits.number() + 1, bits.number() + 1];
  const hasFrames = bits.flag();
  if (kept > 16 || mayHaveGaps || !hasFrames || across > MOST_SIDE_MACROBLOCKS || down > MOST_SIDE_MACROBLOCKS) return null;
  return { id, hasChroma, frameNumBits, orderBits, mostKept: Math.max(1, kept), across, down };
}

function skipScaling(bits: BitReader, size: number): void {
  let [last, next] = [8, 8];
  for (let n = 0; n < size; n += 1) {
    if (next !== 0) next = (last + bits.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function readPicture(bits: BitReader, sequence: number): { readonly id: number; readonly picture: Picture } | null {
  const id = bits.number();
  if (id > 255 || bits.number() !== sequence) return null;
  bits.flag();
  const hasBottomOrder = bits.flag();
  const groups = bits.number() + 1;
  if (groups > 1) return null;
  const usualLengths = [bits.number() + 1, bits.number() + 1] as const;
  const weighsP = bits.flag();
  const weighsB = bits.bits(2) === 1;
  for (let n = 0; n < 3; n += 1) bits.signed();
  // Without control of the filter at the edges a slice's header says nothing of it, which lies behind all that is read here.
  bits.bits(2);
  return { id, picture: { hasBottomOrder, usualLengths, weighsP, weighsB, hasRedundant: bits.flag() } };
}
