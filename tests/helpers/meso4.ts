/**
 * Meso4 (Afchar et al. 2018, "MesoNet: a compact facial video forgery detection network", WIFS; weights Apache-2.0) as a model pack, made from the
 * published Keras file. Its first answer to every reference crop is worked out here by plain loops in the file's own layout, so that the pack's
 * self-test also checks the conversion.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import h5wasm from 'h5wasm/node';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from '../../models/convert/onnx-encode.ts';
import { assert, must } from '../../src/base/assert.ts';
import { at } from '../../src/base/at.ts';
import type { PackCard } from '../../src/contract/packs.ts';
import type { PackFiles } from './tiny-pack.ts';

const SIDE = 256;
/** Of each of the four layers: kernel side, channels in and out, side of its pool. */
const LAYERS = [
  { kernel: 3, from: 3, to: 8, pool: 2 },
  { kernel: 5, from: 8, to: 8, pool: 2 },
  { kernel: 5, from: 8, to: 16, pool: 2 },
  { kernel: 5, from: 16, to: 16, pool: 4 },
] as const;
const HIDDEN = 16;
/** Keras' own default, which the published code leaves as it is. */
const EPSILON = 0.001;
/** Of the published code; the file of the weights names no such layer. */
const LEAK = 0.1;

/** A layer's arrays by their last name: kernel (rows, columns, in, out), bias, gamma, beta, moving_mean, moving_variance. */
type Arrays = Readonly<Record<string, Float32Array>>;
type Stage = 'conv2d' | 'batch_normalization' | 'dense';

export interface Meso4Weights {
  readonly conv2d: readonly Arrays[];
  readonly batch_normalization: readonly Arrays[];
  readonly dense: readonly Arrays[];
}

export async function readMeso4(path: string): Promise<Meso4Weights> {
  const { FS } = await h5wasm.ready;
  FS.writeFile('weights.h5', readFileSync(path));
  const file = new h5wasm.File('weights.h5', 'r');
  try {
    const names = file.keys();
    const of = (stage: Stage, count: number): Arrays[] => {
      const layers = names.filter((name) => name.startsWith(`${stage}_`)).sort((a, b) => numberOf(a) - numberOf(b));
      assert(layers.length === count, `${stage}: ${String(layers.length)} layers`);
      return layers.map((layer) => arraysIn(file, `${layer}/${layer}`));
    };
    return { conv2d: of('conv2d', 4), batch_normalization: of('batch_normalization', 4), dense: of('dense', 2) };
  } finally {
    file.close();
    FS.unlink('weights.h5');
  }
}

const numberOf = (layer: string): number => Number(layer.split('_').at(-1));

function arraysIn(file: InstanceType<typeof h5wasm.File>, path: string): Arrays {
  const group = file.get(path);
  assert(group instanceof h5wasm.Group, `${path} is a group`);
  return Object.fromEntries(
    group.keys().map((name) => {
      const set = group.get(name);
      assert(set instanceof h5wasm.Dataset && set.value instanceof Float32Array, `${path}/${name} is float32`);
      return [name.replace(/:0$/, ''), set.value];
    }),
  );
}

const array = (arrays: Arrays | undefined, name: string): Float32Array => must(arrays?.[name], name);

/** Share of genuine, as the network was taught: R, G, B bytes of 256 x 256. Plain loops over rows, columns and channels, nothing shared with ONNX. */
export function meso4Plainly(weights: Meso4Weights, pixels: Uint8Array): number {
  let side = SIDE;
  let values = Float64Array.from(pixels, (value) => value / 255);
  for (const [k, { kernel, from, to, pool }] of LAYERS.entries()) {
    const w = array(weights.conv2d[k], 'kernel');
    const bias = array(weights.conv2d[k], 'bias');
    const [gamma, beta, mean, variance] = (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).map((name) =>
      array(weights.batch_normalization[k], name),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const pooledSide = side / pool;
    const pooled = new Float64Array(pooledSide * pooledSide * to).fill(Number.NEGATIVE_INFINITY);
    const half = (kernel - 1) / 2;
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1) {
        const sums = Float64Array.from(bias);
        for (let dy = Math.max(-half, -y); dy <= Math.min(half, side - 1 - y); dy += 1)
          for (let dx = Math.max(-half, -x); dx <= Math.min(half, side - 1 - x); dx += 1)
            for (let i = 0; i < from; i += 1) {
              const value = at(values, ((y + dy) * side + x + dx) * from + i);
              const place = (((dy + half) * kernel + dx + half) * from + i) * to;
              for (let o = 0; o < to; o += 1) sums[o] = at(sums, o) + value * at(w, place + o);
            }
        for (let o = 0; o < to; o += 1) {
          const normal = (Math.max(0, at(sums, o)) - at(mean, o)) / Math.sqrt(at(variance, o) + EPSILON);
          const cell = (Math.floor(y / pool) * pooledSide + Math.floor(x / pool)) * to + o;
          pooled[cell] = Math.max(at(pooled, cell), normal * at(gamma, o) + at(beta, o));
        }
      }
    [side, values] = [pooledSide, pooled];
  }
  const hidden = dense(values, weights.dense[0], HIDDEN).map((value) => (value < 0 ? LEAK * value : value));
  return 1 / (1 + Math.exp(-at(dense(hidden, weights.dense[1], 1), 0)));
}

function dense(values: Float64Array, arrays: Arrays | undefined, out: number): Float64Array {
  const kernel = array(arrays, 'kernel');
  return Float64Array.from(array(arrays, 'bias'), (bias, o) =>
    values.reduce((sum, value, k) => sum + value * at(kernel, k * out + o), bias),
  );
}

export function meso4Network(weights: Meso4Weights): Buffer {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  let last = 'image';
  const add = (op: string, more: readonly string[], attributes: OnnxNode['attributes']): void => {
    const output = `${op.toLowerCase()}${String(nodes.length)}`;
    nodes.push({ op, inputs: [last, ...more], output, attributes });
    last = output;
  };
  const tensor = (name: string, shape: readonly number[], values: Float32Array): string => {
    tensors.push({ name, shape, values });
    return name;
  };
  for (const [k, { kernel, from, to, pool }] of LAYERS.entries()) {
    const own = weights.conv2d[k];
    const turned = tensor(`kernel${String(k)}`, [to, from, kernel, kernel], outputsFirst(array(own, 'kernel'), from, to));
    const pad = (kernel - 1) / 2;
    add('Conv', [turned, tensor(`bias${String(k)}`, [to], array(own, 'bias'))], {
      kernel_shape: [kernel, kernel],
      pads: [pad, pad, pad, pad],
    });
    add('Relu', [], {});
    const norm = (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).map((name) =>
      tensor(`${name}${String(k)}`, [to], array(weights.batch_normalization[k], name)),
    );
    add('BatchNormalization', norm, { epsilon: { float: EPSILON } });
    add('MaxPool', [], { kernel_shape: [pool, pool], strides: [pool, pool] });
  }
  // The file's dense layer counts channels fastest.
  add('Transpose', [], { perm: [0, 2, 3, 1] });
  add('Flatten', [], { axis: 1 });
  for (const [k, out] of [HIDDEN, 1].entries()) {
    const own = weights.dense[k];
    const kernel = array(own, 'kernel');
    add('MatMul', [tensor(`dense${String(k)}`, [kernel.length / out, out], kernel)], {});
    add('Add', [tensor(`shift${String(k)}`, [out], array(own, 'bias'))], {});
    if (k === 0) add('LeakyRelu', [], { alpha: { float: LEAK } });
  }
  add('Sigmoid', [], {});
  return encodeOnnx({
    name: 'meso4',
    inputs: [{ name: 'image', shape: [1, 3, SIDE, SIDE] }],
    outputs: [{ name: last, shape: [1, 1] }],
    nodes,
    tensors,
  });
}

/** Rows, columns, in, out becomes out, in, rows, columns. */
function outputsFirst(kernel: Float32Array, from: number, to: number): Float32Array {
  const turned = new Float32Array(kernel.length);
  const places = kernel.length / (from * to);
  for (let place = 0; place < places; place += 1)
    for (let i = 0; i < from; i += 1)
      for (let o = 0; o < to; o += 1) turned[(o * from + i) * places + place] = at(kernel, (place * from + i) * to + o);
  return turned;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Colours that run over the square, with a little texture: the same bytes everywhere. */
function referenceCrop(seed: number): Buffer {
  return Buffer.from(
    Array.from({ length: 3 * SIDE * SIDE }, (_, k) => {
      const [x, y] = [Math.floor(k / 3) % SIDE, Math.floor(k / 3 / SIDE)];
      return (x * (1 + (k % 3)) + y * seed + ((x * y * seed) % 37)) % 256;
    }),
  );
}

export function meso4Pack(weights: Meso4Weights, changes: Partial<PackCard> = {}): PackFiles {
  const network = meso4Network(weights);
  const crops = [1, 5].map((seed) => ({ file: `reference-${String(seed)}.rgb`, pixels: referenceCrop(seed) }));
  const card: PackCard = {
    formatVersion: 1,
    id: 'meso4-df',
    name: 'Meso4 (Deepfakes)',
    version: '1.0.0',
    inputSide: SIDE,
    layout: 'nchw',
    colourOrder: 'rgb',
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    cropMargin: 1.3,
    output: { length: 1, index: 0, kind: 'probability', of: 'genuine' },
    licence: 'Apache-2.0',
    origin: 'Afchar et al. 2018, Meso4_DF.h5 as published; converted by the tests',
    network: { sha256: sha256(network), bytes: network.length },
    reference: crops.map(({ file, pixels }) => ({ file, sha256: sha256(pixels), answer: meso4Plainly(weights, pixels) })),
    tolerance: 1e-4,
    ...changes,
  };
  return new Map([
    ['card.json', Buffer.from(JSON.stringify(card, null, 2))],
    ['network.onnx', network],
    ...crops.map(({ file, pixels }) => [file, pixels] as const),
  ]);
}
