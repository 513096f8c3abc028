import { afterEach, beforeEach, expect, it } from 'vitest';
import { addExhibit, type FakeCore, fakeCore } from '../../../tests/helpers/fake-context.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { ExhibitId, MarkId } from '../../contract/values.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { markExhibits, withdrawMark } from './marks.ts';

let core: FakeCore;
beforeEach(() => {
  core = fakeCore({
    folder: tempFolder(),
    registry: () => [],
    spawn: () => {
      throw new Error('no engine in this test');
    },
  });
  for (let i = 0; i < 3; i++) addExhibit(core.store, 2);
});
afterEach(() => core.store.close());

const [E1, E2, E9] = ['E1', 'E2', 'E9'].map((id) => ExhibitId.parse(id)) as [ExhibitId, ExhibitId, ExhibitId];
const tag = (text: string) => ({ kind: 'tag' as const, text });
const acts = (): string[] => core.store.entries(5, 100).map(({ action, subject }) => `${action} ${subject}`);

it('puts a tag on several exhibits, one act for each, and on none twice', () => {
  expect(
    markExhibits(core.context, { exhibitIds: [E1, E2, E1], content: tag('Notable') }).map(({ id, exhibitId }) => [id, exhibitId]),
  ).toEqual([
    ['T1', 'E1'],
    ['T2', 'E2'],
  ]);
  expect(markExhibits(core.context, { exhibitIds: [E2], content: tag('Notable') })).toEqual([]);
  expect(markExhibits(core.context, { exhibitIds: [E2], content: tag('Follow up') })).toHaveLength(1);
  expect(acts()).toEqual(['exhibit.marked T1', 'exhibit.marked T2', 'exhibit.marked T3']);
});

it('writes nothing when one of the exhibits is not there', () => {
  expect(() => markExhibits(core.context, { exhibitIds: [E1, E9], content: tag('Notable') })).toThrow('E9');
  expect(acts()).toEqual([]);
});

it('takes a tag off by an act that leaves it on record, once, after which it can be put on again', () => {
  const [mark] = markExhibits(core.context, { exhibitIds: [E1], content: tag('Bookmark') });
  const id = mark?.id ?? MarkId.parse('T9');
  expect(withdrawMark(core.context, { markId: id, reason: null }).withdrawn).toMatchObject({ reason: null, by: 'Demo Examiner' });
  expect(() => withdrawMark(core.context, { markId: id, reason: null })).toThrow('withdrawn before');
  expect(markExhibits(core.context, { exhibitIds: [E1], content: tag('Bookmark') })).toHaveLength(1);
  expect(core.store.marks('E1').map(({ id: own, withdrawn }) => [own, withdrawn === null])).toEqual([
    ['T1', false],
    ['T2', true],
  ]);
  expect(acts()).toEqual(['exhibit.marked T1', 'exhibit.mark-withdrawn T1', 'exhibit.marked T2']);
});

it('keeps notes, and wants a reason for taking one back', async () => {
  markExhibits(core.context, { exhibitIds: [E1], content: { kind: 'note', text: 'The lens is scratched.' } });
  const markId = MarkId.parse('T1');
  expect(() => withdrawMark(core.context, { markId, reason: null })).toThrow('with a reason');
  expect(core.store.marks('E1')[0]?.withdrawn).toBeNull();
  withdrawMark(core.context, { markId, reason: 'It was the display.' });
  expect(acts()).toEqual(['exhibit.marked T1', 'exhibit.mark-withdrawn T1']);
  // The made-up exhibits have no files; every record is what its act says.
  const kinds = (await verifyCase(core.store.folder)).problems.map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['exhibit-missing']));
});
