/** Reads a TensorFlow.js graph model: its nodes and its constants, already decoded. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { assert, must } from '../../src/base/assert.ts';
import { decodeHalf } from './float16.ts';

const Int = z.string().transform(Number);
const Attribute = z.looseObject({
  i: Int.optional(),
  s: z.string().optional(),
  b: z.boolean().optional(),
  f: z.number().optional(),
  type: z.string().optional(),
  list: z.looseObject({ i: z.array(Int).optional(), s: z.array(z.string()).optional() }).optional(),
  shape: z.looseObject({ dim: z.array(z.looseObject({ size: Int })).optional() }).optional(),
});
const Node = z.looseObject({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attribute).default({}),
});
export type TfNode = z.infer<typeof Node>;

const Weight = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.looseObject({ dtype: z.literal('float16') }).optional(),
});
const ModelJson = z.looseObject({
  modelTopology: z.looseObject({ node: z.array(Node) }),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(Weight) })),
});

export interface Constant {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface TfModel {
  readonly nodes: ReadonlyMap<string, TfNode>;
  readonly constants: ReadonlyMap<string, Constant>;
  /** The files it was read from, with their SHA-256. */
  readonly sources: readonly { readonly file: string; readonly sha256: string }[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function decode(weight: z.infer<typeof Weight>, bytes: Uint8Array, offset: number): { values: Float32Array | Int32Array; next: number } {
  const count = weight.shape.reduce((product, n) => product * n, 1);
  const size = weight.quantization ? 2 : 4;
  assert(offset + count * size <= bytes.length, `weights of ${weight.name} end too early`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, count * size);
  const values = weight.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  for (let k = 0; k < count; k += 1) {
    if (weight.dtype === 'int32') values[k] = view.getInt32(k * 4, true);
    else values[k] = weight.quantization ? decodeHalf(view.getUint16(k * 2, true)) : view.getFloat32(k * 4, true);
  }
  return { values, next: offset + count * size };
}

export function readTfModel(jsonPath: string): TfModel {
  const jsonBytes = readFileSync(jsonPath);
  const model = ModelJson.parse(JSON.parse(jsonBytes.toString('utf8')));
  const sources = [{ file: basename(jsonPath), sha256: sha256(jsonBytes) }];
  const constants = new Map<string, Constant>();
  for (const group of model.weightsManifest) {
    const parts = group.paths.map((path) => ({ path, bytes: readFileSync(join(dirname(jsonPath), path)) }));
    for (const part of parts) sources.push({ file: part.path, sha256: sha256(part.bytes) });
    const bytes = Buffer.concat(parts.map((part) => part.bytes));
    let offset = 0;
    for (const weight of group.weights) {
      const { values, next } = decode(weight, bytes, offset);
      constants.set(weight.name, { shape: weight.shape, values });
      offset = next;
    }
    assert(offset === bytes.length, `${jsonPath}: ${bytes.length - offset} bytes of weights are left over`);
  }
  return { nodes: new Map(model.modelTopology.node.map((node) => [node.name, node])), constants, sources };
}

/** Attribute readers; TensorFlow writes text as base64. */
export const textOf = (node: TfNode, key: string): string =>
  Buffer.from(must(node.attr[key]?.s, `${node.name} has no ${key}`), 'base64').toString('utf8');
export const textsOf = (node: TfNode, key: string): string[] =>
  (node.attr[key]?.list?.s ?? []).map((text) => Buffer.from(text, 'base64').toString('utf8'));
export const intsOf = (node: TfNode, key: string): number[] => must(node.attr[key]?.list?.i, `${node.name} has no ${key}`);
