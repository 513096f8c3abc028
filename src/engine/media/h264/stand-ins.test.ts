import { describe, expect, it } from 'vitest';
import * as clips from '../../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { BitReader, BitWriter, unescape } from './bits.ts';
import { readParameters, type Sequence } from './parameters.ts';
import { follow, type Slices } from './references.ts';
import { readSlice, type Slice } from './slice.ts';
import { StandIns } from './stand-ins.ts';
import { readPacketTable } from '../packet-table.ts';
import { readRange } from '../packet-reader.ts';
import { probe } from '../probe.ts';
import { findTools } from '../tools.ts';
import { examinedStream } from '../working-size.ts';

const tools = await findTools();
const path = await clips.h264Clip(tempFolder(), 'followed.mp4');
const { facts, index } = await probe(path, tools);
const table = (await readPacketTable({ path, tools, facts, ...index! }))!;
const run = (await readRange(path, table, 0, 23))!;
const packets = run.map(({ data }) => data);

it('what is written as bits is read again, with no start code in it', () => {
  const writer = new BitWriter();
  for (const value of [0, 1, 2, 7, 255, 3599]) writer.number(value);
  for (const value of [0, 1, -1, 5, -64]) writer.signed(value);
  const unit = writer.bits(0, 40).bits(1, 8).flag(true).unit(0x41);
  expect(unit.includes(Buffer.from([0, 0, 1]))).toBe(false);
  const reader = new BitReader(unescape(unit.subarray(1)));
  expect([0, 1, 2, 3, 4, 5].map(() => reader.number())).toEqual([0, 1, 2, 7, 255, 3599]);
  expect([0, 1, 2, 3, 4].map(() => reader.signed())).toEqual([0, 1, -1, 5, -64]);
  expect([reader.bits(40), reader.bits(8), reader.flag()]).toEqual([0, 1, true]);
});

const sequence: Sequence = { id: 0, hasChroma: true, frameNumBits: 4, orderBits: 6, mostKept: 2, across: 4, down: 3 };
const none = { isIdr: false, referred: 1, bottomOrder: 0, changes: [[], []], removed: null } as const;
const first: Slice = { ...none, kind: 'I', isIdr: true, frameNum: 0, order: 0, lengths: [0, 0] };
const p = (frameNum: number, order: number, more: Partial<Slice> = {}): Slice => ({
  ...none,
  ...{ kind: 'P', frameNum, order, lengths: [1, 0] },
  ...more,
});
const b = (frameNum: number, order: number, more: Partial<Slice> = {}): Slice =>
  p(frameNum, order, { kind: 'B', lengths: [1, 1], ...more });
const refersTo = (...slices: Slice[]): number[][] | null =>
  follow(
    sequence,
    slices.map((slice): Slices => [slice]),
  )?.map((one) => [...one.refersTo]) ?? null;

describe('what a picture refers to', () => {
  it('is the latest one in a list of one, unless the list is changed', () => {
    expect(refersTo(first, p(1, 8), b(2, 4), p(3, 16))).toEqual([[], [0], [0, 1], [2]]);
    expect(refersTo(first, p(1, 8), b(2, 4), p(3, 16, { changes: [[-2], []] }))).toEqual([[], [0], [0, 1], [1]]);
    // Two lists of two: the other way round in the second, and the same ones.
    expect(refersTo(first, p(1, 8), b(2, 12, { lengths: [1, 1] }))).toEqual([[], [0], [1, 0]]);
  });

  it('is not kept any more after as many as are kept, or when it is said to be removed', () => {
    expect(refersTo(first, p(1, 8), p(2, 16), p(3, 24, { changes: [[-3], []] }))).toBeNull();
    expect(refersTo(first, p(1, 8, { removed: [0] }), p(2, 16, { changes: [[-2], []] }))).toBeNull();
    expect(refersTo(first, p(1, 8), p(2, 16, { removed: [0] }), p(3, 24, { changes: [[-3], []] }))).toEqual([[], [0], [1], [0]]);
  });

  it('goes by the earlier field of a frame', () => {
    expect(refersTo(first, p(1, 8), b(2, 10))).toEqual([[], [0], [1, 0]]);
    expect(refersTo(first, p(1, 8), b(2, 10, { bottomOrder: -4 }))).toEqual([[], [0], [0, 1]]);
  });

  it('is followed over the end of the numbers', () => {
    const many = Array.from({ length: 40 }, (_, n) => p((n + 1) % 16, (8 * (n + 1)) % 64));
    expect(refersTo(first, ...many)).toEqual([[], ...many.map((_, n) => [n])]);
  });

  it('is not followed where numbers are missing or nothing is there to refer to', () => {
    expect(refersTo(first, p(2, 8))).toBeNull();
    expect(refersTo(p(1, 8))).toBeNull();
    expect(refersTo(first, p(1, 8, { lengths: [2, 0] }))).toBeNull();
    expect(follow(sequence, [[first], [p(1, 8), p(1, 12)]])).toBeNull();
  });
});

describe('pictures in the place of others', () => {
  const standIns = StandIns.of(table.codecPrivate)!;

  it('say the same of themselves as those that they replace', () => {
    const parameters = readParameters(table.codecPrivate)!;
    const own = readParameters(standIns.codecPrivate)!;
    expect([...own.pictures.keys()]).toEqual([...parameters.pictures.keys(), 1]);
    // All rows but one.
    expect(standIns.missingRows).toBe(Math.ceil(examinedStream(facts).height / 16) - 1);
    const wanted = run.findIndex(({ frame }) => frame === 20);
    const { packets: thinned } = standIns.thin(packets.slice(0, wanted + 1), new Set([wanted]), 3)!;
    const replaced = [...thinned.entries()].filter((entry): entry is [number, Buffer] => typeof entry[1] !== 'string');
    expect(replaced.length).toBeGreaterThan(3);
    for (const [n, small] of replaced) {
      const packet = packets[n]!;
      const original = readSlice(packet.subarray(4), parameters)!;
      const { isIdr, referred, frameNum, order, bottomOrder, removed } = original;
      expect(readSlice(small.subarray(4), own)).toMatchObject({ isIdr, referred, frameNum, order, bottomOrder, removed, kind: 'P' });
    }
  });

  it('are not made out of bytes that no encoder wrote', () => {
    let state = 1;
    const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    let refused = 0;
    for (let round = 0; round < 400; round += 1) {
      const avcC = Buffer.from(table.codecPrivate);
      avcC[random(avcC.length)] = random(256);
      const hit = packets.map((packet) => Buffer.from(packet));
      // Behind the length and the kind of the unit, in the header.
      for (let times = 0; times < 3; times += 1) hit[random(hit.length)]![5 + random(6)] = random(256);
      const made = (round % 2 === 0 ? StandIns.of(avcC) : standIns)?.thin(hit, new Set([20]), 24) ?? null;
      if (made === null) refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
  });
});
