import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler.ts';

const tone = (rate: number, hertz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate + 0.3));

function all(resampler: Resampler, input: Float32Array, piece = input.length): Float32Array {
  const parts: number[] = [];
  for (let from = 0; from < input.length; from += piece) parts.push(...resampler.push(input.slice(from, from + piece)));
  parts.push(...resampler.flush());
  return Float32Array.from(parts);
}

/** Greatest difference away from the ends. */
function worst(a: Float32Array, b: Float32Array, edge: number): number {
  let most = 0;
  for (let n = edge; n < Math.min(a.length, b.length) - edge; n += 1) most = Math.max(most, Math.abs(a[n]! - b[n]!));
  return most;
}

describe('a tone comes out as the same tone, at the same place in time', () => {
  it.each([
    [48_000, 16_000, 440],
    [44_100, 16_000, 1000],
    [44_100, 16_000, 6500],
    [8_000, 16_000, 1000],
    [22_050, 16_000, 3000],
    [16_000, 44_100, 5000],
  ])('%d to %d Hz, %d Hz', (from, to, hertz) => {
    const out = all(new Resampler(from, to), tone(from, hertz, 0.5));
    const wanted = tone(to, hertz, 0.5);
    expect(out.length).toBe(wanted.length);
    expect(worst(out, wanted, 60)).toBeLessThan(2e-4);
  });
});

it('what is above the new Nyquist frequency is taken away, not folded down', () => {
  const out = all(new Resampler(48_000, 16_000), tone(48_000, 9_500, 0.5));
  expect(worst(out, new Float32Array(out.length), 60)).toBeLessThan(1e-3);
});

it('the pieces in which a signal comes do not matter, to the bit', () => {
  const input = tone(44_100, 700, 0.2);
  const whole = all(new Resampler(44_100, 16_000), input);
  expect(all(new Resampler(44_100, 16_000), input, 1)).toEqual(whole);
  expect(all(new Resampler(44_100, 16_000), input, 1411)).toEqual(whole);
});

it('gives as many samples as lie before the end, and nothing for nothing', () => {
  expect(all(new Resampler(44_100, 16_000), new Float32Array(441)).length).toBe(160);
  expect(all(new Resampler(44_100, 16_000), new Float32Array(442)).length).toBe(161);
  expect(all(new Resampler(44_100, 16_000), new Float32Array(1)).length).toBe(1);
  expect(all(new Resampler(44_100, 16_000), new Float32Array(0)).length).toBe(0);
});

it('the same rate gives the same samples', () => {
  const input = tone(16_000, 700, 0.05);
  expect(worst(all(new Resampler(16_000, 16_000), input), input, 20)).toBeLessThan(2e-4);
});
