import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../tests/helpers/temp-folder.ts';
import { isInstalled } from './installed.mjs';

const locked = {
  '': { name: 'program' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/only-elsewhere': { version: '1.0.0', integrity: 'sha512-c', optional: true },
  'node_modules/tool': { version: '3.0.0', integrity: 'sha512-d', dev: true },
};
const { 'node_modules/a': a, 'node_modules/a/node_modules/b': b, 'node_modules/tool': tool } = locked;
const needed = { 'node_modules/a': a, 'node_modules/a/node_modules/b': b };

it.each([
  ['everything', { ...needed, 'node_modules/tool': tool }, true, true],
  ['all but what is for development', needed, false, true],
  ['one package of another version', { ...needed, 'node_modules/a': { ...a, version: '1.0.1' }, 'node_modules/tool': tool }, false, false],
  ['one package of another content', { ...needed, 'node_modules/a/node_modules/b': { ...b, integrity: 'sha512-x' } }, false, false],
  ['one package less', { 'node_modules/a': a, 'node_modules/tool': tool }, false, false],
])('knows by content what is installed: %s', (_what, record, forAll, forUse) => {
  const root = tempFolder();
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
  expect([isInstalled(root, true), isInstalled(root, false)]).toEqual([false, false]);
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: record }));
  expect([isInstalled(root, true), isInstalled(root, false)]).toEqual([forAll, forUse]);
});
