/** PReLU as convolutions, run by ONNX Runtime on tiny graphs: slopes below, at and above 1, both signs of input. */
import { expect, test } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { InferenceSession, Tensor } from '../../src/engine/inference/onnx-runtime.ts';
import { sessionOptions } from '../../src/engine/inference/providers.ts';
import type { Constant, TfModel, TfNode } from './tfjs-model.ts';
import { toOnnx } from './to-onnx.ts';

const SIDE = 2;
/** Exact in float32 and in halves, and so is every product and sum of them: the definition must come out to the bit. */
const INPUTS = [-8, -1.5, 0, 2.25];

const constant = (shape: readonly number[], values: readonly number[]): Constant => ({
  shape: [...shape],
  values: Float32Array.from(values),
});
const node = (name: string, op: string, input: string[], attr: TfNode['attr'] = {}): TfNode => ({ name, op, input, attr });
const ints = (...i: number[]): TfNode['attr'][string] => ({ list: { i } });
const text = (s: string): TfNode['attr'][string] => ({ s: Buffer.from(s).toString('base64') });

/** A picture, a convolution that changes nothing (as in the networks, where PReLU is what follows one), and PReLU. */
function graphOf(slopes: readonly number[]): Buffer {
  const channels = slopes.length;
  const identity = Array.from({ length: channels ** 2 }, (_, k) => Number(k % (channels + 1) === 0));
  const size = (n: number): { size: number } => ({ size: n });
  const nodes = [
    node('picture', 'Placeholder', [], { shape: { shape: { dim: [1, SIDE, SIDE, channels].map(size) } } }),
    node('same', 'Conv2D', ['picture', 'kernel'], {
      data_format: text('NHWC'),
      padding: text('SAME'),
      strides: ints(1, 1, 1, 1),
      dilations: ints(1, 1, 1, 1),
    }),
    node('prelu', 'Prelu', ['same', 'slopes']),
  ];
  const model: TfModel = {
    nodes: new Map(nodes.map((one) => [one.name, one])),
    constants: new Map([
      ['kernel', constant([1, 1, channels, channels], identity)],
      ['slopes', constant([1, 1, channels], slopes)],
    ]),
    sources: [],
  };
  return toOnnx('tiny', model, { out: 'prelu' });
}

test.each([
  { words: 'all at most 1', slopes: [-2, -0.25, 0, 0.25, 0.75, 1, 0.5, -1] },
  { words: 'one above 1', slopes: [-2, -0.25, 0, 0.25, 0.75, 1, 1.25, -1] },
  { words: 'all above 1', slopes: [1.5, 4] },
])('slopes $words: x where it is positive, a x elsewhere', async ({ slopes }) => {
  const picture = slopes.flatMap(() => INPUTS);
  // The network's output is in TensorFlow's order: channels last.
  const expected = INPUTS.flatMap((x) => slopes.map((a) => (x > 0 ? x : a * x)));
  for (const graphOptimizationLevel of ['disabled', 'all'] as const) {
    const session = await InferenceSession.create(graphOf(slopes), { ...sessionOptions('cpu'), graphOptimizationLevel });
    const { out } = await session.run({ image: new Tensor('float32', Float32Array.from(picture), [1, slopes.length, SIDE, SIDE]) });
    // + 0: which of the two zeros it is does not matter.
    expect([...(must(out, 'out').data as Float32Array)].map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
    await session.release();
  }
});
