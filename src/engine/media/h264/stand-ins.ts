/**
 * Pictures of a few bytes in the place of those that a wanted frame does not need. A decoder counts the pictures that others refer to and
 * keeps the last ones, so that one cannot simply be left out; its place is taken by a picture with the same number, order and effect on what
 * is kept, that repeats another picture as it is. Nothing that is looked at refers to it (references.ts).
 */
import { lengthBytesOf, unitsIn } from '../units.ts';
import { BitWriter } from './bits.ts';
import { readParameters, unitsOf, type Parameters } from './parameters.ts';
import { follow, type Followed, type Slices } from './references.ts';
import { readSlice, type Slice } from './slice.ts';

const SLICE_KINDS = new Set([1, 5]);

export interface Thinned {
  /** Of each packet of the run: as it is, left out, or what stands in its place. */
  readonly packets: readonly ('as it is' | 'left out' | Buffer)[];
  /** Small pictures that are shown after all of the run, to push it out of the decoder. */
  readonly pushers: readonly Buffer[];
}

export class StandIns {
  readonly #parameters: Parameters;
  readonly #lengthBytes: number;
  /** The number of our own set of parameters. */
  readonly #own: number;
  readonly #hasBottomOrder: boolean;
  /** Rows of macroblocks that pictures of our own do not have. */
  readonly missingRows: number;
  /** The film's avcC with one set of parameters more. */
  readonly codecPrivate: Buffer;

  private constructor(avcC: Buffer, parameters: Parameters, own: number, codecPrivate: Buffer) {
    this.#parameters = parameters;
    this.#lengthBytes = lengthBytesOf(avcC[4]);
    this.#own = own;
    this.#hasBottomOrder = anyBottomOrder(parameters);
    this.missingRows = parameters.sequence.down - 1;
    this.codecPrivate = codecPrivate;
  }

  /** `null` where a film is of a kind that is not followed. */
  static of(avcC: Buffer): StandIns | null {
    const parameters = readParameters(avcC);
    const units = unitsOf(avcC);
    if (parameters === null || units === null || units.pictures.length > 254) return null;
    let own = 0;
    while (parameters.pictures.has(own)) own += 1;
    const set = pictureSet(own, parameters);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(set.length);
    const codecPrivate = Buffer.concat([avcC.subarray(0, units.end), length, set, avcC.subarray(units.end)]);
    const countAt = units.end - 1 - units.pictures.reduce((bytes, unit) => bytes + 2 + unit.length, 0);
    codecPrivate[countAt] = units.pictures.length + 1;
    return new StandIns(avcC, parameters, own, codecPrivate);
  }

  /** `run`: packets in order of decoding from a first picture on; `wanted`: which of them are looked at. `null` where they do what is not followed. */
  thin(run: readonly Buffer[], wanted: ReadonlySet<number>, pushers: number): Thinned | null {
    const slices: Slices[] = [];
    for (const packet of run) {
      const found = this.#slices(packet);
      if (found === null) return null;
      slices.push(found);
    }
    const followed = follow(this.#parameters.sequence, slices);
    if (followed === null) return null;
    const needed = neededFor(followed, slices, wanted);
    const made = this.#pushers(followed, slices, pushers);
    if (made === null) return null;
    return {
      packets: slices.map(([slice], n) => (needed.has(n) ? 'as it is' : slice.referred === 0 ? 'left out' : this.#standIn(slice))),
      pushers: made,
    };
  }

  #slices(packet: Buffer): Slices | null {
    const slices: Slice[] = [];
    for (const unit of unitsIn(packet, this.#lengthBytes) ?? []) {
      const kind = (unit[0] ?? 0) & 31;
      if (SLICE_KINDS.has(kind)) {
        const slice = readSlice(unit, this.#parameters);
        if (slice === null) return null;
        slices.push(slice);
      } else if (kind >= 1 && kind <= 4) return null;
    }
    const [first, ...others] = slices;
    return first === undefined ? null : [first, ...others];
  }

  /** Of the same number and order, with the same effect on what is kept; each macroblock is left as the picture before has it. */
  #standIn({
    referred,
    frameNum,
    order,
    bottomOrder,
    removed,
  }: Pick<Slice, 'referred' | 'frameNum' | 'order' | 'bottomOrder' | 'removed'>): Buffer {
    const { sequence } = this.#parameters;
    // The first macroblock, a P slice, the set of parameters.
    const bits = new BitWriter().number(0).number(0).number(this.#own).bits(frameNum, sequence.frameNumBits);
    if (sequence.orderBits !== null) bits.bits(order, sequence.orderBits);
    if (sequence.orderBits !== null && this.#hasBottomOrder) bits.signed(bottomOrder);
    // The usual length of the list, and the usual order.
    bits.flag(false).flag(false);
    if (referred > 0) {
      bits.flag(removed !== null);
      for (const less of removed ?? []) bits.number(1).number(less);
      if (removed !== null) bits.number(0);
    }
    // No change of the quantiser, no filter at the edges, and all macroblocks skipped.
    const unit = bits
      .signed(0)
      .number(1)
      .number(sequence.across)
      .unit((referred << 5) | 1);
    const length = Buffer.alloc(this.#lengthBytes);
    length.writeUIntBE(unit.length, 0, length.length);
    return Buffer.concat([length, unit]);
  }

  #pushers(followed: readonly Followed[], slices: readonly Slices[], count: number): Buffer[] | null {
    const { frameNumBits, orderBits } = this.#parameters.sequence;
    const begin = slices.findLastIndex(([slice]) => slice.isIdr);
    const group = followed.slice(begin);
    const latest = Math.max(...group.map(({ order }) => order));
    const lastReferred = slices.findLastIndex(([slice]) => slice.referred > 0);
    const last = slices[lastReferred]?.[0].frameNum ?? 0;
    // Only the low bits of the order are written, which are taken for the nearest.
    if (orderBits !== null && latest + 2 - (followed[lastReferred]?.order ?? 0) >= 2 ** (orderBits - 1)) return null;
    return Array.from({ length: count }, (_, n) =>
      this.#standIn({
        referred: 1,
        frameNum: (last + 1 + n) % 2 ** frameNumBits,
        order: orderBits === null ? 0 : (((latest + 2 * (n + 1)) % 2 ** orderBits) + 2 ** orderBits) % 2 ** orderBits,
        bottomOrder: 0,
        removed: null,
      }),
    );
  }
}

const anyBottomOrder = ({ pictures }: Parameters): boolean => [...pictures.values()].some(({ hasBottomOrder }) => hasBottomOrder);

/** Runs of skipped macroblocks as plain numbers, one reference, no weights, the filter at the edges under control of the slice. */
function pictureSet(id: number, parameters: Parameters): Buffer {
  const bits = new BitWriter().number(id).number(parameters.sequence.id).flag(false).flag(anyBottomOrder(parameters)).number(0);
  bits.number(0).number(0).flag(false).bits(0, 2).signed(0).signed(0).signed(0);
  return bits.flag(true).flag(false).flag(false).unit(0x68);
}

/** First pictures stay: a decoder begins with them. */
function neededFor(followed: readonly Followed[], slices: readonly Slices[], wanted: ReadonlySet<number>): Set<number> {
  const needed = new Set<number>();
  for (let n = followed.length - 1; n >= 0; n -= 1) {
    const isNeeded = wanted.has(n) || needed.has(n) || slices[n]?.[0].isIdr === true;
    if (!isNeeded) continue;
    needed.add(n);
    for (const other of followed[n]?.refersTo ?? []) needed.add(other);
  }
  return needed;
}
