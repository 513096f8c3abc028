/** Walks a TensorFlow graph from its outputs to its input and writes it as ONNX; batch size is fixed at 1. */
import { assert, must } from '../../src/base/assert.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { encodeOnnx } from './onnx-encode.ts';
import { OPERATORS } from './operators.ts';
import type { TfModel } from './tfjs-model.ts';

const INPUT = 'image';

/** `outputs`: our name -> TensorFlow node. The input is called `image`, float32 NCHW. Throws on an operator that is not known. */
export function toOnnx(id: string, model: TfModel, outputs: Readonly<Record<string, string>>): Buffer {
  const graph = new GraphBuilder();
  const done = new Map<string, Value>();
  let inputShape: readonly number[] = [];

  const constantOf = (name: string) => must(model.constants.get(name), `${name} is not a constant`);

  const valueOf = (name: string): Value => {
    const ready = done.get(name);
    if (ready) return ready;
    const node = must(model.nodes.get(name), `no node ${name}`);
    let value: Value;
    if (node.op === 'Placeholder') {
      const dims = must(node.attr.shape?.shape?.dim, `${name} has no shape`).map((dim) => dim.size);
      const shape = [1, ...dims.slice(1)];
      const [, height, width, channels] = shape;
      inputShape = [1, must(channels, 'channels'), must(height, 'height'), must(width, 'width')];
      value = { name: INPUT, shape };
    } else {
      const operator = OPERATORS[node.op];
      assert(operator, `${id}: the operator ${node.op} (${name}) is not known`);
      value = operator({
        graph,
        node,
        value: (n) => valueOf(must(node.input[n], `${name} has no input ${n}`)),
        constant: (n) => constantOf(must(node.input[n], `${name} has no input ${n}`)),
      });
    }
    done.set(name, value);
    return value;
  };

  const named = Object.entries(outputs).map(([name, nodeName]) => {
    const value = graph.asNhwc(valueOf(nodeName));
    const shape = value.shape.length === 4 ? [1, value.shape.slice(1).reduce((product, n) => product * n, 1)] : value.shape;
    const flat = graph.tensor([shape.length], BigInt64Array.from(shape, BigInt));
    graph.nodes.push({ op: 'Reshape', inputs: [value.name, flat], output: name, attributes: {} });
    return { name, shape };
  });
  return encodeOnnx({ name: id, inputs: [{ name: INPUT, shape: inputShape }], outputs: named, nodes: graph.nodes, tensors: graph.tensors });
}
