import { chmodSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loneImporter } from '../../../tests/helpers/lone-importer.ts';
import { makeSound } from '../../../tests/helpers/small-media.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { createCase } from '../../store/open-case.ts';
import { checkExhibit } from './check-exhibit.ts';
import { fileFailure } from './found-file.ts';

it('tells an exhibit that is whole from one that is altered, shortened, missing or unknown', async () => {
  const root = tempFolder();
  makeSound(join(root, 'sound.wav'));
  const store = createCase(join(root, 'case'), { name: 'x', examiner: 'y' }, { now: () => new Date(), penumbraVersion: '0' });
  await loneImporter(store).importPaths([join(root, 'sound.wav')]);
  const path = store.exhibitPath('E1');
  const { sizeBytes } = store.exhibit('E1');
  await checkExhibit(store, 'E1');
  chmodSync(path, 0o644);
  writeFileSync(path, Buffer.alloc(sizeBytes));
  await expect(checkExhibit(store, 'E1')).rejects.toMatchObject({ code: 'EXHIBIT_ALTERED' });
  truncateSync(path, sizeBytes - 1);
  await expect(checkExhibit(store, 'E1')).rejects.toMatchObject({
    code: 'EXHIBIT_ALTERED',
    detail: `E1: ${sizeBytes} bytes expected, ${sizeBytes - 1} found`,
  });
  rmSync(path);
  await expect(checkExhibit(store, 'E1')).rejects.toMatchObject({ code: 'EXHIBIT_MISSING' });
  await expect(checkExhibit(store, 'E2')).rejects.toMatchObject({ code: 'EXHIBIT_NOT_FOUND' });
  store.close();
});

it.each([
  ['EACCES', 'FILE_UNREADABLE'],
  ['EIO', 'FILE_UNREADABLE'],
  ['ELOOP', 'FILE_CHANGED'],
  ['ENOENT', 'FILE_CHANGED'],
  ['ENXIO', 'FILE_NOT_REGULAR'],
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
])('the system says %s, we say %s', (code, ours) => {
  expect(fileFailure(Object.assign(new Error('x'), { code }), 'FILE_CHANGED').code).toBe(ours);
});
