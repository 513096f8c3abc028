import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLock } from '../../src/engine/inference/lock.ts';
import { LOCK_PATH } from './convert.ts';
import { OWN, ownNetwork } from './own.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(OWN)('%s is in the repository with exactly the locked bytes, and smaller than 8 MB', (id) => {
  const { bytes, entry } = ownNetwork(root, id);
  expect(entry).toEqual(readLock(LOCK_PATH).find((locked) => locked.id === id));
  expect(bytes.length).toBeLessThan(8_000_000);
});

test('a network that its card does not describe is refused', () => {
  const other = mkdtempSync(join(tmpdir(), 'penumbra-own-'));
  try {
    cpSync(join(root, 'models/vocoder'), join(other, 'models/vocoder'), { recursive: true });
    const path = join(other, 'models/vocoder/vocoder.onnx');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    writeFileSync(path, bytes);
    expect(() => ownNetwork(other, 'vocoder')).toThrow('is not what its card describes');
  } finally {
    rmSync(other, { recursive: true });
  }
});
