/** Fundamental frequency by autocorrelation, and the strength of the periodicity (harmonics-to-noise ratio). */
import { at } from '../../base/at.ts';
import { autocorrelation, RealFft } from './real-fft.ts';

export interface PitchSettings {
  readonly floorHz: number;
  readonly ceilingHz: number;
}

/** Praat's own, for speech of any voice. */
export const USUAL_PITCH: PitchSettings = { floorHz: 75, ceilingHz: 600 };

export interface PitchFrame {
  /** Middle of the frame, seconds from the first sample. */
  readonly seconds: number;
  /** `null`: no periodicity was found there. */
  readonly hz: number | null;
  /** Normalised autocorrelation at that period, 0..1; 0 where unvoiced. */
  readonly strength: number;
}

interface Candidate {
  readonly hz: number;
  readonly strength: number;
  readonly score: number;
}

/** The weights of Boersma 1993 as Praat has them ("To Pitch (ac)"). */
const SILENCE = 0.03;
const VOICING = 0.45;
const OCTAVE = 0.01;
const OCTAVE_JUMP = 0.35;
const VOICED_UNVOICED = 0.14;
const CANDIDATES = 15;
/** Samples on each side in the interpolation of the autocorrelation. */
const SINC_REACH = 30;

/**
 * Boersma P, Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound,
 * Proc. Institute of Phonetic Sciences Amsterdam 17:97-110, 1993: the autocorrelation of the windowed frame divided by the window's own
 * (eq. 9), candidates weighed against silence and octave errors, the cheapest path through them. Frames of 3 / floor under a Hann window every 0.75 / floor.
 * Empty when the sound is shorter than one frame.
 */
export function pitchTrack(samples: Float32Array, rate: number, settings: PitchSettings = USUAL_PITCH): PitchFrame[] {
  const length = Math.round((3 / settings.floorHz) * rate);
  const step = (0.75 / settings.floorHz) * rate;
  const lags = Math.min(length - 1, Math.ceil(rate / settings.floorHz) + SINC_REACH);
  if (samples.length < length) return [];
  const fft = new RealFft(2 ** Math.ceil(Math.log2(length + lags)));
  const window = Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / length));
  const own = autocorrelation(window, lags, fft);
  const mean = meanOf(samples, 0, samples.length);
  const loudest = peakOf(samples, 0, samples.length, mean);
  const count = Math.floor((samples.length - length) / step) + 1;
  const first = (samples.length - ((count - 1) * step + length)) / 2;
  const frames = Array.from({ length: count }, (_, k) => {
    const from = Math.round(first + k * step);
    const here = meanOf(samples, from, from + length);
    const frame = Float64Array.from({ length }, (_n, n) => (at(samples, from + n) - here) * at(window, n));
    const found = autocorrelation(frame, lags, fft);
    const share = loudest > 0 ? peakOf(samples, from, from + length, here) / loudest : 0;
    return { seconds: (from + length / 2) / rate, candidates: candidatesOf(found, own, rate, settings, share) };
  });
  return cheapestPath(frames, step / rate);
}

function candidatesOf(found: Float64Array, own: Float64Array, rate: number, settings: PitchSettings, share: number): Candidate[] {
  const unvoiced: Candidate = { hz: 0, strength: 0, score: VOICING + Math.max(0, 2 - share / (SILENCE / (1 + VOICING))) };
  const energy = at(found, 0);
  if (energy <= 0) return [unvoiced];
  const r = found.map((value, lag) => (value * at(own, 0)) / (energy * at(own, lag)));
  const list: Candidate[] = [];
  const last = Math.min(r.length - 2, Math.floor(rate / settings.floorHz));
  for (let lag = Math.max(2, Math.floor(rate / settings.ceilingHz)); lag <= last; lag += 1) {
    if (at(r, lag) < 0.5 * VOICING || at(r, lag) <= at(r, lag - 1) || at(r, lag) < at(r, lag + 1)) continue;
    const top = refine(r, lag);
    const hz = rate / top.lag;
    if (hz > settings.ceilingHz || hz < settings.floorHz) continue;
    // A peak above 1 is an artefact of interpolation.
    const strength = top.value > 1 ? 1 / top.value : top.value;
    list.push({ hz, strength, score: strength - OCTAVE * Math.log2(settings.floorHz / hz) });
  }
  return [unvoiced, ...list.sort((a, b) => b.score - a.score).slice(0, CANDIDATES - 1)];
}

/** Maximum of the band-limited curve through r near a sample (section "Sampled signals" of the paper), by narrowing in on it. */
function refine(r: Float64Array, lag: number): { lag: number; value: number } {
  let [low, high] = [lag - 1, lag + 1];
  for (let round = 0; round < 18; round += 1) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (sinc(r, left) < sinc(r, right)) low = left;
    else high = right;
  }
  const best = (low + high) / 2;
  return { lag: best, value: sinc(r, best) };
}

/** Hann-windowed sinc interpolation; the autocorrelation is even. */
function sinc(r: Float64Array, x: number): number {
  const middle = Math.floor(x);
  const share = x - middle;
  if (share < 1e-9) return r[middle] ?? 0;
  // sin(π(x - n)) is the same for every n but for its sign.
  const sine = Math.sin(Math.PI * share) / Math.PI;
  let sum = 0;
  for (let n = middle - SINC_REACH + 1; n <= middle + SINC_REACH; n += 1) {
    const distance = x - n;
    const weight = ((n - middle) % 2 === 0 ? sine : -sine) / distance;
    sum += (r[Math.abs(n)] ?? 0) * weight * (0.5 + 0.5 * Math.cos((Math.PI * distance) / (SINC_REACH + 1)));
  }
  return sum;
}

/** Viterbi's search; the costs of changes are for steps of 10 ms and are scaled to ours, as in Praat. */
function cheapestPath(frames: readonly { seconds: number; candidates: readonly Candidate[] }[], stepSeconds: number): PitchFrame[] {
  const scale = 0.01 / stepSeconds;
  const change = (a: Candidate, b: Candidate): number => {
    if ((a.hz === 0) !== (b.hz === 0)) return VOICED_UNVOICED * scale;
    return a.hz === 0 ? 0 : OCTAVE_JUMP * scale * Math.abs(Math.log2(a.hz / b.hz));
  };
  let scores: number[] = [];
  const back: number[][] = [];
  frames.forEach(({ candidates }, k) => {
    const before = k === 0 ? [] : at(frames, k - 1).candidates;
    const from: number[] = [];
    scores = candidates.map((candidate) => {
      let [best, origin] = [k === 0 ? 0 : Number.NEGATIVE_INFINITY, -1];
      before.forEach((other, j) => {
        const score = at(scores, j) - change(other, candidate);
        if (score > best) [best, origin] = [score, j];
      });
      from.push(origin);
      return best + candidate.score;
    });
    back.push(from);
  });
  let chosen = scores.indexOf(Math.max(...scores));
  const path: PitchFrame[] = [];
  for (let k = frames.length - 1; k >= 0; k -= 1) {
    const { seconds, candidates } = at(frames, k);
    const { hz, strength } = at(candidates, chosen);
    path.push({ seconds, hz: hz === 0 ? null : hz, strength });
    chosen = at(at(back, k), chosen);
  }
  return path.reverse();
}

/** Harmonics-to-noise ratio of a normalised autocorrelation r, dB: 10 log10(r / (1 - r)) (eq. 4). */
export const harmonicityDb = (strength: number): number => 10 * Math.log10(strength / Math.max(1e-9, 1 - strength));

function meanOf(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n += 1) sum += samples[n] ?? 0;
  return sum / Math.max(1, to - from);
}

function peakOf(samples: Float32Array, from: number, to: number, mean: number): number {
  let peak = 0;
  for (let n = from; n < to; n += 1) peak = Math.max(peak, Math.abs((samples[n] ?? 0) - mean));
  return peak;
}
