import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportFixture } from '../../../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../../../tests/helpers/temp-folder.ts';
import type { CustodyEntry } from '../../../../contract/custody.ts';
import type { CaseStore } from '../../../../store/case-store.ts';
import { entryFor } from '../../../../store/entries.ts';
import { createCase } from '../../../../store/open-case.ts';
import { renderReport } from '../render-report.ts';
import { killedImport, refusedFiles } from './not-examined.ts';

const options = { now: () => new Date('2026-03-01T04:05:06.000Z'), penumbraVersion: '0' };

function made(acts: (store: CaseStore) => void): CustodyEntry[] {
  const store = createCase(join(tempFolder(), 'case'), { name: 'x', examiner: 'A' }, options);
  acts(store);
  const entries = store.entries(1, 1000);
  store.close();
  return entries;
}

function refuse(store: CaseStore, name: string, code: 'MEDIA_TRUNCATED' | 'MEDIA_UNRECOGNISED'): void {
  store.note(entryFor.exhibitRefused('A', name, { code, message: 'said by the code' }, null));
}

/** Three files of five: one taken in, two refused, then the process was killed; the case was opened again and one of them came by itself. */
const killed = (store: CaseStore): void => {
  store.note(entryFor.importStarted('A', store.info().id, ['a.mp4', 'b.mp4', 'c.txt', 'd.mp4', 'e.mp4']));
  store.note({ actor: 'A', action: 'exhibit.imported', subject: 'E1', payload: { name: 'a.mp4' } });
  refuse(store, 'b.mp4', 'MEDIA_TRUNCATED');
  refuse(store, 'c.txt', 'MEDIA_UNRECOGNISED');
  store.note({ actor: 'A', action: 'case.opened', subject: 'x', payload: null });
  store.note({ actor: 'A', action: 'exhibit.imported', subject: 'E2', payload: { name: 'b.mp4' } });
};

it('names files that were refused with the reason, once, and says where one of that name came later', () => {
  const entries = made((store) => {
    killed(store);
    refuse(store, 'c.txt', 'MEDIA_UNRECOGNISED');
    refuse(store, 'd.txt', 'MEDIA_UNRECOGNISED');
  });
  expect(refusedFiles(entries)).toEqual([
    '1 file was refused at import and is no item (The file ends too early: its structure is cut off): b.mp4 (a file of this name was imported later).',
    '2 files were refused at import and are no items (The file is not video, image or sound that can be read): c.txt, d.txt.',
  ]);
});

it('names a dozen of many refused files and counts the others', () => {
  const entries = made((store) => {
    for (let n = 1; n <= 14; n += 1) refuse(store, `${String(n)}.txt`, 'MEDIA_UNRECOGNISED');
    refuse(store, 'z.mp4', 'MEDIA_TRUNCATED');
  });
  const [first, second] = refusedFiles(entries);
  expect(first).toMatch(/^14 files were refused .*: 1\.txt, .*, 12\.txt, 2 more, named in the custody log\.$/);
  expect(second).toMatch(/^1 file was refused .*: 1, named in the custody log\.$/);
});

it('tells of an import that was killed until one of several files ends', () => {
  const said =
    'An import of 5 files, begun 2026-03-01 04:05:06 UTC (entry 2 of the custody log), has no end there: 1 imported, 0 in the case already, 2 refused, 2 not come to. Their names are not known, only one hash of all names.';
  expect(killedImport(made(killed))).toEqual([said]);
  const ended = made((store) => {
    killed(store);
    const { seq } = store.note(entryFor.importStarted('A', store.info().id, ['d.mp4', 'e.mp4']));
    store.note(entryFor.importEnded('A', store.info().id, seq, [], null));
  });
  expect(killedImport(ended)).toEqual([]);
  expect([killedImport([]), refusedFiles([])]).toEqual([[], []]);
});

it.skipIf(spawnSync('pdftotext', ['-v']).error !== undefined)(
  'says both in the report of such a case, and nothing of a number of faces that was never reached',
  async () => {
    const entries = made(killed);
    const head = entries.at(-1) ?? { seq: 0, hash: '' };
    const small = reportFixture({ content: { template: 'short', leftOut: ['frames'] } });
    const [one] = small.examinations;
    const [track] = one?.tracks ?? [];
    if (one === undefined || track === undefined) throw new Error('the fixture has an examination with a face');
    const words = async (tracks: readonly (typeof track)[]): Promise<string> => {
      const data = { ...small, custody: { head: { seq: head.seq, hash: head.hash }, entries }, examinations: [{ ...one, tracks }] };
      const path = join(tempFolder(), 'report.pdf');
      writeFileSync(path, (await renderReport(data, new Map(), () => undefined)).pdf);
      const all = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/[\s\u00a0\u202f]+/g, ' ');
      return all.slice(all.lastIndexOf('10 What was not examined'));
    };
    const most = one.job.plan.sampling.maxFaces;
    const few = await words([track]);
    expect(few).toContain('has no end there: 1 imported, 0 in the case already, 2 refused, 2 not come to.');
    expect(few).toContain('(The file is not video, image or sound that can be read): c.txt.');
    expect(few).not.toContain('faces beyond');
    const many = await words(Array.from({ length: most }, (_, trackId) => ({ ...track, trackId })));
    expect(many).toContain(`faces beyond ${String(most)} at a time.`);
  },
  60_000,
);
