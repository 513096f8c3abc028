/** Formant tracks of speech: Burg's predictor on short, pre-emphasised frames. */
import { burg, resonances, type Formant } from './lpc.ts';
import { gaussianWindow, spanOf } from './short-time.ts';

export interface FormantFrame {
  readonly seconds: number;
  /** Ascending; at most five. */
  readonly formants: readonly Formant[];
}

/** Praat's own ("To Formant (burg)"): five formants below 5500 Hz, windows of 25 ms every 6.25 ms, pre-emphasis from 50 Hz. */
export const FORMANT_RATE_HZ = 11_000;
const ORDER = 10;
const LENGTH_SECONDS = 0.025;
const STEP_SECONDS = 0.006_25;
const EMPHASIS_HZ = 50;

/** `samples` at FORMANT_RATE_HZ: whoever has another rate resamples first. Frames only where `wanted` says so (all, unless given). */
export function formantTrack(samples: Float32Array, wanted: (seconds: number) => boolean = () => true): FormantFrame[] {
  const rate = FORMANT_RATE_HZ;
  const length = spanOf(rate, LENGTH_SECONDS);
  const window = gaussianWindow(length);
  // y(n) = x(n) - e^(-2π f / rate) x(n - 1): +6 dB an octave above f.
  const emphasis = Math.exp((-2 * Math.PI * EMPHASIS_HZ) / rate);
  const step = STEP_SECONDS * rate;
  const count = samples.length < length ? 0 : Math.floor((samples.length - length) / step) + 1;
  const first = (samples.length - ((count - 1) * step + length)) / 2;
  return Array.from({ length: count }, (_, k) => Math.round(first + k * step))
    .filter((from) => wanted((from + length / 2) / rate))
    .map((from) => {
      const frame = Float64Array.from(
        { length },
        (_, n) => ((samples[from + n] ?? 0) - emphasis * (samples[from + n - 1] ?? 0)) * (window[n] ?? 0),
      );
      return { seconds: (from + length / 2) / rate, formants: resonances(burg(frame, ORDER).coefficients, rate).slice(0, 5) };
    });
}
