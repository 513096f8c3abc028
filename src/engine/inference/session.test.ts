import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../../base/assert.ts';
import { lockedWeights, readLock } from './lock.ts';
import { openNetworks } from './session.ts';
import { missingWeights } from './weights.ts';

const WEIGHTS = fileURLToPath(new URL('../../../models/weights', import.meta.url));
const LOCK = fileURLToPath(new URL('../../../models/models.lock.json', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penumbra-weights-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const openCopy = () => openNetworks({ weightsFolder: folder, lockPath: LOCK, provider: 'cpu' });

test('one flipped bit in the weights is refused before they are loaded', async () => {
  const bytes = readFileSync(join(WEIGHTS, 'blazeface.onnx'));
  bytes.writeUInt8(bytes.readUInt8(200_000) ^ 1, 200_000);
  writeFileSync(join(folder, 'blazeface.onnx'), bytes);
  const networks = await openCopy();
  await expect(networks.load('blazeface')).rejects.toMatchObject({ code: 'WEIGHTS_MISMATCH', detail: 'blazeface' });
});

test('an absent file and a network that the lock does not name are WEIGHTS_MISSING', async () => {
  const networks = await openCopy();
  await expect(networks.load('iris')).rejects.toMatchObject({ code: 'WEIGHTS_MISSING', detail: 'iris' });
  await expect(networks.load('nothing')).rejects.toMatchObject({ code: 'WEIGHTS_MISSING', detail: 'nothing' });
});

test('tells which files are missing or cut off without reading them', () => {
  const lock = readLock(join(WEIGHTS, '..', 'models.lock.json')).filter(({ id }) => ['blazeface', 'iris', 'facemesh'].includes(id));
  copyFileSync(join(WEIGHTS, 'blazeface.onnx'), join(folder, 'blazeface.onnx'));
  writeFileSync(join(folder, 'iris.onnx'), readFileSync(join(WEIGHTS, 'iris.onnx')).subarray(0, 1000));
  expect(missingWeights(folder, lock).toSorted()).toEqual(['facemesh', 'iris']);
});

test('a failed load is not remembered, a good one is', async () => {
  const networks = await openCopy();
  await expect(networks.load('blazeface')).rejects.toMatchObject({ code: 'WEIGHTS_MISSING' });
  copyFileSync(join(WEIGHTS, 'blazeface.onnx'), join(folder, 'blazeface.onnx'));
  const network = await networks.load('blazeface');
  expect(network.id).toBe('blazeface');
  expect(await networks.load('blazeface')).toBe(network);
  await networks.close();
});

test('bytes that are locked but are no network give INFERENCE_FAILED', async () => {
  const bytes = Buffer.from('not a network');
  const entry = {
    ...must(readLock(LOCK)[0], 'an entry'),
    id: 'junk',
    file: 'junk.onnx',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  writeFileSync(join(folder, 'junk.onnx'), bytes);
  const lockPath = join(folder, 'lock.json');
  writeFileSync(lockPath, JSON.stringify({ format: 1, networks: [entry] }));
  const networks = await openNetworks({ weightsFolder: folder, lockPath, provider: 'cpu' });
  await expect(networks.load('junk')).rejects.toMatchObject({ code: 'INFERENCE_FAILED', detail: 'junk' });
});

test('a wrong input shape gives INFERENCE_FAILED and the network still works afterwards', async () => {
  const networks = await openNetworks({ weightsFolder: WEIGHTS, provider: 'cpu' });
  const iris = await networks.load('iris');
  await expect(iris.run({ image: { data: new Float32Array(3), dims: [1, 3, 1, 1] } })).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  const { points } = await iris.run({ image: { data: new Float32Array(3 * 64 * 64), dims: [1, 3, 64, 64] } });
  expect(points?.dims).toEqual([1, 228]);
  expect(networks.provider).toBe('cpu');
  await networks.close();
});

test('the plan can name every locked network', () => {
  expect([...lockedWeights(LOCK).keys()]).toEqual([
    'blazeface',
    'facemesh',
    'iris',
    'faceres',
    'movenet',
    'silero-vad',
    'vocoder',
    'face-swap',
    'gan-image',
    'capsule-forensics',
  ]);
});
