import { describe, expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';

const constant = new FrameClock({ timeBase: { num: 1, den: 12288 }, pts: [0, 512, 1024, 1536, 2048, 2560], keyFrames: [0, 3] });
const variable = new FrameClock({ timeBase: { num: 1, den: 1000 }, pts: [100, 133, 200, 900, 933], keyFrames: [0] });

describe('FrameClock', () => {
  it('gives microseconds from ticks', () => {
    expect([...constant.ptsUs]).toEqual([0, 41_667, 83_333, 125_000, 166_667, 208_333]);
    expect(constant.ticksAt(2)).toBe(1024);
    expect(constant.endUs).toBe(249_999);
  });

  it('finds the frame on screen at a time', () => {
    expect(variable.at(99_999)).toBe(0);
    expect(variable.at(133_000)).toBe(1);
    expect(variable.at(899_999)).toBe(2);
    expect(variable.at(900_000)).toBe(3);
    expect(variable.at(5e9)).toBe(4);
  });

  it('finds the nearest frame when a player rounds', () => {
    expect(constant.nearest(41_666)).toBe(1);
    expect(constant.nearest(41_668)).toBe(1);
    expect(variable.nearest(600_000)).toBe(3);
    expect(variable.nearest(400_000)).toBe(2);
  });

  it('walks between key frames', () => {
    expect(constant.previousKey(3)).toBe(0);
    expect(constant.previousKey(5)).toBe(3);
    expect(constant.nextKey(0)).toBe(3);
    expect(constant.nextKey(3)).toBe(5);
    expect(constant.isKey(3)).toBe(true);
    expect(constant.isKey(4)).toBe(false);
  });

  it('resolves a place or says that it is outside', () => {
    expect(constant.resolve({ kind: 'frame', frame: 5 })).toBe(5);
    expect(constant.resolve({ kind: 'frame', frame: 6 })).toBeNull();
    expect(constant.resolve({ kind: 'ticks', ticks: 1100 })).toBe(2);
    expect(variable.resolve({ kind: 'timecode', us: 33_000 })).toBe(1);
    expect(variable.resolve({ kind: 'pts', us: 50_000 })).toBeNull();
    expect(variable.resolve({ kind: 'pts', us: 2_000_000 })).toBeNull();
  });
});
