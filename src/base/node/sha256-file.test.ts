import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashFile, hashWhileCopy, sha256File } from './sha256-file.ts';

// FIPS 180-2 appendix B.1 and A.1, RFC 1321 appendix A.5: the message "abc".
const ABC = {
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sizeBytes: 3,
};
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('hashes of a file', () => {
  it('gives the published digests', async () => {
    const path = join(folder, 'abc');
    await writeFile(path, 'abc');
    expect(await hashFile(path)).toEqual(ABC);
    expect(await sha256File(path)).toBe(ABC.sha256);
  });

  it('hashes while copying, and the copy holds the same bytes', async () => {
    const path = join(folder, 'copy');
    const seen: number[] = [];
    const { hashes, onDisk } = await hashWhileCopy(parts('a', 'bc'), path, { onBytes: (bytes) => seen.push(bytes) });
    await onDisk;
    expect(hashes).toEqual(ABC);
    expect(await readFile(path, 'utf8')).toBe('abc');
    expect(seen).toEqual([1, 3]);
  });

  it('removes a partial copy and passes the reason on', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* parts('a');
      throw new Error('the stick was pulled');
    }
    await expect(hashWhileCopy(broken(), join(folder, 'partial'))).rejects.toThrow('the stick was pulled');
    expect(await readdir(folder)).not.toContain('partial');
  });

  it('never writes over a file', async () => {
    const path = join(folder, 'there');
    await writeFile(path, 'old');
    await expect(hashWhileCopy(parts('new'), path)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(path, 'utf8')).toBe('old');
  });
});
