/** Operators on values in TensorFlow's own order: arithmetic that broadcasts, indices, and changes of rank. Integers become int64. */
import { assert, must } from '../../src/base/assert.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import type { Context, Operator } from './operators.ts';
import type { Constant } from './tfjs-model.ts';

const at = (list: ArrayLike<number>, k: number): number => must(list[k], `index ${k} of ${list.length}`);
const product = (shape: readonly number[]): number => shape.reduce((all, n) => all * n, 1);
const isPicture = (value: Value): boolean => value.shape.length === 4 && !value.plain;

/** A constant beside a picture: one number, or one for each channel, as ONNX broadcasts it over NCHW; `null` when it is neither. */
function besidePicture(graph: GraphBuilder, picture: Value, { values }: Constant): string | null {
  if (values.length === 1) return graph.tensor([], Float32Array.from(values));
  return values.length === at(picture.shape, 3) ? graph.tensor([1, values.length, 1, 1], Float32Array.from(values)) : null;
}

function broadcastShape(left: readonly number[], right: readonly number[]): number[] {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, k) => {
    const [a, b] = [left[left.length - rank + k] ?? 1, right[right.length - rank + k] ?? 1];
    assert(a === b || a === 1 || b === 1, `shapes ${left.join()} and ${right.join()} do not broadcast`);
    return Math.max(a, b);
  });
}

/** Pictures of one shape stay pictures; otherwise both operands go back to TensorFlow's order, in which its broadcasting holds. */
const binary =
  (op: string): Operator =>
  ({ graph, value, constant, isConstant }) => {
    const left = value(0);
    if (isPicture(left) && isConstant(1)) {
      const beside = besidePicture(graph, left, constant(1));
      if (beside !== null) return graph.add(op, [left.name, beside], left.shape);
    }
    const right = value(1);
    if (isPicture(left) && isPicture(right) && left.shape.join() === right.shape.join()) {
      return graph.add(op, [left.name, right.name], left.shape);
    }
    const [a, b] = [graph.asPlain(left), graph.asPlain(right)];
    return graph.plain(graph.add(op, [a.name, b.name], broadcastShape(a.shape, b.shape)));
  };

/** (a - b)^2 */
const squaredDifference: Operator = (context) => {
  const difference = binary('Sub')(context);
  const square = context.graph.add('Mul', [difference.name, difference.name], difference.shape);
  return difference.plain ? context.graph.plain(square) : square;
};

export function reshapeTo(graph: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const input = graph.asNhwc(value);
  assert(product(shape) === product(input.shape), 'Reshape keeps the number of elements');
  return graph.plain(graph.add('Reshape', [input.name, graph.tensor([shape.length], BigInt64Array.from(shape, BigInt))], shape));
}

const axisOf = (context: Context, n: number, rank: number): number => (at(context.constant(n).values, 0) + rank) % rank;

const expandDims: Operator = (context) => {
  const input = context.value(0);
  const axis = axisOf(context, 1, input.shape.length + 1);
  return reshapeTo(context.graph, input, input.shape.toSpliced(axis, 0, 1));
};

const argMax: Operator = (context) => {
  const input = context.graph.asPlain(context.value(0));
  const axis = axisOf(context, 1, input.shape.length);
  return context.graph.add('ArgMax', [input.name], input.shape.toSpliced(axis, 1), { axis, keepdims: 0 });
};

/** TensorFlow's `stack`: a new axis, then concatenation along it. */
const pack: Operator = ({ graph, node, value }) => {
  const axis = must(node.attr.axis?.i, 'an axis');
  const parts = node.input.map((_, n) => {
    const part = value(n);
    return reshapeTo(graph, part, part.shape.toSpliced(axis, 0, 1));
  });
  const shape = must(parts[0], 'a part').shape.with(axis, parts.length);
  return graph.plain(
    graph.add(
      'Concat',
      parts.map((part) => part.name),
      shape,
      { axis },
    ),
  );
};

/** TensorFlow's `unstack` has one output for each slice: `name`, `name:1`, … */
const unpack: Operator = ({ graph, node, value, output }) => {
  const input = graph.asPlain(value(0));
  const axis = must(node.attr.axis?.i, 'an axis');
  const index = graph.tensor([], BigInt64Array.of(BigInt(output)));
  return graph.plain(graph.add('Gather', [input.name, index], input.shape.toSpliced(axis, 1), { axis }));
};

const gatherNd: Operator = ({ graph, value }) => {
  const [data, indices] = [graph.asPlain(value(0)), graph.asPlain(value(1))];
  const depth = at(indices.shape, indices.shape.length - 1);
  return graph.plain(graph.add('GatherND', [data.name, indices.name], [...indices.shape.slice(0, -1), ...data.shape.slice(depth)]));
};

const ONNX_TYPES: Readonly<Record<string, number>> = { DT_FLOAT: 1, DT_INT32: 7 };

const cast: Operator = ({ graph, node, value }) => {
  const input = graph.asPlain(value(0));
  const to = must(ONNX_TYPES[node.attr.DstT?.type ?? ''], `${node.name}: a known type`);
  return graph.plain(graph.add('Cast', [input.name], input.shape, { to }));
};

export const PLAIN_OPERATORS: Readonly<Record<string, Operator>> = {
  AddV2: binary('Add'),
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  RealDiv: binary('Div'),
  // Whole numbers from zero up, for which ONNX's division of integers rounds the same way.
  FloorDiv: binary('Div'),
  SquaredDifference: squaredDifference,
  Sqrt: ({ graph, value }) => {
    const input = graph.asPlain(value(0));
    return graph.plain(graph.add('Sqrt', [input.name], input.shape));
  },
  ExpandDims: expandDims,
  ArgMax: argMax,
  Pack: pack,
  Unpack: unpack,
  GatherNd: gatherNd,
  Cast: cast,
};
