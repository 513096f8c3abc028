/** The choice of a provider on a real driver: WebGPU on SwiftShader's Vulkan, in a process of its own since the driver is found by its environment. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { encodeOnnx } from '../../models/convert/onnx-encode.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADER = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1'];
const there = existsSync(DRIVER) && LOADER.some((path) => existsSync(path));
const words = there
  ? 'chooses webgpu where it agrees with the processor'
  : 'SKIPPED: no SwiftShader Vulkan driver or no libvulkan1 on this machine';

/** The input of `iris` under its name, and so little work that a software driver needs seconds. */
function smallModels(folder: string): string {
  const weights = Float32Array.from({ length: 3 * 2 }, (_, k) => (k - 2) / 3);
  const network = encodeOnnx({
    name: 'small',
    inputs: [{ name: 'image', shape: [1, 3, 64, 64] }],
    outputs: [{ name: 'points', shape: [1, 2] }],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['image'], output: 'pooled', attributes: {} },
      { op: 'Flatten', inputs: ['pooled'], output: 'means', attributes: { axis: 1 } },
      { op: 'MatMul', inputs: ['means', 'weights'], output: 'points', attributes: {} },
    ],
    tensors: [{ name: 'weights', shape: [3, 2], values: weights }],
  });
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'weights', 'iris.onnx'), network);
  const entry = {
    id: 'iris',
    file: 'iris.onnx',
    sha256: createHash('sha256').update(network).digest('hex'),
    bytes: network.length,
    origin: { package: 'tests', version: '1', file: 'none', sources: [] },
    licence: 'MIT',
  };
  writeFileSync(join(folder, 'models.lock.json'), JSON.stringify({ format: 1, networks: [entry] }));
  return folder;
}

const chosen = async (models: string, asked: string, env: NodeJS.ProcessEnv): Promise<unknown> => {
  const engine = new URL('../../src/engine/inference/', import.meta.url).href;
  const script = `
    const { chooseProvider } = await import('${engine}choose-provider.ts');
    const { providersHere } = await import('${engine}provider-trials.ts');
    console.log('CHOSEN' + JSON.stringify(await chooseProvider('${asked}', await providersHere('${models}'))));`;
  const path = join(models, 'choose.mjs');
  writeFileSync(path, script);
  const { stdout } = await promisify(execFile)(process.execPath, [path], { env: { ...process.env, ...env } });
  return JSON.parse(stdout.slice(stdout.indexOf('CHOSEN') + 6));
};

it.skipIf(!there)(
  words,
  async () => {
    const models = smallModels(tempFolder());
    const driver = { VK_DRIVER_FILES: DRIVER, XDG_RUNTIME_DIR: '/tmp' };
    expect(await chosen(models, 'webgpu', driver)).toMatchObject({
      provider: 'webgpu',
      choice: { asked: 'webgpu', passedOver: [] },
      reports: [{ state: 'accepted', networks: [{ id: 'iris', tolerance: 1e-3 }] }],
    });
  },
  60_000,
);

it.runIf(process.platform === 'linux')(
  'falls back to the processor where the libraries of cuda or any driver are absent, and says why',
  async () => {
    const models = smallModels(tempFolder());
    const none = { VK_DRIVER_FILES: '/nonexistent.json', XDG_RUNTIME_DIR: '/tmp' };
    expect(await chosen(models, 'webgpu', none)).toMatchObject({
      provider: 'cpu',
      choice: {
        asked: 'webgpu',
        passedOver: [{ provider: 'webgpu', code: 'PROVIDER_FAILED', words: expect.stringMatching(/^iris: /) as string }],
      },
    });
    expect(await chosen(models, 'dml', none)).toMatchObject({
      provider: 'cpu',
      choice: { passedOver: [{ provider: 'dml', code: 'PROVIDER_ABSENT' }] },
    });
  },
  60_000,
);
