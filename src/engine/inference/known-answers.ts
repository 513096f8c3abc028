/** What each network is asked when a provider is tried, and how far its answer may lie from the processor's. */
import { must } from '../../base/assert.ts';
import { at } from '../../base/at.ts';
import type { Network, Tensor, WholeTensor } from './networks.ts';

interface KnownQuestion {
  readonly inputs: () => Record<string, Tensor | WholeTensor>;
  /** See `largestDifference`. Origin of 1e-3: our choice, forty times the largest difference of the six networks that agreed on SwiftShader (docs/validation/gpu.md). */
  readonly tolerance: number;
}

/** Numbers from 0 to 1 that are the same everywhere (Numerical Recipes' 32-bit linear congruential generator). */
function noise(length: number): Float32Array {
  const values = new Float32Array(length);
  let state = 20_261_124;
  for (let k = 0; k < length; k += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[k] = state / 0x1_0000_0000;
  }
  return values;
}

const picture = (side: number, tolerance: number): KnownQuestion => ({
  inputs: () => ({ image: { data: noise(3 * side * side), dims: [1, 3, side, side] } }),
  tolerance,
});

/** A tone of 200 Hz with noise at 16 kHz, from -1 to 1. */
function tone(length: number): Float32Array {
  const values = noise(length);
  for (let k = 0; k < length; k += 1) values[k] = 0.5 * Math.sin((2 * Math.PI * 200 * k) / 16_000) + 0.2 * (at(values, k) - 0.5);
  return values;
}

const QUESTIONS: Readonly<Record<string, KnownQuestion>> = {
  blazeface: picture(256, 1e-3),
  facemesh: picture(192, 1e-3),
  iris: picture(64, 1e-3),
  faceres: picture(224, 1e-3),
  movenet: picture(192, 1e-3),
  'face-swap': picture(224, 1e-3),
  'gan-image': picture(224, 1e-3),
  'capsule-forensics': picture(224, 1e-3),
  'silero-vad': {
    inputs: () => ({
      input: { data: tone(576), dims: [1, 576] },
      state: { data: new Float32Array(256), dims: [2, 1, 128] },
      sr: { data: BigInt64Array.of(16_000n), dims: [] },
    }),
    tolerance: 1e-3,
  },
  vocoder: { inputs: () => ({ samples: { data: tone(32_000), dims: [1, 32_000] } }), tolerance: 1e-3 },
};

/** `undefined` for a network that no question is stored for: then no provider but the processor may run it. */
export const knownQuestion = (id: string): KnownQuestion | undefined => QUESTIONS[id];

export const ask = (network: Network, question: KnownQuestion): Promise<Record<string, Tensor>> => network.run(question.inputs());

/** Over all outputs: the largest difference as a share of the largest expected value, or of 1 where all are smaller. Infinity where shapes or names differ, or a value is no number. */
export function largestDifference(expected: Readonly<Record<string, Tensor>>, given: Readonly<Record<string, Tensor>>): number {
  let largest = 0;
  if (Object.keys(expected).length !== Object.keys(given).length) return Number.POSITIVE_INFINITY;
  for (const name of Object.keys(expected)) {
    const right = must(expected[name], 'the name is its own').data;
    const data = given[name]?.data;
    if (data?.length !== right.length) return Number.POSITIVE_INFINITY;
    let scale = 1;
    let difference = 0;
    for (let k = 0; k < right.length; k += 1) {
      const apart = Math.abs(at(right, k) - at(data, k));
      if (!Number.isFinite(apart)) return Number.POSITIVE_INFINITY;
      scale = Math.max(scale, Math.abs(at(right, k)));
      difference = Math.max(difference, apart);
    }
    largest = Math.max(largest, difference / scale);
  }
  return largest;
}
