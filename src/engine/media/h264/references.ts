/**
 * Which pictures each picture of a run may refer to: the lists that its slices begin with and change, over what is kept at that time
 * (ITU-T H.264, 8.2.1, 8.2.4 and 8.2.5), for whole frames with short-term references.
 */
import { must } from '../../../base/assert.ts';
import type { Sequence } from './parameters.ts';
import type { Slice } from './slice.ts';

/** What one packet holds: the slices of one picture. */
export type Slices = readonly [Slice, ...Slice[]];

export interface Followed {
  /** Order of display within its group. */
  readonly order: number;
  /** Pictures of the run, in order of decoding, that any of its slices has in a list. */
  readonly refersTo: ReadonlySet<number>;
}

interface Kept {
  readonly n: number;
  readonly frameNum: number;
  readonly order: number;
}

/** One for each picture; `null` where the run does not begin with a first picture, or is not whole. */
export function follow(sequence: Sequence, run: readonly Slices[]): Followed[] | null {
  const most = 2 ** sequence.frameNumBits;
  const followed: Followed[] = [];
  let kept: Kept[] = [];
  let before = { frameNum: 0, order: 0 };
  for (const [n, slices] of run.entries()) {
    const [slice] = slices;
    if (!slices.every((other) => isOfSame(slice, other))) return null;
    if (slice.isIdr) kept = [];
    else if (n === 0 || slice.frameNum !== (before.frameNum + 1) % most) return null;
    if (slice.isIdr && slice.frameNum !== 0) return null;
    if (slice.isIdr) before = { frameNum: 0, order: 0 };
    const first = orderOf(sequence, slice, before.order);
    // A frame stands where the earlier of its fields does.
    const order = first + Math.min(0, slice.bottomOrder);
    const refersTo = new Set<number>();
    for (const each of slices)
      for (const list of [0, 1] as const) {
        const made = listOf(each, list, order, kept, most);
        if (made === null) return null;
        for (const { n: other } of made) refersTo.add(other);
      }
    followed.push({ order, refersTo });
    if (slice.referred === 0) continue;
    const left = slice.isIdr ? [] : afterRemoval(slice, kept, most, sequence.mostKept);
    if (left === null || left.length >= sequence.mostKept) return null;
    kept = [...left, { n, frameNum: slice.frameNum, order }];
    before = { frameNum: slice.frameNum, order: first };
  }
  return followed;
}

function isOfSame(one: Slice, other: Slice): boolean {
  const said = ({ isIdr, referred, frameNum, order, bottomOrder, removed }: Slice): string =>
    JSON.stringify([isIdr, referred, frameNum, order, bottomOrder, removed]);
  return said(one) === said(other);
}

/** Of the first field; near the one of the last picture that others refer to. */
function orderOf({ orderBits, frameNumBits }: Sequence, slice: Slice, before: number): number {
  const bits = orderBits ?? frameNumBits + 1;
  // Where nothing is put in order: twice the frame's number, one less where no picture refers to it.
  const low = orderBits === null ? 2 * slice.frameNum - (slice.referred === 0 ? 1 : 0) : slice.order;
  const most = 2 ** bits;
  const high = before - (((before % most) + most) % most);
  const candidates = [high - most, high, high + most].map((at) => at + low);
  const nearest = candidates.find((at) => at - before > -most / 2 && at - before <= most / 2);
  return must(nearest, 'one in each span of that length');
}

function listOf(slice: Slice, list: 0 | 1, order: number, kept: readonly Kept[], most: number): Kept[] | null {
  const length = slice.lengths[list];
  if (length === 0) return [];
  const numbered = kept.map((picture) => ({
    picture,
    number: picture.frameNum > slice.frameNum ? picture.frameNum - most : picture.frameNum,
  }));
  const pictures =
    slice.kind === 'P' ? numbered.sort((a, b) => b.number - a.number).map(({ picture }) => picture) : bothWays(kept, order, list);
  let made = pictures.slice(0, length);
  let number = slice.frameNum;
  for (const [at, change] of slice.changes[list].entries()) {
    number = (number + change + most) % most;
    const wanted = number > slice.frameNum ? number - most : number;
    const picture = numbered.find((one) => one.number === wanted)?.picture;
    if (picture === undefined || at >= length) return null;
    made = [...made.slice(0, at), picture, ...made.slice(at).filter((other) => other !== picture)].slice(0, length);
  }
  // An entry that nothing stands in: whatever a decoder takes for it, it is not followed here.
  return made.length < length ? null : made;
}

/** Of a B slice: those shown before and those shown after, the nearest first. */
function bothWays(kept: readonly Kept[], order: number, list: 0 | 1): Kept[] {
  const before = kept.filter((picture) => picture.order <= order).sort((a, b) => b.order - a.order);
  const after = kept.filter((picture) => picture.order > order).sort((a, b) => a.order - b.order);
  const first = [...before, ...after];
  const second = [...after, ...before];
  const isSame = second.length > 1 && second.every((picture, n) => picture === first[n]);
  if (list === 0) return first;
  return isSame ? [...second.slice(1, 2), ...second.slice(0, 1), ...second.slice(2)] : second;
}

function afterRemoval(slice: Slice, kept: readonly Kept[], most: number, mostKept: number): Kept[] | null {
  const number = ({ frameNum }: Kept): number => (frameNum > slice.frameNum ? frameNum - most : frameNum);
  if (slice.removed === null) {
    if (kept.length < mostKept) return [...kept];
    const lowest = Math.min(...kept.map(number));
    return kept.filter((picture) => number(picture) !== lowest);
  }
  let left = [...kept];
  for (const less of slice.removed) {
    const smaller = left.filter((picture) => number(picture) !== slice.frameNum - (less + 1));
    if (smaller.length === left.length) return null;
    left = smaller;
  }
  return left;
}
