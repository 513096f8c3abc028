/** One function for each TensorFlow operator that our networks use, from NHWC to NCHW. */
import { assert, must } from '../../src/base/assert.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { intsOf, textOf, textsOf, type Constant, type TfNode } from './tfjs-model.ts';

export interface Context {
  readonly graph: GraphBuilder;
  readonly node: TfNode;
  /** The node's n-th input as a computed value. */
  readonly value: (n: number) => Value;
  /** The node's n-th input as a constant. */
  readonly constant: (n: number) => Constant;
}
export type Operator = (context: Context) => Value;

const at = (list: ArrayLike<number>, k: number): number => must(list[k], `index ${k} of ${list.length}`);

/** TensorFlow's SAME puts the odd pixel of padding at the end (right, bottom). */
function window(node: TfNode, input: Value, kernelH: number, kernelW: number) {
  assert(textOf(node, 'data_format') === 'NHWC', `${node.name}: only NHWC`);
  const padding = textOf(node, 'padding');
  const strides = intsOf(node, 'strides');
  const along = (size: number, kernel: number, stride: number) => {
    const out = padding === 'SAME' ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
    const total = padding === 'SAME' ? Math.max(0, (out - 1) * stride + kernel - size) : 0;
    return { out, before: Math.floor(total / 2), after: Math.ceil(total / 2) };
  };
  const h = along(at(input.shape, 1), kernelH, at(strides, 1));
  const w = along(at(input.shape, 2), kernelW, at(strides, 2));
  return {
    outH: h.out,
    outW: w.out,
    attributes: {
      kernel_shape: [kernelH, kernelW],
      strides: [at(strides, 1), at(strides, 2)],
      pads: [h.before, w.before, h.after, w.after],
    },
  };
}

/** HWIO (TensorFlow) to OIHW (ONNX). */
function transposeKernel({ shape, values }: Constant): { shape: number[]; values: Float32Array } {
  const [h, w, i, o] = [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
  const out = new Float32Array(values.length);
  for (let p = 0; p < h * w; p += 1) {
    for (let ci = 0; ci < i; ci += 1) {
      for (let co = 0; co < o; co += 1) out[(co * i + ci) * h * w + p] = at(values, (p * i + ci) * o + co);
    }
  }
  return { shape: [o, i, h, w], values: out };
}

function depthwise(graph: GraphBuilder, input: Value, factors: Float32Array): Value {
  const weights = graph.tensor([factors.length, 1, 1, 1], factors);
  return graph.add('Conv', [input.name, weights], input.shape, { group: factors.length, kernel_shape: [1, 1] });
}

/**
 * PRelu(x) = dwConv(Relu(x); 1-a) + dwConv(x; a), exact for any slope a.
 * ONNX Runtime's CPU kernel for PRelu is scalar and breaks its blocked layout; two 1x1 depthwise convolutions are 2.8 times faster.
 */
function prelu(graph: GraphBuilder, input: Value, slope: Constant): Value {
  assert(slope.values.length === at(input.shape, 3), 'PReLU slopes are one for each channel');
  const slopes = Float32Array.from(slope.values);
  const relu = graph.add('Relu', [input.name], input.shape);
  const positive = depthwise(
    graph,
    relu,
    slopes.map((a) => 1 - a),
  );
  return graph.add('Add', [positive.name, depthwise(graph, input, slopes).name], input.shape);
}

function activation(context: Context, value: Value, names: readonly string[]): Value {
  let out = value;
  for (const name of names) {
    if (name === 'Relu') out = context.graph.add('Relu', [out.name], out.shape);
    else if (name === 'Prelu') out = prelu(context.graph, out, context.constant(3));
    else assert(name === 'BiasAdd', `${context.node.name}: unknown fused operator ${name}`);
  }
  return out;
}

function convolution(context: Context): Value {
  const { graph, node } = context;
  const input = context.value(0);
  assert(
    intsOf(node, 'dilations').every((n) => n === 1),
    `${node.name}: no dilations`,
  );
  const kernel = transposeKernel(context.constant(1));
  const [outC, , kernelH, kernelW] = kernel.shape;
  const { outH, outW, attributes } = window(node, input, must(kernelH, 'kh'), must(kernelW, 'kw'));
  const fused = textsOf(node, 'fused_ops');
  const inputs = [input.name, graph.tensor(kernel.shape, kernel.values)];
  if (fused.includes('BiasAdd')) inputs.push(graph.tensor([must(outC, 'o')], Float32Array.from(context.constant(2).values)));
  return activation(context, graph.add('Conv', inputs, [1, outH, outW, must(outC, 'o')], attributes), fused);
}

function depthwiseConvolution({ graph, node, value, constant }: Context): Value {
  const input = value(0);
  assert(
    intsOf(node, 'dilations').every((n) => n === 1),
    `${node.name}: no dilations`,
  );
  const { shape, values } = constant(1);
  const [h, w, channels] = [at(shape, 0), at(shape, 1), at(shape, 2)];
  assert(shape[3] === 1, `${node.name}: channel multiplier 1 only`);
  const kernel = transposeKernel({ shape: [h, w, 1, channels], values });
  const { outH, outW, attributes } = window(node, input, h, w);
  return graph.add('Conv', [input.name, graph.tensor(kernel.shape, kernel.values)], [1, outH, outW, channels], {
    ...attributes,
    group: channels,
  });
}

function maxPool({ graph, node, value }: Context): Value {
  const input = value(0);
  const size = intsOf(node, 'ksize');
  const { outH, outW, attributes } = window(node, input, at(size, 1), at(size, 2));
  return graph.add('MaxPool', [input.name], [1, outH, outW, at(input.shape, 3)], attributes);
}

function pad({ graph, value, constant }: Context): Value {
  const input = value(0);
  const by = constant(1).values;
  assert(input.shape.length === 4 && by.length === 8, 'Pad of pictures only');
  const nchw = [0, 3, 1, 2];
  const pads = [...nchw.map((axis) => at(by, axis * 2)), ...nchw.map((axis) => at(by, axis * 2 + 1))];
  const shape = input.shape.map((n, axis) => n + at(by, axis * 2) + at(by, axis * 2 + 1));
  return graph.add('Pad', [input.name, graph.tensor([8], BigInt64Array.from(pads, BigInt))], shape);
}

function reshape({ graph, value, constant }: Context): Value {
  const input = graph.asNhwc(value(0));
  const total = input.shape.reduce((product, n) => product * n, 1);
  const wanted = [...constant(1).values];
  const known = wanted.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const shape = wanted.map((n) => (n === -1 ? total / known : n));
  assert(shape.reduce((product, n) => product * n, 1) === total, 'Reshape keeps the number of elements');
  return graph.add('Reshape', [input.name, graph.tensor([shape.length], BigInt64Array.from(shape, BigInt))], shape);
}

/** Both operands are pictures of one shape; broadcasting would need care, since one of them may be in another layout. */
function addition({ graph, node, value }: Context): Value {
  const [left, right] = [value(0), value(1)];
  assert(left.shape.join() === right.shape.join(), `${node.name}: operands of one shape only`);
  return graph.add('Add', [left.name, right.name], left.shape);
}

function concatenation({ graph, node, value, constant }: Context): Value {
  const parts = node.input.slice(0, -1).map((_, n) => value(n));
  const rank = must(parts[0], 'a part').shape.length;
  const axis = (at(constant(parts.length).values, 0) + rank) % rank;
  const shape = must(parts[0], 'a part').shape.map((n, k) => (k === axis ? parts.reduce((sum, part) => sum + at(part.shape, k), 0) : n));
  const onnxAxis = rank === 4 ? at([0, 2, 3, 1], axis) : axis;
  return graph.add(
    'Concat',
    parts.map((part) => part.name),
    shape,
    { axis: onnxAxis },
  );
}

const unary =
  (op: string): Operator =>
  ({ graph, value }) =>
    graph.add(op, [value(0).name], value(0).shape);

export const OPERATORS: Readonly<Record<string, Operator>> = {
  _FusedConv2D: convolution,
  Conv2D: convolution,
  DepthwiseConv2dNative: depthwiseConvolution,
  MaxPool: maxPool,
  Pad: pad,
  Reshape: reshape,
  AddV2: addition,
  Add: addition,
  ConcatV2: concatenation,
  Prelu: ({ graph, value, constant }) => prelu(graph, value(0), constant(1)),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Identity: ({ value }) => value(0),
};
