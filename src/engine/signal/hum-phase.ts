/** The phase of mains hum over time: short complex amplitudes at the nominal lines, and a test whether the phase of one jumps between two stretches. */
import { at } from '../../base/at.ts';

/** A complex amplitude; a tone of amplitude 1 at the line has modulus 1. */
export type Phasor = readonly [re: number, im: number];

/**
 * Amplitude of `samples[from .. end)` at `hz` under a Hann window. Phase is counted from sample 0 of the recording, which lies `origin` samples
 * before `samples[0]`, so that a tone of exactly `hz` has one phase everywhere.
 */
export function lineAmplitude(samples: Float64Array, span: { readonly from: number; readonly end: number }, line: Line): Phasor {
  const turn = (2 * Math.PI * line.hz) / line.rate;
  const length = span.end - span.from;
  const [cos, sin, cosWindow, sinWindow] = [
    Math.cos(turn),
    Math.sin(turn),
    Math.cos((2 * Math.PI) / length),
    Math.sin((2 * Math.PI) / length),
  ];
  // The phase at the first sample, by the remainder of its turns: large sample numbers lose no precision.
  const start = (((line.origin + span.from) * line.hz) / line.rate) % 1;
  let [c, s, wc, ws] = [Math.cos(2 * Math.PI * start), Math.sin(2 * Math.PI * start), 1, 0];
  let [re, im] = [0, 0];
  for (let n = span.from; n < span.end; n += 1) {
    const value = at(samples, n) * (1 - wc);
    re += value * c;
    im -= value * s;
    const [nextC, nextW] = [c * cos - s * sin, wc * cosWindow - ws * sinWindow];
    s = s * cos + c * sin;
    ws = ws * cosWindow + wc * sinWindow;
    c = nextC;
    wc = nextW;
  }
  return [(2 * re) / length, (2 * im) / length];
}

export interface Line {
  readonly hz: number;
  readonly rate: number;
  readonly origin: number;
}

export interface PhaseStep {
  /** Behind minus before, radians, -π..π. */
  readonly jump: number;
  /** How much better two phases explain both sides than one, in units of the noise power of one amplitude. */
  readonly gain: number;
  /** Power of the hum over that of the noise around it in the weaker side, after summing a whole side. */
  readonly ratio: number;
  /** Off the nominal line. */
  readonly offsetHz: number;
}

/**
 * Amplitudes before and behind a place, evenly `step` seconds apart, as one tone of free frequency near the line: either with one phase and two
 * sizes, or with two phases. A generalised likelihood ratio (Kay 1998, Fundamentals of Statistical Signal Processing II, ch. 6) under white noise.
 * For one phase θ the explained energy is the sum of Re(A e^-iθ)² over both sides, whose maximum over θ is (|A|² + |B|² + |A² + B²|) / 2.
 */
export function phaseStep(before: readonly Phasor[], behind: readonly Phasor[], step: number, reachHz: number): PhaseStep {
  let best = { energy: -1, jump: 0, ratio: 0, offsetHz: 0 };
  let together = { energy: -1, offsetHz: 0 };
  const look = (offsetHz: number): void => {
    const here = energies(phasorSum(before, offsetHz, step, -before.length), phasorSum(behind, offsetHz, step, 0), [
      before.length,
      behind.length,
    ]);
    if (here.together > together.energy) together = { energy: here.together, offsetHz };
    if (here.apart > best.energy) best = { energy: here.apart, jump: here.jump, ratio: here.weaker, offsetHz };
  };
  const spacing = 1 / (20 * step * before.length);
  for (let offsetHz = -reachHz; offsetHz <= reachHz + 1e-9; offsetHz += spacing) look(offsetHz);
  // Finer around both maxima: a strong tone half a step off would seem to have two phases.
  for (const middle of [together.offsetHz, best.offsetHz])
    for (let k = -FINER; k <= FINER; k += 1) look(Math.max(-reachHz, Math.min(reachHz, middle + (k * spacing) / FINER)));
  const total = [...before, ...behind].reduce((energy, [re, im]) => energy + re * re + im * im, 0);
  const noise = Math.max(1e-14, (total - best.energy) / (before.length + behind.length - 3));
  return { jump: best.jump, gain: (best.energy - together.energy) / noise, ratio: best.ratio / noise, offsetHz: best.offsetHz };
}

/** Steps on either side of the best of the coarse ones. Our choice. */
const FINER = 16;

/** What a tone explains of both sides, from their sums: with a phase of each, with one for both, and that of the weaker side. */
function energies(a: Phasor, b: Phasor, [before, behind]: readonly [number, number]) {
  const [powerA, powerB] = [(a[0] ** 2 + a[1] ** 2) / before, (b[0] ** 2 + b[1] ** 2) / behind];
  const [along, across] = [a[0] * b[0] + a[1] * b[1], b[1] * a[0] - b[0] * a[1]];
  const squares = Math.hypot(
    (a[0] ** 2 - a[1] ** 2) / before + (b[0] ** 2 - b[1] ** 2) / behind,
    (2 * a[0] * a[1]) / before + (2 * b[0] * b[1]) / behind,
  );
  return {
    apart: powerA + powerB,
    together: along > 0 ? (powerA + powerB + squares) / 2 : Math.max(powerA, powerB),
    weaker: Math.min(powerA, powerB),
    jump: Math.atan2(across, along),
  };
}

/** Sum of amplitudes turned back by `hz`; the first is number `first`. */
export function phasorSum(amplitudes: readonly Phasor[], hz: number, step: number, first: number): Phasor {
  const turn = -2 * Math.PI * hz * step;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  let [c, s, re, im] = [Math.cos(turn * first), Math.sin(turn * first), 0, 0];
  for (const [x, y] of amplitudes) {
    re += x * c - y * s;
    im += x * s + y * c;
    const next = c * cos - s * sin;
    s = s * cos + c * sin;
    c = next;
  }
  return [re, im];
}
