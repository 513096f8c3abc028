/** One function for each TensorFlow operator on pictures that our networks use, from NHWC to NCHW. */
import { assert, must } from '../../src/base/assert.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { PLAIN_OPERATORS, reshapeTo } from './operators-plain.ts';
import { intsOf, textOf, textsOf, type Constant, type TfNode } from './tfjs-model.ts';

export interface Context {
  readonly graph: GraphBuilder;
  readonly node: TfNode;
  /** The node's n-th input as a computed value. */
  readonly value: (n: number) => Value;
  /** The node's n-th input as a constant. */
  readonly constant: (n: number) => Constant;
  /** The context of the node that gives the n-th input. */
  readonly source: (n: number) => Context;
  readonly isConstant: (n: number) => boolean;
  /** Which of the node's outputs is wanted. */
  readonly output: number;
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
 * PRelu(x) = dwConv(x; a) + Relu(dwConv(x; 1-a)) where no slope a exceeds 1: ONNX Runtime does Relu with the one convolution and Add with the other.
 * Where one does, 1-a would turn the sign, so Relu comes first: PRelu(x) = dwConv(x; a) + dwConv(Relu(x); 1-a), exact for any slope.
 * ONNX Runtime's CPU kernel for PRelu is scalar and breaks its blocked layout; two 1x1 depthwise convolutions are 2.8 times faster.
 */
function prelu(graph: GraphBuilder, input: Value, slope: Constant): Value {
  assert(slope.values.length === at(input.shape, 3), 'PReLU slopes are one for each channel');
  const slopes = Float32Array.from(slope.values);
  const rest = slopes.map((a) => 1 - a);
  const relu = (value: Value): Value => graph.add('Relu', [value.name], value.shape);
  const positive = slopes.every((a) => a <= 1) ? relu(depthwise(graph, input, rest)) : depthwise(graph, relu(input), rest);
  return graph.add('Add', [positive.name, depthwise(graph, input, slopes).name], input.shape);
}

function clip(graph: GraphBuilder, value: Value, low: number, high: number): Value {
  const [min, max] = [low, high].map((limit) => graph.tensor([], Float32Array.of(limit)));
  return graph.add('Clip', [value.name, must(min, 'min'), must(max, 'max')], value.shape);
}

/** Maximum(Minimum(Relu(x), high), low), Keras' bounded ReLU, as one Clip, which ONNX Runtime fuses with the convolution before it. */
function boundedRelu(context: Context): Value {
  const { graph, node, constant, source } = context;
  const minimum = source(0);
  const relu = minimum.source(0);
  assert(minimum.node.op === 'Minimum' && relu.node.op === 'Relu', `${node.name}: Maximum only behind Minimum and Relu`);
  const [low, high] = [at(constant(1).values, 0), at(minimum.constant(1).values, 0)];
  assert(low >= 0 && high > low, `${node.name}: bounds ${low} and ${high}`);
  return clip(graph, relu.value(0), low, high);
}

function activation(context: Context, value: Value, names: readonly string[]): Value {
  let out = value;
  for (const name of names) {
    if (name === 'Relu6') out = clip(context.graph, out, 0, 6);
    else if (name === 'Relu') out = context.graph.add('Relu', [out.name], out.shape);
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

function depthwiseConvolution(context: Context): Value {
  const { graph, node, constant } = context;
  const input = context.value(0);
  assert(
    intsOf(node, 'dilations').every((n) => n === 1),
    `${node.name}: no dilations`,
  );
  const { shape, values } = constant(1);
  const [h, w, channels] = [at(shape, 0), at(shape, 1), at(shape, 2)];
  assert(shape[3] === 1, `${node.name}: channel multiplier 1 only`);
  const kernel = transposeKernel({ shape: [h, w, 1, channels], values });
  const { outH, outW, attributes } = window(node, input, h, w);
  const fused = textsOf(node, 'fused_ops');
  const inputs = [input.name, graph.tensor(kernel.shape, kernel.values)];
  if (fused.includes('BiasAdd')) inputs.push(graph.tensor([channels], Float32Array.from(constant(2).values)));
  return activation(context, graph.add('Conv', inputs, [1, outH, outW, channels], { ...attributes, group: channels }), fused);
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
  const input = value(0);
  const wanted = [...constant(1).values];
  const total = input.shape.reduce((product, n) => product * n, 1);
  const known = wanted.reduce((product, n) => (n === -1 ? product : product * n), 1);
  return reshapeTo(
    graph,
    input,
    wanted.map((n) => (n === -1 ? total / known : n)),
  );
}

/** The mean over a whole picture, one number for each channel. */
function mean({ graph, node, value, constant }: Context): Value {
  const input = value(0);
  assert(
    input.shape.length === 4 && [...constant(1).values].join() === '1,2' && !node.attr.keep_dims?.b,
    `${node.name}: over the picture only`,
  );
  const channels = at(input.shape, 3);
  return reshapeTo(graph, graph.add('GlobalAveragePool', [input.name], [1, 1, 1, channels]), [1, channels]);
}

function resizeBilinear({ graph, node, value, constant }: Context): Value {
  assert(node.attr.half_pixel_centers?.b === true && node.attr.align_corners?.b !== true, `${node.name}: half-pixel centres only`);
  const input = value(0);
  const [height, width] = [at(constant(1).values, 0), at(constant(1).values, 1)];
  const channels = at(input.shape, 3);
  const sizes = graph.tensor([4], BigInt64Array.from([1, channels, height, width], BigInt));
  return graph.add('Resize', [input.name, '', '', sizes], [1, height, width, channels], { mode: 'linear' });
}

function concatenation({ graph, node, value, constant }: Context): Value {
  const given = node.input.slice(0, -1).map((_, n) => value(n));
  const plain = given.some((part) => part.plain);
  const parts = plain ? given.map((part) => graph.asPlain(part)) : given;
  const rank = must(parts[0], 'a part').shape.length;
  const axis = (at(constant(parts.length).values, 0) + rank) % rank;
  const shape = must(parts[0], 'a part').shape.map((n, k) => (k === axis ? parts.reduce((sum, part) => sum + at(part.shape, k), 0) : n));
  const joined = graph.add(
    'Concat',
    parts.map((part) => part.name),
    shape,
    { axis: rank === 4 && !plain ? at([0, 2, 3, 1], axis) : axis },
  );
  return plain ? graph.plain(joined) : joined;
}

const unary =
  (op: string): Operator =>
  ({ graph, value }) =>
    graph.add(op, [value(0).name], value(0).shape);

export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...PLAIN_OPERATORS,
  _FusedConv2D: convolution,
  Conv2D: convolution,
  FusedDepthwiseConv2dNative: depthwiseConvolution,
  DepthwiseConv2dNative: depthwiseConvolution,
  MaxPool: maxPool,
  Pad: pad,
  Reshape: reshape,
  Mean: mean,
  ResizeBilinear: resizeBilinear,
  ConcatV2: concatenation,
  Prelu: ({ graph, value, constant }) => prelu(graph, value(0), constant(1)),
  Maximum: boundedRelu,
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Identity: ({ value }) => value(0),
};
