/** A network of the face networks' form with a known answer: its map is ten times red less blue, in 7 x 7 means; its logit is the map's mean. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnx } from '../../models/convert/onnx-encode.ts';

/** Makes `weights/<id>.onnx` and its lock in the folder; gives what openNetworks() needs. */
export function tinyFaceNetwork(folder: string, id: string): { readonly weightsFolder: string } {
  const bytes = encodeOnnx({
    name: id,
    inputs: [{ name: 'image', shape: [1, 3, 224, 224] }],
    outputs: [
      { name: 'logit', shape: [1, 1] },
      { name: 'map', shape: [1, 7, 7] },
    ],
    tensors: [{ name: 'colours', shape: [1, 3, 1, 1], values: Float32Array.of(10, 0, -10) }],
    nodes: [
      { op: 'AveragePool', inputs: ['image'], output: 'means', attributes: { kernel_shape: [32, 32], strides: [32, 32] } },
      { op: 'Conv', inputs: ['means', 'colours'], output: 'plane', attributes: { kernel_shape: [1, 1] } },
      { op: 'ReduceMean', inputs: ['plane'], output: 'logit', attributes: { axes: [2, 3], keepdims: 0 } },
      { op: 'ReduceMean', inputs: ['plane'], output: 'map', attributes: { axes: [1], keepdims: 0 } },
    ],
  });
  const weightsFolder = join(folder, 'weights');
  mkdirSync(weightsFolder, { recursive: true });
  writeFileSync(join(weightsFolder, `${id}.onnx`), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const origin = { package: 'penumbra', version: '0.0.0', file: 'made by the test', sources: [] };
  const entry = { id, file: `${id}.onnx`, sha256, bytes: bytes.length, origin, licence: 'MIT' };
  writeFileSync(join(folder, 'models.lock.json'), JSON.stringify({ format: 1, networks: [entry] }));
  return { weightsFolder };
}
