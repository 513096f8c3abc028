import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { SettingsFile } from './settings.ts';

it.each<[string, string]>([
  ['a hundred thousand lists in lists', `{"version":1,"recentCases":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['half a million entries of the wrong kind', `{"version":1,"recentCases":[${'0,'.repeat(500_000)}0]}`],
  ['another version', '{"version":2,"recentCases":[]}'],
  ['a number for a list', '{"version":1,"recentCases":1}'],
  ['a key too many', '{"version":1,"recentCases":[],"__proto__":{},"more":1}'],
  ['a bare null', 'null'],
  ['nothing', ''],
  ['no text', '\u0000\uffff'],
])('settings that are %s are refused, and neither replaced nor written over', async (_words, text) => {
  const folder = tempFolder();
  const path = join(folder, 'settings.json');
  writeFileSync(path, text);
  const settings = new SettingsFile(folder);
  await expect(settings.recentCases()).rejects.toMatchObject({ code: 'FILE_UNREADABLE', detail: 'settings.json' });
  await expect(settings.setReverifyDays(1)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(statSync(path).size).toBe(Buffer.byteLength(text));
});

it('settings of 10 GB are not read', async () => {
  const folder = tempFolder();
  const path = join(folder, 'settings.json');
  writeFileSync(path, '');
  truncateSync(path, 10_000_000_000);
  await expect(new SettingsFile(folder).language()).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    detail: 'settings.json: larger than 2000000 bytes',
  });
});
