import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FindingId } from '../../contract/values.ts';
import { GroupReview, type Job } from '../../contract/analysis.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { exampleBatch, exampleFinding, examplePlan } from '../../../tests/helpers/example-records.ts';
import { addExhibit, fakeCore, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { entryFor } from '../../store/entries.ts';
import type { EndedJob } from '../../store/records.ts';
import { analysisProcedures, type Analysis } from './procedures.ts';

const F = (number: number) => FindingId.parse(`F${String(number)}`);
const reason = 'Motion blur of the whole picture';
let core: FakeCore;
let analysis: Analysis;
let appended: number[] = [];

beforeAll(() => {
  const spawn = () => {
    throw new Error('no engine is needed');
  };
  core = fakeCore({ folder: join(tempFolder(), 'case'), registry: () => [], spawn });
  analysis = analysisProcedures(core.context, core.parts);
  const exhibit = addExhibit(core.store, 10);
  const { store } = core;
  const job = store.act(
    (made: Job) => entryFor.examinationStarted('Demo Examiner', made),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan: examplePlan(exhibit.hashes.sha256), framesTotal: 10, blocksTotal: 0 }),
  );
  store.appendBatch(job.id, exampleBatch(0, 9));
  const findings = [exampleFinding, exampleFinding, exampleFinding, exampleFinding];
  store.act(
    (ended: EndedJob) => entryFor.examinationEnded('Demo Examiner', ended),
    (tx) => tx.endJob({ jobId: job.id, state: 'finished', outcomes: [], tracks: [], signals: [], findings, error: null }),
  );
  core.store.onEntry(({ seq }) => appended.push(seq));
});
afterAll(() => core.store.close());

const standing = () => core.store.findings().map(({ review }) => review?.decision ?? null);
const since = (seq: number) => core.store.entries(seq + 1, 100).map(({ action, subject, payload }) => ({ action, subject, payload }));

it('decides many findings in one act, with an entry for each, and takes them back in one', async () => {
  const before = core.store.head().seq;
  appended = [];
  await analysis.handlers['analysis.review']({ findingId: F(2), decision: 'confirmed', reason: 'Seen' });
  const review = await analysis.handlers['analysis.reviewAll']({ findingIds: [F(1), F(2), F(4)], decision: 'rejected', reason });
  expect(review).toMatchObject({ decision: 'rejected', reason, by: 'Demo Examiner' });
  expect(standing()).toEqual(['rejected', 'rejected', null, 'rejected']);
  // One commit, told once.
  expect(appended).toEqual([before + 1, before + 4]);
  const entries = since(before + 1);
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'finding.reviewed F1',
    'finding.reviewed F2',
    'finding.reviewed F4',
  ]);
  expect(entries[0]?.payload).toEqual({ decision: 'rejected', reason, by: 'Demo Examiner', together: 3 });
  const answer = await analysis.handlers['analysis.withdrawReviews']({ findingIds: [F(1), F(2), F(4)] });
  expect(answer.map(({ findingId, review: left }) => [findingId, left?.decision ?? null])).toEqual([
    ['F1', null],
    ['F2', 'confirmed'],
    ['F4', null],
  ]);
  expect(standing()).toEqual([null, 'confirmed', null, null]);
  const [, second] = since(before + 4);
  expect(second).toEqual({
    action: 'review.withdrawn',
    subject: 'F2',
    payload: { review: { entry: before + 3, decision: 'rejected' }, by: 'Demo Examiner', together: 3 },
  });
  expect((await verifyCase(core.store.folder)).problems.filter(({ subject }) => subject.startsWith('F'))).toEqual([]);
});

it('keeps the whole history', async () => {
  const history = await analysis.handlers['analysis.reviews']({ findingId: F(2) });
  expect(history.map(({ decision, withdrawn }) => [decision, withdrawn?.by ?? null])).toEqual([
    ['confirmed', null],
    ['rejected', 'Demo Examiner'],
  ]);
});

it('does all or nothing', async () => {
  const before = core.store.head().seq;
  await expect(analysis.handlers['analysis.withdrawReviews']({ findingIds: [F(2), F(3)] })).rejects.toMatchObject({
    code: 'REVIEW_NOT_FOUND',
  });
  await expect(analysis.handlers['analysis.reviewAll']({ findingIds: [F(1), F(9)], decision: 'confirmed', reason })).rejects.toMatchObject({
    code: 'FINDING_NOT_FOUND',
  });
  expect([core.store.head().seq, standing()]).toEqual([before, [null, 'confirmed', null, null]]);
  expect(GroupReview.safeParse({ findingIds: ['F1', 'F1'], decision: 'confirmed', reason }).success).toBe(false);
});
