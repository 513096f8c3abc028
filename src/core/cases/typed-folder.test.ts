import { expect, it } from 'vitest';
import { typedFolder } from './typed-folder.ts';

it('takes absolute paths, the home folder, quotes and the database itself, and guesses nothing', () => {
  expect(typedFolder('/cases/one')).toBe('/cases/one');
  expect(typedFolder(' "/cases/with space" ')).toBe('/cases/with space');
  expect(typedFolder("'/cases/it'")).toBe('/cases/it');
  expect(typedFolder('~/one', '/home/demo')).toBe('/home/demo/one');
  expect(typedFolder('~', '/home/demo')).toBe('/home/demo');
  expect(typedFolder('/cases/one/case.sqlite')).toBe('/cases/one');
  for (const nowhere of ['one', './one', '~demo/one', '']) expect(() => typedFolder(nowhere)).toThrow('There is no case');
});
