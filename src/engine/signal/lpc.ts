/** Linear prediction by Burg's method, and the resonances (formants) of the predictor. */
import { assert } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import { polynomialRoots } from './roots.ts';

/**
 * Coefficients a(1 .. order) of x(n) = sum of a(k) x(n - k) that minimise the forward and backward errors together, and the mean
 * square of what is left (Burg JP, Maximum entropy spectral analysis, thesis, Stanford 1975; in the form of Childers 1978, pp. 252-255).
 */
export function burg(samples: Float64Array, order: number): { coefficients: Float64Array; residualPower: number } {
  const n = samples.length;
  assert(order > 0 && n > order, 'more samples than coefficients');
  const forward = samples.slice();
  const backward = samples.slice();
  let coefficients = new Float64Array(0);
  let power = samples.reduce((sum, value) => sum + value * value, 0) / n;
  for (let stage = 1; stage <= order; stage += 1) {
    let [product, energy] = [0, 0];
    for (let t = stage; t < n; t += 1) {
      const f = forward[t] ?? 0;
      const b = backward[t - 1] ?? 0;
      product += f * b;
      energy += f * f + b * b;
    }
    const reflection = energy > 0 ? (2 * product) / energy : 0;
    const before = coefficients;
    coefficients = Float64Array.from({ length: stage }, (_, k) =>
      k === stage - 1 ? reflection : at(before, k) - reflection * at(before, stage - 2 - k),
    );
    power *= 1 - reflection * reflection;
    // Backwards in time, so that backward[t - 1] is still the one of the stage before.
    for (let t = n - 1; t >= stage; t -= 1) {
      const f = forward[t] ?? 0;
      const b = backward[t - 1] ?? 0;
      forward[t] = f - reflection * b;
      backward[t] = b - reflection * f;
    }
  }
  return { coefficients, residualPower: power };
}

export interface Formant {
  readonly hz: number;
  /** At -3 dB. */
  readonly bandwidthHz: number;
}

/** Resonances between 50 Hz and 50 Hz below the Nyquist frequency, ascending (Praat's margin); roots outside the unit circle are mirrored into it. */
export function resonances(coefficients: Float64Array, rate: number): Formant[] {
  const MARGIN_HZ = 50;
  // z^p - a1 z^(p-1) - ... - ap
  const roots = polynomialRoots([1, ...Array.from(coefficients, (value) => -value)]);
  return roots
    .filter(([, im]) => im > 0)
    .map(([re, im]) => {
      const radius = Math.hypot(re, im);
      return {
        hz: (Math.atan2(im, re) * rate) / (2 * Math.PI),
        bandwidthHz: (-Math.log(radius > 1 ? 1 / radius : radius) * rate) / Math.PI,
      };
    })
    .filter(({ hz }) => hz >= MARGIN_HZ && hz <= rate / 2 - MARGIN_HZ)
    .sort((a, b) => a.hz - b.hz);
}
