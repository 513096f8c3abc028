/** Walks a TensorFlow graph from its outputs to its input and writes it as ONNX; batch size is fixed at 1. */
import { assert, must } from '../../src/base/assert.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { encodeOnnx } from './onnx-encode.ts';
import { OPERATORS, type Context } from './operators.ts';
import type { Constant, TfModel } from './tfjs-model.ts';

const INPUT = 'image';

/**
 * `outputs`: our name -> TensorFlow node. The input is called `image`, float32 NCHW. Throws on an operator that is not known.
 * `input`: the node that takes the picture's place, when what stands before it does nothing to one float32 picture.
 */
export function toOnnx(id: string, model: TfModel, outputs: Readonly<Record<string, string>>, input?: string): Buffer {
  const graph = new GraphBuilder();
  const done = new Map<string, Value>();
  const placeholder = must(
    [...model.nodes.values()].find((node) => node.op === 'Placeholder'),
    'a placeholder',
  );
  const dims = must(placeholder.attr.shape?.shape?.dim, `${placeholder.name} has no shape`).map((dim) => dim.size);
  const [height, width, channels] = dims.slice(1).map((n) => must(n, 'a size'));
  const inputShape = [1, must(channels, 'channels'), must(height, 'height'), must(width, 'width')];
  done.set(input ?? placeholder.name, { name: INPUT, shape: [1, ...dims.slice(1)] });

  const contextOf = (name: string, output: number): Context => {
    const node = must(model.nodes.get(name), `no node ${name}`);
    const nameOf = (n: number): string => must(node.input[n], `${name} has no input ${n}`);
    return {
      graph,
      node,
      output,
      value: (n) => valueOf(nameOf(n)),
      constant: (n) => must(model.constants.get(nameOf(n)), `${nameOf(n)} is not a constant`),
      isConstant: (n) => model.constants.has(nameOf(n)),
      source: (n) => contextOf(nameOf(n), 0),
    };
  };

  function constantValue({ shape, values }: Constant): Value {
    const name = graph.tensor(shape, values instanceof Float32Array ? values : BigInt64Array.from(values, BigInt));
    return graph.plain({ name, shape });
  }

  function valueOf(name: string): Value {
    const ready = done.get(name);
    if (ready) return ready;
    const constant = model.constants.get(name);
    let value: Value;
    if (constant) {
      value = constantValue(constant);
    } else {
      const [node = '', output = '0'] = name.split(':');
      const context = contextOf(node, Number(output));
      const operator = OPERATORS[context.node.op];
      assert(operator, `${id}: the operator ${context.node.op} (${name}) is not known`);
      value = operator(context);
    }
    done.set(name, value);
    return value;
  }

  const named = Object.entries(outputs).map(([name, nodeName]) => {
    const value = graph.asNhwc(valueOf(nodeName));
    const shape = value.shape.length === 4 ? [1, value.shape.slice(1).reduce((product, n) => product * n, 1)] : value.shape;
    const flat = graph.tensor([shape.length], BigInt64Array.from(shape, BigInt));
    graph.nodes.push({ op: 'Reshape', inputs: [value.name, flat], output: name, attributes: {} });
    return { name, shape };
  });
  return encodeOnnx({ name: id, inputs: [{ name: INPUT, shape: inputShape }], outputs: named, nodes: graph.nodes, tensors: graph.tensors });
}
