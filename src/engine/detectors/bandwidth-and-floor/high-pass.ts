/** Takes offset and rumble away before levels are measured: speech has nothing there, recorders and synthesisers do. */
import { at } from '../../../base/at.ts';
import { PARAMETERS } from './parameters.ts';

/**
 * First-order high pass y(n) = a (y(n-1) + x(n) - x(n-1)), a = 1 / (1 + 2π f / rate), settled over the end of the samples before;
 * without any, it begins at rest on the first value, so that an offset makes no step.
 */
export function highPassed(samples: Float32Array, before: Float32Array | null, sampleRate: number): Float64Array {
  const a = 1 / (1 + (2 * Math.PI * PARAMETERS.highPass.value) / sampleRate);
  const settling = before === null ? new Float32Array(0) : before.subarray(Math.max(0, before.length - Math.round(sampleRate / 4)));
  let last = settling[0] ?? samples[0] ?? 0;
  let y = 0;
  const step = (x: number): number => {
    y = a * (y + x - last);
    last = x;
    return y;
  };
  for (const x of settling) step(x);
  return Float64Array.from({ length: samples.length }, (_, n) => step(at(samples, n)));
}
