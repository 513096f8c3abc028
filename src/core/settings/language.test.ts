import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { languageProcedures } from './language-procedures.ts';
import { SettingsFile } from './settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-language-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is English until someone chooses, and remembers beside what else is set', async () => {
  const settings = new SettingsFile(folder);
  const procedures = languageProcedures(settings);
  expect(await procedures['language.chosen']({})).toEqual({ language: 'en' });
  await settings.setProviderWish('auto');
  expect(await procedures['language.choose']({ language: 'de' })).toEqual({ language: 'de' });
  expect(await languageProcedures(new SettingsFile(folder))['language.chosen']({})).toEqual({ language: 'de' });
  expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toEqual({
    version: 1,
    recentCases: [],
    provider: 'auto',
    language: 'de',
  });
});

it('is kept while a verification in the background remembers its result', async () => {
  const settings = new SettingsFile(folder);
  const verified = { atUtc: '2026-11-28T05:00:00.000Z', ok: true, problems: 0 };
  await Promise.all([settings.rememberVerification('/cases/one', verified), settings.setLanguage('de'), settings.forget('none')]);
  expect(await settings.language()).toBe('de');
});
