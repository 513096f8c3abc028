import { describe, expect, it } from 'vitest';
import {
  LatelyRead,
  packedRows,
  packFaces,
  packFrameNumbers,
  packObservations,
  packPts,
  unpackFaces,
  unpackFrameNumbers,
  unpackObservations,
  unpackPts,
} from './packing.ts';
import { decodeTrackerState, encodeTrackerState } from './tracker-state.ts';

describe('faces', () => {
  const face = {
    frame: 3,
    ptsUs: -40_000,
    trackId: 2,
    confidence: 0.5,
    box: [1, 2, 3, 4] as [number, number, number, number],
    points: [8191.337, 0.1],
  };

  it('lie in 38 bytes and four for each coordinate, little-endian', () => {
    const data = packFaces([face]);
    expect(data.length).toBe(46);
    expect(Buffer.from(data).toString('hex', 0, 16)).toBe('03000000c063ffffffffffff02000000');
  });

  it('come back with coordinates rounded to Float32: under 0.001 px at 8191 px', () => {
    const [back] = unpackFaces(packFaces([face]));
    expect(back).toEqual({ ...face, points: [Math.fround(8191.337), Math.fround(0.1)] });
    expect(Math.abs(Math.fround(8191.337) - 8191.337)).toBeLessThan(0.001);
  });

  it('that are cut off are named, not guessed', () => {
    expect(() => unpackFaces(packFaces([face]).subarray(0, 40))).toThrow(expect.objectContaining({ code: 'CASE_DAMAGED' }));
  });

  it('with a coordinate that is no number are refused', () => {
    expect(() => packFaces([{ ...face, points: [Number.NaN] }])).toThrow('not a finite number');
  });
});

describe('observations', () => {
  it('come back to the last bit, gaps and missing tracks included', () => {
    const rows = [
      { frame: 0, ptsUs: 0, trackId: null, values: [0.1 + 0.2, null, -0, Number.MIN_VALUE] },
      { frame: 4_000_000_000, ptsUs: 9_007_199_254_740_991, trackId: 0, values: [] },
    ];
    expect(unpackObservations(packObservations(rows))).toEqual(rows);
  });

  it('read where they lie are the same', () => {
    const rows = [
      { frame: 0, ptsUs: -40_000, trackId: null, values: [0.1 + 0.2, null, -0, Number.MIN_VALUE] },
      { frame: 4_000_000_000, ptsUs: 9_007_199_254_740_991, trackId: 0, values: [] },
      { frame: 1, ptsUs: 1, trackId: 7, values: [3, null] },
    ];
    // At an odd place, as SQLite may give it.
    const data = new Uint8Array([9, 9, 9, ...packObservations(rows)]).subarray(3);
    const read = packedRows(data, new LatelyRead());
    expect(read.map(({ frame, ptsUs, trackId, values }) => ({ frame, ptsUs, trackId, values }))).toEqual(rows);
    // In another order, twice.
    expect([2, 0, 0, 2].map((k) => read[k]?.values)).toEqual([2, 0, 0, 2].map((k) => rows[k]?.values));
  });

  it('read where they lie are remembered for a while, and are the same when they have been forgotten', () => {
    // 2.5 times what is remembered.
    const rows = Array.from({ length: 640 }, (_, frame) => ({
      frame,
      ptsUs: frame,
      trackId: 0,
      values: new Array<number>(1024).fill(frame),
    }));
    const read = packedRows(packObservations(rows), new LatelyRead());
    const first = read.map(({ values }) => values);
    const right = (): boolean => read.every(({ values, frame }) => values.length === 1024 && values.every((value) => value === frame));
    expect(read.at(-1)?.values).toBe(first.at(-1));
    expect(read[0]?.values).not.toBe(first[0]);
    expect(right()).toBe(true);
  });

  it.each([10, 33, 60])('cut off after %i bytes are named, not guessed', (bytes) => {
    const data = packObservations([0, 1].map((frame) => ({ frame, ptsUs: 0, trackId: 0, values: [1, 2] })));
    for (const unpack of [unpackObservations, (data: Uint8Array) => packedRows(data, new LatelyRead())])
      expect(() => unpack(data.subarray(0, bytes))).toThrow(expect.objectContaining({ code: 'CASE_DAMAGED' }));
  });

  it('with an infinite value are refused', () => {
    expect(() => packObservations([{ frame: 0, ptsUs: 0, trackId: 0, values: [Number.POSITIVE_INFINITY] }])).toThrow('not a finite number');
  });
});

describe('frame index', () => {
  it('keeps 64-bit ticks', () => {
    const pts = [-9_007_199_254_740_991, -1, 0, 4_294_967_296];
    expect(unpackPts(packPts(pts))).toEqual(pts);
    expect(unpackFrameNumbers(packFrameNumbers([0, 250]))).toEqual([0, 250]);
  });
});

describe('tracker state', () => {
  it('comes back exactly, typed arrays and odd numbers included', () => {
    const state = {
      faces: [
        {
          id: 1,
          mesh: Float32Array.of(0.1, Number.NaN),
          grey: Uint8Array.of(1, 255),
          rate: Number.NEGATIVE_INFINITY,
          zero: -0,
          none: null,
        },
      ],
      far: Float64Array.of(0.1),
    };
    expect(decodeTrackerState(encodeTrackerState(state))).toStrictEqual(state);
    expect(decodeTrackerState(encodeTrackerState(null))).toBeNull();
  });
  it('refuses what would come back as something else', () => {
    expect(() => encodeTrackerState({ map: new Map() })).toThrow('holds a Map');
    expect(() => encodeTrackerState({ f: () => 1 })).toThrow('holds a function');
  });
});
