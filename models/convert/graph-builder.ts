/** Collects ONNX nodes while a TensorFlow graph is walked. Rank-4 values are NCHW in ONNX unless `plain`; `shape` stays TensorFlow's (NHWC). */
import { must } from '../../src/base/assert.ts';
import type { OnnxNode, OnnxTensor } from './onnx-encode.ts';

export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  /** A value of rank 4 that is in TensorFlow's order already, unlike pictures. */
  readonly plain?: true;
}

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  #next = 0;

  tensor(shape: readonly number[], values: Float32Array | BigInt64Array): string {
    const name = `w${this.tensors.length}`;
    this.tensors.push({ name, shape, values });
    return name;
  }

  add(op: string, inputs: readonly string[], shape: readonly number[], attributes: OnnxNode['attributes'] = {}): Value {
    const output = `v${this.#next}`;
    this.#next += 1;
    this.nodes.push({ op, inputs, output, attributes });
    return { name: output, shape };
  }

  /** The same numbers in TensorFlow's order in memory; free when the picture is one pixel or has one channel. */
  asNhwc(value: Value): Value {
    const [, height, width, channels] = value.shape;
    if (value.shape.length !== 4 || value.plain) return value;
    if (must(height, 'h') * must(width, 'w') === 1 || channels === 1) return value;
    return this.plain(this.add('Transpose', [value.name], value.shape, { perm: [0, 2, 3, 1] }));
  }

  /** The same with TensorFlow's axes as well, for operators that look at them. */
  asPlain(value: Value): Value {
    const nhwc = this.asNhwc(value);
    if (nhwc.shape.length !== 4 || nhwc.plain) return nhwc;
    const shape = this.tensor([4], BigInt64Array.from(nhwc.shape, BigInt));
    return this.plain(this.add('Reshape', [nhwc.name, shape], nhwc.shape));
  }

  plain(value: Value): Value {
    return { ...value, plain: true };
  }
}
