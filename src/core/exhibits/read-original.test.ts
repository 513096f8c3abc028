import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { hashWhileCopy } from '../../base/node/sha256-file.ts';
import { openOriginal } from './read-original.ts';

/** Enough that MD5 is computed in a thread of its own, which reads the memory that the file is read into in turn. */
const BYTES = 40 << 20;

const folder = tempFolder();
const path = join(folder, 'large');
// No two pieces are alike, and the last is no whole one.
const bytes = Buffer.concat([randomBytes(BYTES), Buffer.from('end')]);
writeFileSync(path, bytes);
const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
const expected = { sha256: digest('sha256'), sha1: digest('sha1'), md5: digest('md5'), sizeBytes: bytes.length };

it('a large file is hashed by two threads as by one, and the copy holds its bytes', async () => {
  const original = await openOriginal(path);
  const copy = join(folder, 'copy');
  const { hashes, onDisk } = await hashWhileCopy(original.bytes, copy, { expectedBytes: original.sizeBytes });
  await onDisk;
  await original.close();
  expect(hashes).toEqual(expected);
  expect(readFileSync(copy).equals(bytes)).toBe(true);
});

it('so is what a window hands over, whose memory is its own', async () => {
  const piece = Buffer.alloc(300_000);
  const given = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece.length) {
      const length = bytes.copy(piece, 0, at, at + piece.length);
      yield await Promise.resolve(piece.subarray(0, length));
    }
  };
  const { hashes, onDisk } = await hashWhileCopy(given(), join(folder, 'second'), { expectedBytes: bytes.length });
  await onDisk;
  expect(hashes).toEqual(expected);
});
