/** A trial that does not end within its limit. In Electron it is a thread: one that was ended inside a run of the runtime once took the whole process with it, so it is asked to stop. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeOnnx, type OnnxNode } from '../../models/convert/onnx-encode.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CHANNELS = 384;
/** A run takes a second or more on one thread of a processor of today (six layers, 65 thousand million multiplications). */
const LAYERS = 6;

const AS_IN_ELECTRON = "Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '42' } });";

/** The input of `iris` under its name, and so much work that the limit falls into one of the five runs of a trial. */
function slowModels(folder: string): string {
  const wide = (input: string, weights: string, output: string, side: number): OnnxNode => ({
    op: 'Conv',
    inputs: [input, weights],
    output,
    attributes: { kernel_shape: [side, side], pads: Array.from({ length: 4 }, () => (side - 1) / 2) },
  });
  const network = encodeOnnx({
    name: 'slow',
    inputs: [{ name: 'image', shape: [1, 3, 64, 64] }],
    outputs: [{ name: 'points', shape: [1, CHANNELS, 1, 1] }],
    nodes: [
      wide('image', 'first', 'layer0', 1),
      ...Array.from({ length: LAYERS }, (_, k) => wide(`layer${String(k)}`, 'again', `layer${String(k + 1)}`, 3)),
      { op: 'GlobalAveragePool', inputs: [`layer${String(LAYERS)}`], output: 'points', attributes: {} },
    ],
    tensors: [
      { name: 'first', shape: [CHANNELS, 3, 1, 1], values: new Float32Array(CHANNELS * 3).fill(0.25) },
      { name: 'again', shape: [CHANNELS, CHANNELS, 3, 3], values: new Float32Array(CHANNELS * CHANNELS * 9) },
    ],
  });
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'weights', 'iris.onnx'), network);
  const sha256 = createHash('sha256').update(network).digest('hex');
  const origin = { package: 'tests', version: '1', file: 'none', sources: [] };
  const entry = { id: 'iris', file: 'iris.onnx', sha256, bytes: network.length, origin, licence: 'MIT' };
  writeFileSync(join(folder, 'models.lock.json'), JSON.stringify({ format: 1, networks: [entry] }));
  return folder;
}

it.each(['in a process', 'in a thread, as in Electron'])(
  '%s is a refusal with its limit, and the program lives on and ends by itself',
  { timeout: 60_000 },
  async (where) => {
    const models = slowModels(tempFolder());
    const trials = new URL('../../src/engine/inference/provider-trials.ts', import.meta.url).href;
    const path = join(models, 'try.mjs');
    writeFileSync(
      path,
      `${where === 'in a process' ? '' : AS_IN_ELECTRON}
       const { providersHere } = await import('${trials}');
     const { attempt } = await providersHere('${models}', () => 1500);
     console.log(JSON.stringify(await attempt('cpu')));
     process.on('exit', () => console.log('ended by itself'));`,
    );
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      const child = execFile(process.execPath, [path], (error, out) =>
        resolve({ code: error === null ? 0 : (child.signalCode ?? error.code), stdout: out }),
      );
    });
    expect(code).toBe(0);
    const [report = '', last] = stdout.trim().split('\n');
    expect(JSON.parse(report)).toMatchObject({
      provider: 'cpu',
      state: 'refused',
      refusal: { code: 'PROVIDER_FAILED', words: 'not tried to the end: no answer within the limit of 1.5 s' },
    });
    expect(last).toBe('ended by itself');
  },
);
