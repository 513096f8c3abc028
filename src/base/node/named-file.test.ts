import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readNamed, writeNamed } from './named-file.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'penumbra-named-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

it('tells a file that is not there from one that cannot be read, and names the path', async () => {
  const at = await folder();
  await writeFile(join(at, 'there'), 'words');
  expect(String(await readNamed(join(at, 'there')))).toBe('words');
  await expect(readNamed(join(at, 'absent'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', detail: join(at, 'absent') });
  await expect(readNamed(at)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', detail: at });
});

it('replaces a file, and says of a place that cannot be written which it is', async () => {
  const at = await folder();
  await writeNamed(join(at, 'out'), 'first');
  await writeNamed(join(at, 'out'), 'second');
  expect(await readFile(join(at, 'out'), 'utf8')).toBe('second');
  // A folder in the way, a file for a folder, and no folder at all.
  for (const path of [at, join(at, 'out', 'x'), join(at, 'none', 'x')])
    await expect(writeNamed(path, 'third')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', detail: path });
  expect(await readdir(at)).toEqual(['out']);
});
