/** Power and phase of a short, evenly sampled signal at chosen frequencies (direct Fourier sums under a Hann window). */

/** Frequencies from `fromHz` to `toHz`, both included when the step divides the band. */
export function frequencies(fromHz: number, toHz: number, stepHz: number): number[] {
  return Array.from({ length: Math.floor((toHz - fromHz) / stepHz + 1e-9) + 1 }, (_, i) => fromHz + i * stepHz);
}

/** Real and imaginary part of the signal at one frequency, its mean removed and under a Hann window, scaled so that a sine of amplitude 1 has modulus 1. */
export function phasor(signal: readonly number[], rateHz: number, hz: number): readonly [number, number] {
  return phasors(signal, rateHz, [hz])[0] ?? [0, 0];
}

/** Power (squared amplitude) at each of the frequencies. */
export function periodogram(signal: readonly number[], rateHz: number, hz: readonly number[]): number[] {
  return phasors(signal, rateHz, hz).map(([re, im]) => re * re + im * im);
}

function phasors(signal: readonly number[], rateHz: number, hz: readonly number[]): (readonly [number, number])[] {
  const n = signal.length;
  const mean = signal.reduce((sum, v) => sum + v, 0) / Math.max(1, n);
  const windowed = Float64Array.from(signal, (v, i) => (v - mean) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n)));
  return hz.map((f) => {
    // One rotation by the same angle for each sample instead of a sine and cosine each.
    const cos = Math.cos((2 * Math.PI * f) / rateHz);
    const sin = Math.sin((2 * Math.PI * f) / rateHz);
    let [c, s, re, im] = [1, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const v = windowed[i] ?? 0;
      re += v * c;
      im -= v * s;
      const turned = c * cos - s * sin;
      s = s * cos + c * sin;
      c = turned;
    }
    return [(4 * re) / n, (4 * im) / n] as const;
  });
}
