/** Converts the networks at set-up: `node models/convert/convert.ts [--write-lock]`; exits with 1 when a result differs from the lock. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { readLock, type LockEntry } from '../../src/engine/inference/lock.ts';
import { COPIED, copyNetwork } from './copied.ts';
import { NETWORKS, PACKAGE, type NetworkSource } from './networks.ts';
import { OWN, ownNetwork } from './own.ts';
import { readTfModel } from './tfjs-model.ts';
import { toOnnx } from './to-onnx.ts';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const LOCK_PATH = join(ROOT, 'models/models.lock.json');
export const WEIGHTS_FOLDER = join(ROOT, 'models/weights');

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function convertNetwork(source: NetworkSource): { bytes: Buffer; entry: LockEntry } {
  const folder = join(ROOT, 'node_modules', PACKAGE);
  const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const model = readTfModel(join(folder, source.file));
  const bytes = toOnnx(source.id, model, source.outputs, source.input);
  return {
    bytes,
    entry: {
      id: source.id,
      file: `${source.id}.onnx`,
      sha256: sha256(bytes),
      bytes: bytes.length,
      origin: { package: PACKAGE, version, file: source.file, sources: model.sources.map((part) => ({ ...part })) },
      licence: source.licence,
    },
  };
}

function main(writeLock: boolean): number {
  mkdirSync(WEIGHTS_FOLDER, { recursive: true });
  const locked = new Map(existsSync(LOCK_PATH) ? readLock(LOCK_PATH).map((entry) => [entry.id, entry]) : []);
  const entries: LockEntry[] = [];
  let wrong = 0;
  const makers = [
    ...NETWORKS.map((source) => ({ id: source.id, make: () => convertNetwork(source) })),
    ...COPIED.map((source) => ({ id: source.id, make: () => copyNetwork(ROOT, source) })),
    ...OWN.map((id) => ({ id, make: () => ownNetwork(ROOT, id) })),
  ];
  for (const { id, make } of makers) {
    const path = join(WEIGHTS_FOLDER, `${id}.onnx`);
    const lock = locked.get(id);
    if (!writeLock && lock && existsSync(path) && sha256(readFileSync(path)) === lock.sha256) continue;
    const { bytes, entry } = make();
    entries.push(entry);
    if (!writeLock && entry.sha256 !== lock?.sha256) {
      process.stderr.write(`${id}: converted to ${entry.sha256}, the lock says ${lock?.sha256 ?? 'nothing'}\n`);
      wrong += 1;
      continue;
    }
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
    process.stderr.write(`${id}: ${bytes.length} bytes, ${entry.sha256}\n`);
  }
  if (writeLock) writeFileSync(LOCK_PATH, `${JSON.stringify({ format: 1, networks: entries }, null, 2)}\n`);
  return wrong === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.includes('--write-lock'));
