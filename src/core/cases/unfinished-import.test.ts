import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { entryFor } from '../../store/entries.ts';
import { createCase } from '../../store/open-case.ts';
import type { CustodyAction } from '../../contract/custody.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { unfinishedImport } from './unfinished-import.ts';

const options = { now: () => new Date('2026-03-01T00:00:00.000Z'), penumbraVersion: '0' };

it('counts what became of the files up to the next opening, beyond one page of entries, and forgets an import once one ended', async () => {
  const store = createCase(`${tempFolder()}/case`, { name: 'x', examiner: 'A' }, options);
  const { id } = store.info();
  const note = (action: CustodyAction): unknown => store.note({ actor: 'A', action, subject: 'n', payload: null });
  expect(unfinishedImport(store)).toBeNull();
  store.note(
    entryFor.importStarted(
      'A',
      id,
      Array.from({ length: 1500 }, (_, n) => `${String(n)}.jpg`),
    ),
  );
  for (let n = 0; n < 1200; n += 1) note('exhibit.refused');
  note('case.opened');
  note('exhibit.refused');
  const said = { entry: 2, atUtc: '2026-03-01T00:00:00.000Z', files: 1500, imported: 0, again: 0, refused: 1200 };
  expect(unfinishedImport(store)).toEqual(said);
  expect((await verifyCase(store.folder)).unfinishedImport).toEqual(said);
  store.note(entryFor.importStarted('A', id, ['a', 'b']));
  expect(unfinishedImport(store)).toMatchObject({ entry: 1205, files: 2, refused: 0 });
  store.note(entryFor.importEnded('A', id, 1205, [], null));
  expect(unfinishedImport(store)).toBeNull();
  expect((await verifyCase(store.folder)).unfinishedImport).toBeNull();
  store.close();
});
