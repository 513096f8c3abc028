import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atomicWrite } from './atomic-write.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-atomic-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('atomicWrite', () => {
  it('writes new files and replaces old ones, leaving nothing else behind', async () => {
    const path = join(folder, 'a.json');
    await atomicWrite(path, 'first');
    await atomicWrite(path, Buffer.from('second'), 0o600);
    expect(await readFile(path, 'utf8')).toBe('second');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('leaves the target and no temporary file when it cannot replace', async () => {
    const target = join(folder, 'is-a-folder');
    await mkdir(target);
    await writeFile(join(target, 'kept'), 'x');
    await expect(atomicWrite(target, 'data')).rejects.toThrow();
    expect(await readdir(target)).toEqual(['kept']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
