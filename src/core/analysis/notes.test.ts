import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CheckedNote, NewNote, Note } from '../../contract/notes.ts';
import { type Box, ExhibitId, NoteId } from '../../contract/values.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { soundFacts } from '../../../tests/helpers/made-sound.ts';
import { addExhibit, fakeCore, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { analysisProcedures, type Analysis } from './procedures.ts';

const E1 = ExhibitId.parse('E1');
const E2 = ExhibitId.parse('E2');
let core: FakeCore;
let analysis: Analysis;

/** E1: a clip without sound; E2: sound of 16 kHz. */
beforeAll(() => {
  const spawn = () => {
    throw new Error('no engine is needed');
  };
  core = fakeCore({ folder: join(tempFolder(), 'case'), registry: () => [], spawn });
  analysis = analysisProcedures(core.context, core.parts);
  addExhibit(core.store, 10, { streams: VIDEO_FACTS.streams });
  addExhibit(core.store, 10, { streams: soundFacts({ sampleRate: 16_000 }).streams });
});
afterAll(() => core.store.close());

const note = { exhibitId: E2, startUs: 1_000_000, endUs: 1_250_000, band: { lowHz: 300, highHz: 8000 }, text: 'A click' };
const nowhere = { kind: null, frames: null, region: null };
const keep = (changed: Partial<CheckedNote> = {}) => analysis.handlers['analysis.keepNote']({ ...note, ...nowhere, ...changed });
const withdraw = (id: string) => analysis.handlers['analysis.withdrawNote']({ noteId: NoteId.parse(id), reason: 'Heard again' });
const list = (exhibitId: ExhibitId) => analysis.handlers['analysis.notes']({ exhibitId });

it('keeps a note and its withdrawal, both in the ledger, and verification holds', async () => {
  const first = Note.parse(await keep());
  expect(first).toMatchObject({ ...note, id: 'N1', by: 'Demo Examiner', withdrawn: null });
  const second = await keep({ exhibitId: E1, band: null, endUs: note.startUs, text: 'The hand is blurred' });
  expect(await list(E2)).toEqual([first]);
  expect(await list(E1)).toEqual([second]);
  const withdrawn = Note.parse(await withdraw('N1'));
  expect(withdrawn).toEqual({ ...first, withdrawn: expect.objectContaining({ reason: 'Heard again', by: 'Demo Examiner' }) as unknown });
  expect(await list(E2)).toEqual([withdrawn]);
  const entries = core.store.entries(core.store.head().seq - 2, 3);
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual(['note.kept N1', 'note.kept N2', 'note.withdrawn N1']);
  expect(entries[0]?.payload).toEqual({ ...note, ...nowhere, by: 'Demo Examiner' });
  expect((await verifyCase(core.store.folder)).problems.filter(({ subject }) => subject.startsWith('N'))).toEqual([]);
});

it('keeps a note on a part of the picture, in frames', async () => {
  const place = { kind: 'doubled edge', frames: [2, 4] as [number, number], region: [10, 20, 30.5, 40] as Box };
  const made = Note.parse(await keep({ exhibitId: E1, band: null, ...place }));
  expect(made).toMatchObject(place);
  expect(await list(E1)).toContainEqual(made);
  expect(core.store.entries(core.store.head().seq, 1)[0]?.payload).toMatchObject(place);
  expect((await verifyCase(core.store.folder)).problems.filter(({ subject }) => subject.startsWith('N'))).toEqual([]);
});

it('refuses what is not there, and enters nothing', async () => {
  const before = core.store.head().seq;
  await expect(withdraw('N1')).rejects.toMatchObject({ code: 'NOTE_WITHDRAWN' });
  await expect(withdraw('N9')).rejects.toMatchObject({ code: 'NOTE_NOT_FOUND' });
  await expect(keep({ exhibitId: ExhibitId.parse('E9') })).rejects.toMatchObject({ code: 'EXHIBIT_NOT_FOUND' });
  await expect(keep({ band: { lowHz: 300, highHz: 8000.1 } })).rejects.toMatchObject({ code: 'APP_BAD_REQUEST' });
  await expect(keep({ exhibitId: E1 })).rejects.toMatchObject({
    code: 'APP_BAD_REQUEST',
    detail: 'a band of frequencies needs an exhibit with sound',
  });
  await expect(keep({ exhibitId: E1, band: null, frames: [9, 10] })).rejects.toMatchObject({ detail: 'the exhibit has 10 frames' });
  await expect(keep({ exhibitId: E1, band: null, frames: [0, 9], region: [600, 0, 100, 10] })).rejects.toMatchObject({
    detail: 'the region leaves the picture',
  });
  for (const wrong of [
    { frames: [3, 2] },
    { region: [1, 1, 5, 5] },
    { frames: [0, 0], region: [1, 1, 0, 5] },
    { endUs: 999_999 },
    { band: { lowHz: 300, highHz: 300 } },
    { text: '  ' },
    { text: 'two\nlines' },
  ])
    expect(NewNote.safeParse({ ...note, ...wrong }).success).toBe(false);
  expect(core.store.head().seq).toBe(before);
});
