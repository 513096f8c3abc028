import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExhibitId, SnapshotId } from '../../contract/values.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { exampleSnapshot } from '../../../tests/helpers/example-records.ts';
import { soundFacts } from '../../../tests/helpers/made-sound.ts';
import { addExhibit, fakeCore, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { analysisProcedures, type Analysis } from './procedures.ts';

const E1 = ExhibitId.parse('E1');
let core: FakeCore;
let analysis: Analysis;

/** E1: a clip; E2: sound. */
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

const keep = (changed: object = {}) => analysis.handlers['analysis.keepSnapshot']({ ...exampleSnapshot, exhibitId: E1, ...changed });
const withdraw = (id: string) =>
  analysis.handlers['analysis.withdrawSnapshot']({ snapshotId: SnapshotId.parse(id), reason: 'The next frame shows it better' });

it('keeps a snapshot and its withdrawal, both in the ledger, and verification holds', async () => {
  const kept = await keep();
  expect(kept).toMatchObject({ ...exampleSnapshot, id: 'S1', exhibitId: 'E1', by: 'Demo Examiner', withdrawn: null });
  const withdrawn = await withdraw('S1');
  expect(withdrawn).toEqual({
    ...kept,
    withdrawn: expect.objectContaining({ by: 'Demo Examiner', reason: 'The next frame shows it better' }),
  });
  expect(await analysis.handlers['analysis.snapshots']({ exhibitId: E1 })).toEqual([withdrawn]);
  await expect(withdraw('S1')).rejects.toMatchObject({ code: 'SNAPSHOT_WITHDRAWN' });
  await expect(withdraw('S9')).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
  const last = core.store.entries(1, 100).slice(-2);
  expect(last.map(({ action, subject }) => [action, subject])).toEqual([
    ['snapshot.kept', 'S1'],
    ['snapshot.withdrawn', 'S1'],
  ]);
  const { problems } = await verifyCase(core.store.folder);
  expect(problems.filter(({ kind }) => kind.startsWith('record'))).toEqual([]);
});

it('refuses a frame that is not there and a part outside the picture', async () => {
  await expect(keep({ frame: 1e6 })).rejects.toMatchObject({ code: 'FRAME_NOT_FOUND' });
  await expect(keep({ region: [0, 0, 1e5, 10] })).rejects.toMatchObject({ code: 'APP_BAD_REQUEST' });
});
