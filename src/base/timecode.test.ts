import { describe, expect, it } from 'vitest';
import { describeTimecode, formatSeconds, formatTimecode, parsePlace, type TimecodeBase } from './timecode.ts';

const film: TimecodeBase = { rate: { num: 24, den: 1 }, variable: false };
const ntsc: TimecodeBase = { rate: { num: 30000, den: 1001 }, variable: false };
const phone: TimecodeBase = { rate: { num: 30, den: 1 }, variable: true };
const fast: TimecodeBase = { rate: { num: 240, den: 1 }, variable: false };

describe('timecode from PTS', () => {
  it('counts frames at a constant rate', () => {
    expect(formatTimecode(0, film)).toBe('00:00:00:00');
    expect(formatTimecode(50_208_333, film)).toBe('00:00:50:05');
    expect(formatTimecode(3_599_958_333, film)).toBe('00:59:59:23');
    expect(formatTimecode(4_166, fast)).toBe('00:00:00:001');
    expect(formatTimecode(3_723_166_667, film)).toBe('01:02:03:04');
    expect(formatTimecode(36_000_000_000, film)).toBe('10:00:00:00');
    expect(formatTimecode(10_000, { rate: { num: 100, den: 1 }, variable: false })).toBe('00:00:00:01');
    // One frame a second, and one in four: a second of timecode is one frame.
    expect(formatTimecode(2_000_000, { rate: { num: 1, den: 1 }, variable: false })).toBe('00:00:02:00');
    expect(formatTimecode(8_000_000, { rate: { num: 1, den: 4 }, variable: false })).toBe('00:00:02:00');
  });

  it('is non-drop at 29.97: frame 1800 reads one minute although 60.06 s have passed', () => {
    expect(formatTimecode(60_060_000, ntsc)).toBe('00:01:00:00');
    expect(formatTimecode(60_026_633, ntsc)).toBe('00:00:59:29');
  });

  it('shows milliseconds where the rate varies', () => {
    expect(formatTimecode(50_208_333, phone)).toBe('00:00:50.208');
    expect(formatTimecode(999_600, phone)).toBe('00:00:01.000');
    expect(formatTimecode(1_000, { rate: null, variable: false })).toBe('00:00:00.001');
  });

  it('counts from the first frame and keeps the sign before it', () => {
    expect(formatTimecode(1_083_333, film, 1_000_000)).toBe('00:00:00:02');
    expect(formatTimecode(-41_667, film)).toBe('-00:00:00:01');
  });

  it('says what it is', () => {
    expect(describeTimecode(ntsc)).toBe('HH:MM:SS:FF from PTS, non-drop, 30 frames per second of timecode');
    expect(describeTimecode(phone)).toBe('HH:MM:SS.mmm from PTS (variable rate)');
    expect(describeTimecode({ rate: { num: 0, den: 1 }, variable: false })).toBe('HH:MM:SS.mmm from PTS (variable rate)');
  });
});

it('writes seconds with six digits', () => {
  expect(formatSeconds(50_208_333)).toBe('50.208333');
  expect(formatSeconds(0)).toBe('0.000000');
  expect(formatSeconds(42)).toBe('0.000042');
  expect(formatSeconds(-1_500_000)).toBe('-1.500000');
});

describe('parsePlace', () => {
  it('takes a frame, a timecode, seconds or ticks', () => {
    expect(parsePlace(' 1204 ', film)).toEqual({ kind: 'frame', frame: 1204 });
    expect(parsePlace('F12', film)).toEqual({ kind: 'frame', frame: 12 });
    expect(parsePlace('00:00:50:05', film)).toEqual({ kind: 'timecode', us: 50_208_333 });
    expect(parsePlace('0:50', film)).toEqual({ kind: 'timecode', us: 50_000_000 });
    expect(parsePlace('00:00:50.2', phone)).toEqual({ kind: 'timecode', us: 50_200_000 });
    expect(parsePlace('50.208333 s', film)).toEqual({ kind: 'pts', us: 50_208_333 });
    expect(parsePlace('50.208333', film)).toEqual({ kind: 'pts', us: 50_208_333 });
    expect(parsePlace('t616960', film)).toEqual({ kind: 'ticks', ticks: 616960 });
  });

  it('counts hours, minutes and seconds, to the nearest microsecond', () => {
    const usOf = (text: string, base: TimecodeBase) => {
      const place = parsePlace(text, base);
      return place !== null && 'us' in place ? place.us : null;
    };
    expect(usOf('01:02:03:04', film)).toBe(3_723_166_667);
    expect(usOf('00:00:00:01', film)).toBe(41_667);
    expect(usOf('00:01:00:00', ntsc)).toBe(60_060_000);
    expect(usOf('1:00:59.5', phone)).toBe(3_659_500_000);
    expect(usOf('1:02:03', phone)).toBe(3_723_000_000);
    expect(usOf('00:59:59:00', film)).toBe(3_599_000_000);
    // 1.000001 times a million is a little less than that in binary.
    expect(usOf('1.000001 s', film)).toBe(1_000_001);
  });

  it('refuses what cannot be a place', () => {
    expect(parsePlace('00:60:00:00', film)).toBeNull();
    expect(parsePlace('00:00:60:00', film)).toBeNull();
    expect(parsePlace('00:00:50:24', film)).toBeNull();
    expect(parsePlace('00:61:00:00', film)).toBeNull();
    expect(parsePlace('00:00:10:05', phone)).toBeNull();
    expect(parsePlace('soon', film)).toBeNull();
    expect(parsePlace('', film)).toBeNull();
  });
});
