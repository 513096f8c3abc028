import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { hash, tamper, wholeCase } from '../../../tests/helpers/whole-case.ts';
import { verifyCase } from './verify-case.ts';

const root = tempFolder();
const original = join(root, 'original');
await wholeCase(original);
let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};
const wrong = async (folder: string): Promise<string[]> =>
  (await verifyCase(folder)).problems.filter(({ kind }) => kind === 'countersignature-wrong').map(({ words }) => words);

it('finds nothing wrong with a report that is another one with something behind it', async () => {
  expect((await verifyCase(original)).problems).toEqual([]);
});

it('says when the file is not the report that it names, even where its own hash was put right', async () => {
  const folder = copy();
  writeFileSync(join(folder, 'reports/R2.pdf'), '%PDG twice');
  tamper(folder, `UPDATE reports SET sha256 = '${hash('sha256', '%PDG twice')}' WHERE id = 'R2'`);
  expect(await wrong(folder)).toEqual(['its first 4 bytes are not those of R1, which it says it countersigns']);
});

it('says when record and entry disagree on whether it is a countersignature, or name no earlier report', async () => {
  const named = copy();
  tamper(named, `UPDATE reports SET signature_json = replace(signature_json, '"R1"', '"R2"') WHERE id = 'R2'`);
  expect(await wrong(named)).toEqual(['it names R2 as the report that it countersigns, which is no earlier report']);
  const silent = copy();
  tamper(silent, `UPDATE reports SET signature_json = json_remove(signature_json, '$.countersigns') WHERE id = 'R2'`);
  expect(await wrong(silent)).toEqual(['its entry says that it was countersigned, its record names no report']);
  const claimed = copy();
  tamper(claimed, `UPDATE reports SET signature_json = json_set(signature_json, '$.countersigns', 'R1') WHERE id = 'R1'`);
  expect(await wrong(claimed)).toEqual(['its record names a report, its entry does not']);
});
