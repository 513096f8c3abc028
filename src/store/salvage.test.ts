import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { repairCase } from '../core/cases/repair-case.ts';
import { verifyCase } from '../verify/case/verify-case.ts';
import { entryFor } from './entries.ts';
import { createCase, openCase } from './open-case.ts';
import { salvageCase } from './salvage.ts';

const options = { now: () => new Date(), penumbraVersion: '0' };
const PAGE = 4096;
const ENTRIES = 400;
const root = tempFolder();
let made = 0;

/** A case of 401 entries, nobody's any more. */
function someCase(): string {
  const folder = join(root, `case-${String(++made)}`);
  const store = createCase(folder, { name: 'Damaged', examiner: 'Demo Examiner' }, options);
  for (let n = 0; n < ENTRIES; n++)
    store.note(
      entryFor.exhibitRefused('Demo Examiner', `file-${String(n)}.bin`, { code: 'MEDIA_UNRECOGNISED', message: 'x'.repeat(200) }, null),
    );
  store.close();
  return folder;
}

/** Overwrites the page on which a text stands. */
function breakPageOf(folder: string, text: string): void {
  const path = join(folder, 'case.sqlite');
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf(text) / PAGE);
  expect(page).toBeGreaterThan(1);
  bytes.fill(0xee, page * PAGE, (page + 1) * PAGE);
  writeFileSync(path, bytes);
}

const everything = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    );

it('saves all but the broken page, names the entries that are missing, and leaves the original as it is', async () => {
  const folder = someCase();
  breakPageOf(folder, 'file-200.bin');
  const store = openCase(folder, options);
  // The rest can be read; what stands on the page cannot.
  expect(store.info().examiner).toBe('Demo Examiner');
  expect(store.entries(1, 100).length).toBe(100);
  expect(() => store.entries(150, 200)).toThrow(expect.objectContaining({ code: 'CASE_DAMAGED' }));
  store.close();
  expect((await verifyCase(folder)).problems.map(({ kind }) => kind)).toContain('database-unreadable');

  const before = everything(folder);
  const target = join(root, 'repaired');
  const { tables, chain, verification } = await repairCase(folder, target);
  expect(everything(folder)).toEqual(before);
  const ledger = tables.find(({ name }) => name === 'ledger');
  expect(ledger?.broken).toBe(true);
  // A page holds some fifteen of them.
  expect(ENTRIES + 1 - (ledger?.rows ?? 0)).toBeGreaterThan(0);
  expect(ENTRIES + 1 - (ledger?.rows ?? 0)).toBeLessThan(30);
  expect(tables.filter(({ broken }) => broken).map(({ name }) => name)).toEqual(['ledger']);
  expect(chain).toMatch(/^The custody ledger's chain does not hold: entry \d+ follows entry \d+: \d+ entries are missing between them/);
  expect(verification.entries).toBe(ledger?.rows);
  const repaired = openCase(target, options);
  expect(repaired.entries(1, 1000).length).toBe(ledger?.rows);
  repaired.close();
});

it('saves a whole case whole', async () => {
  const folder = someCase();
  const { tables, chain, verification, filesLost } = await repairCase(folder, join(root, 'whole'));
  expect([tables.some(({ broken }) => broken), filesLost, verification.problems]).toEqual([false, [], []]);
  expect(chain).toContain(`holds through all ${String(ENTRIES + 1)} entries`);
});

it('refuses a folder that is not empty, one inside the case, a case that is not there or open elsewhere', () => {
  const folder = someCase();
  expect(() => salvageCase(folder, root)).toThrow(expect.objectContaining({ code: 'CASE_EXISTS' }));
  expect(() => salvageCase(folder, join(folder, 'derived', 'new'))).toThrow(expect.objectContaining({ code: 'CASE_EXISTS' }));
  expect(() => salvageCase(join(root, 'nowhere'), join(root, 'new'))).toThrow(expect.objectContaining({ code: 'CASE_NOT_FOUND' }));
  const store = openCase(folder, options);
  expect(() => salvageCase(folder, join(root, 'new'))).toThrow(expect.objectContaining({ code: 'CASE_LOCKED' }));
  store.close();
});
