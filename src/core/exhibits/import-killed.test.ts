import { spawn } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loneImporter } from '../../../tests/helpers/lone-importer.ts';
import { makePicture, makeSound } from '../../../tests/helpers/small-media.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { createCase, openCase } from '../../store/open-case.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { unfinishedImport } from '../cases/unfinished-import.ts';
import { clearIncoming } from './incoming.ts';

const CHILD = join(import.meta.dirname, '../../../tests/helpers/import-child.ts');
const options = { now: () => new Date(), penumbraVersion: '0' };
const media = tempFolder();
makePicture(join(media, 'a.png'));
copyFileSync(join(media, 'a.png'), join(media, 'b-same-as-a.png'));
makeSound(join(media, 'c.wav'));

/** Returns the hashes of the entries that the child knew to be committed. */
function runChild(
  folder: string,
  point: string,
  times: number,
  killAfterMs: number | null,
): Promise<{ committed: string[]; killed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, media, point, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '' && killAfterMs !== null) setTimeout(() => void child.kill('SIGKILL'), killAfterMs);
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      resolve({ committed: said.split('\n').filter((line) => line.length === 64), killed: signal === 'SIGKILL' });
    });
  });
}

/** Each case is a fresh one, killed once; then what stands in it is looked at, and the import is asked for again. */
async function killAndLook(folder: string, point: string, times: number, killAfterMs: number | null): Promise<void> {
  createCase(folder, { name: 'x', examiner: 'Demo Examiner' }, options).close();
  const { committed, killed } = await runChild(folder, point, times, killAfterMs);
  if (point !== '') expect(killed).toBe(true);

  const verified = await verifyCase(folder);
  expect(verified.problems).toEqual([]);
  const store = openCase(folder, options);
  const unfinished = unfinishedImport(store);
  // Two rooms, two codes, the same words.
  expect(verified.unfinishedImport).toEqual(unfinished);
  if (point !== '') {
    const acts = store.entries(1, 1000).map(({ action }) => action);
    const count = (wanted: string): number => acts.filter((action) => action === wanted).length;
    const done = { imported: count('exhibit.imported'), again: count('exhibit.imported-again'), refused: 0 };
    expect(unfinished).toMatchObject({ entry: 2, files: 3, ...done });
  }
  expect(store.entries(1, 1000).map((entry) => entry.hash)).toEqual(expect.arrayContaining(committed));
  await clearIncoming(store);
  expect(readdirSync(join(folder, 'exhibits/.incoming'))).toEqual([]);
  expect(readdirSync(join(folder, 'exhibits')).sort()).toEqual(['.incoming', ...store.exhibits().map((one) => one.hashes.sha256)].sort());
  expect((await verifyCase(folder)).problems).toEqual([]);

  const outcomes = await loneImporter(store).importPaths([media]);
  expect(outcomes.map((one) => one.outcome)).not.toContain('refused');
  expect(unfinishedImport(store)).toBeNull();
  expect(
    store
      .exhibits()
      .map((one) => one.kind)
      .sort(),
  ).toEqual(['audio', 'image']);
  expect(store.derivedFiles().map((file) => file.kind)).toEqual(['ffprobe-json', 'ffprobe-json']);
  store.close();
  expect((await verifyCase(folder)).problems).toEqual([]);
}

const root = tempFolder();

const POINTS: [string, number][] = [
  ...['copying', 'copied', 'probed', 'marked', 'moved', 'recorded'].map((point): [string, number] => [point, 0]),
  ...['copied', 'moved', 'recorded'].map((point): [string, number] => [point, 1]),
];

it.each(POINTS)('a process killed at "%s", %d times later than the first, loses nothing that was committed', async (point, times) => {
  await killAndLook(join(root, `${point}-${times}`), point, times, null);
});

it.each([0, 15, 40, 70, 100, 130, 160, 200, 250, 300, 400])(
  'a process killed %d ms into an import loses nothing that was committed',
  async (ms) => {
    await killAndLook(join(root, `after-${ms}`), '', 0, ms);
  },
);
