/** Writes an ONNX model: the few protobuf messages that we need (field numbers from onnx.proto3, IR version 8). */
import { encodeHalfExactly } from './float16.ts';

export type AttributeValue = number | string | readonly number[];

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Integers, lists of integers, text, or `{ float }`. */
  readonly attributes: Readonly<Record<string, AttributeValue | { readonly float: number }>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
}

const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;
const FLOAT16 = 10;

function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const int = (field: number, value: number | bigint): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field: number, content: Uint8Array): Buffer => Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content, 'utf8'));
const message = (field: number, parts: readonly Uint8Array[]): Buffer => bytes(field, Buffer.concat(parts));
function float(field: number, value: number): Buffer {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), content]);
}

function attribute(name: string, value: OnnxNode['attributes'][string]): Buffer {
  if (typeof value === 'number') return message(5, [text(1, name), int(3, value), int(20, 2)]);
  if (typeof value === 'string') return message(5, [text(1, name), text(4, value), int(20, 3)]);
  if ('float' in value) return message(5, [text(1, name), float(2, value.float), int(20, 1)]);
  return message(5, [text(1, name), ...value.map((n) => int(8, n)), int(20, 7)]);
}

function node(n: OnnxNode): Buffer {
  return message(1, [
    ...n.inputs.map((input) => text(1, input)),
    text(2, n.output),
    text(3, n.output),
    text(4, n.op),
    ...Object.entries(n.attributes).map(([name, value]) => attribute(name, value)),
  ]);
}

function valueInfo(field: number, name: string, shape: readonly number[]): Buffer {
  const dims = shape.map((n) => message(1, [int(1, n)]));
  return message(field, [text(1, name), message(2, [message(1, [int(1, FLOAT), message(2, dims)])])]);
}

/** Half precision when it holds every value exactly: the file is smaller and no number changes. */
function halves(values: Float32Array): Uint16Array | null {
  const out = new Uint16Array(values.length);
  for (const [k, value] of values.entries()) {
    const half = encodeHalfExactly(value);
    if (half === null) return null;
    out[k] = half;
  }
  return out;
}

const rawBytes = (array: Uint16Array | Float32Array | BigInt64Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** The tensor, and the Cast behind it when it is stored in half precision (ONNX Runtime folds such casts at load). */
function tensor(t: OnnxTensor): { initializer: Buffer; cast: Buffer | null } {
  const half = t.values instanceof Float32Array ? halves(t.values) : null;
  const type = half ? FLOAT16 : t.values instanceof Float32Array ? FLOAT : INT64;
  const name = half ? `${t.name}:half` : t.name;
  const dims = t.shape.map((n) => int(1, n));
  const initializer = message(5, [...dims, int(2, type), text(8, name), bytes(9, rawBytes(half ?? t.values))]);
  return { initializer, cast: half ? node({ op: 'Cast', inputs: [name], output: t.name, attributes: { to: FLOAT } }) : null };
}

/** Deterministic: the same graph always gives the same bytes (a little-endian machine is assumed, as ONNX itself does). */
export function encodeOnnx(graph: OnnxGraph): Buffer {
  const tensors = graph.tensors.map(tensor);
  const body = [
    ...tensors.flatMap((t) => (t.cast ? [t.cast] : [])),
    ...graph.nodes.map(node),
    text(2, graph.name),
    ...tensors.map((t) => t.initializer),
    ...graph.inputs.map((v) => valueInfo(11, v.name, v.shape)),
    ...graph.outputs.map((v) => valueInfo(12, v.name, v.shape)),
  ];
  return Buffer.concat([int(1, 8), text(2, 'penumbra'), message(7, body), message(8, [int(2, OPSET)])]);
}
