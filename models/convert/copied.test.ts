import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLock } from '../../src/engine/inference/lock.ts';
import { LOCK_PATH } from './convert.ts';
import { COPIED, copyNetwork } from './copied.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(COPIED)('$id is in the package with exactly the locked bytes', (source) => {
  const locked = readLock(LOCK_PATH).find((entry) => entry.id === source.id);
  expect(copyNetwork(root, source).entry).toEqual(locked);
});
