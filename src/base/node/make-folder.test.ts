import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { makeFolder } from './make-folder.ts';

const root = tempFolder();

it('makes every folder of a path, and none twice', () => {
  const path = join(root, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  makeFolder(join(path, '..', 'd/'));
  expect([path, join(root, 'a/b/d')].map((one) => statSync(one).isDirectory())).toEqual([true, true]);
});

it.skipIf(process.platform === 'win32')('gives the folders that it makes the rights that are asked for', () => {
  const path = join(root, 'own', 'inner');
  makeFolder(path, 0o700);
  expect([path, join(root, 'own')].map((one) => statSync(one).mode & 0o777)).toEqual([0o700, 0o700]);
});

it.skipIf(process.platform === 'win32')('goes through links to folders, and not through links to nothing', () => {
  mkdirSync(join(root, 'there'));
  symlinkSync(join(root, 'there'), join(root, 'link'));
  symlinkSync(join(root, 'nowhere'), join(root, 'broken'));
  makeFolder(join(root, 'link'));
  makeFolder(join(root, 'link', 'inner'));
  expect(statSync(join(root, 'there', 'inner')).isDirectory()).toBe(true);
  expect(() => makeFolder(join(root, 'broken', 'inner'))).toThrow(expect.objectContaining({ code: 'EEXIST', path: join(root, 'broken') }));
  expect(statSync(join(root, 'nowhere'), { throwIfNoEntry: false })).toBeUndefined();
});

it('gives the error of the system about what is in the way, also where every folder is refused', ({ skip }) => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(() => makeFolder(join(root, 'file', 'inner'))).toThrow(expect.objectContaining({ code: 'EEXIST', path: join(root, 'file') }));
  if (process.platform !== 'linux') skip('only Linux has /proc');
  expect(() => makeFolder('/proc/penumbra/a/b')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
