import { describe, expect, it } from 'vitest';
import { ticksToUs, ticksToUsFloor } from './ticks.ts';

describe('ticks and microseconds', () => {
  it('rounds once, to the nearest', () => {
    expect(ticksToUs(1001, { num: 1, den: 24_000 })).toBe(41_708);
    expect(ticksToUs(-1001, { num: 1, den: 24_000 })).toBe(-41_708);
    expect(ticksToUs(0, { num: 1, den: 3 })).toBe(0);
    expect(ticksToUs(3, { num: 1, den: 25 })).toBe(120_000);
    // Seven frames of 1001/30000 s: 233 566.67.
    expect(ticksToUs(7, { num: 1001, den: 30_000 })).toBe(233_567);
  });

  it('is exact where the product leaves the safe integers', () => {
    // 2^33 ticks of 90 kHz, where the clock of MPEG-TS begins again: 95 443.717688... s
    expect(ticksToUs(2 ** 33, { num: 1, den: 90_000 })).toBe(95_443_717_689);
    expect(ticksToUs(123_456_789_012_345, { num: 1, den: 1_000_000_000 })).toBe(123_456_789_012);
    expect(ticksToUs(100_000_000_000, { num: 1001, den: 30_000 })).toBe(3_336_666_666_666_667);
    expect(ticksToUs(-123_456_789_012_500, { num: 1, den: 1_000_000_000 })).toBe(-123_456_789_013);
  });

  it('floors for seeking, also below zero', () => {
    expect(ticksToUsFloor(1001, { num: 1, den: 24_000 })).toBe(41_708);
    expect(ticksToUsFloor(2003, { num: 1, den: 24_000 })).toBe(83_458);
    expect(ticksToUsFloor(-1001, { num: 1, den: 24_000 })).toBe(-41_709);
    expect(ticksToUsFloor(7, { num: 1001, den: 30_000 })).toBe(233_566);
    // A whole number of microseconds stays as it is, on either side.
    expect([-3, 3].map((ticks) => ticksToUsFloor(ticks, { num: 1, den: 25 }))).toEqual([-120_000, 120_000]);
  });
});
