/** A model pack whose network is so small that its answers can be worked out by hand: the mean of the red plane, as a probability. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { encodeOnnx } from '../../models/convert/onnx-encode.ts';
import type { PackCard } from '../../src/contract/packs.ts';

export const TINY_SIDE = 16;
export type PackFiles = Map<string, Buffer>;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** ONNX of [1, 3, side, side] -> [1, 1]: 1 x the first channel's mean, 0 x the others. */
export function tinyNetwork(side = TINY_SIDE, outputs = 1): Buffer {
  const weights = new Float32Array(3 * outputs);
  for (let k = 0; k < outputs; k += 1) weights[k] = 1;
  return encodeOnnx({
    name: 'tiny',
    inputs: [{ name: 'image', shape: [1, 3, side, side] }],
    outputs: [{ name: 'share', shape: [1, outputs] }],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['image'], output: 'pooled', attributes: {} },
      { op: 'Flatten', inputs: ['pooled'], output: 'means', attributes: { axis: 1 } },
      { op: 'MatMul', inputs: ['means', 'weights'], output: 'share', attributes: {} },
    ],
    tensors: [{ name: 'weights', shape: [3, outputs], values: weights }],
  });
}

export function tinyCard(network: Uint8Array, crop: Uint8Array, changes: Partial<PackCard> = {}): PackCard {
  return {
    formatVersion: 1,
    id: 'tiny',
    name: 'Tiny mean',
    version: '1.0.0',
    inputSide: TINY_SIDE,
    layout: 'nchw',
    colourOrder: 'rgb',
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    cropMargin: 1.3,
    output: { length: 1, index: 0, kind: 'probability', of: 'synthetic' },
    licence: 'MIT',
    origin: 'made by the tests',
    network: { sha256: sha256(network), bytes: network.length },
    reference: [{ file: 'reference-1.rgb', sha256: sha256(crop), answer: 51 / 255 }],
    tolerance: 1e-4,
    ...changes,
  };
}

/** Red 51, green 102, blue 204 everywhere. */
export const tinyCrop = (): Buffer => Buffer.from(Array.from({ length: 3 * TINY_SIDE ** 2 }, (_, k) => [51, 102, 204][k % 3] ?? 0));

export function tinyPack(changes: Partial<PackCard> = {}, network = tinyNetwork()): PackFiles {
  const crop = tinyCrop();
  const card = Buffer.from(JSON.stringify(tinyCard(network, crop, changes)));
  return new Map([
    ['card.json', card],
    ['network.onnx', network],
    ['reference-1.rgb', crop],
  ]);
}

export function packFolder(folder: string, files: PackFiles): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return folder;
}

export interface ZipLies {
  /** File type and permission bits of every entry. */
  readonly mode?: number;
  /** Says so many bytes of the entry, whatever it unpacks to. */
  readonly statedBytes?: Readonly<Record<string, number>>;
  readonly encrypted?: boolean;
}

/** A zip written from the format's description, so that it can also lie. */
export function zipOf(
  files: Iterable<readonly [string, Buffer]>,
  { mode = 0o100644, statedBytes = {}, encrypted = false }: ZipLies = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const [name, bytes] of files) {
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(statedBytes[name] ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(place, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, Buffer.from(name)]));
    locals.push(local);
    place += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(place, 16);
  return Buffer.concat([...locals, entries, end]);
}
