import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  exampleBatch,
  exampleCombined,
  exampleSoundBatch,
  exampleFace,
  exampleOutcome,
  exampleSignal,
  exampleTrack,
} from '../../tests/helpers/example-records.ts';
import type { CaseStore, CaseWriter } from './case-store.ts';
import { entryFor } from './entries.ts';
import { endBesideHolder, openCase } from './open-case.ts';
import type { Job, Finding } from '../contract/analysis.ts';
import { JobId } from '../contract/values.ts';
import { newCase, codeOf, importOne, startJob, finish, options } from '../../tests/helpers/stored-case.ts';

describe('examinations', () => {
  it('store batches exactly and answer for a range of frames', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    expect(store.structure('J1')).toBeNull();
    const structure = { format: 'jpeg' as const, parts: [], partsOmitted: 0, jpeg: null, problems: ['It ends early.'] };
    store.keepStructure('J1', structure);
    // The same job read it again after an interruption.
    store.keepStructure('J1', { ...structure, problems: [] });
    expect(store.structure('J1')).toEqual(structure);
    store.appendBatch('J1', exampleBatch(0, 3));
    store.appendBatch('J1', exampleBatch(4, 8), [{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
    expect(job.id).toBe('J1');
    expect(store.checkpoint('J1')).toEqual({ nextFrame: 9, nextBlock: 0, trackerState: { next: 9 }, framesDecoded: 9 });
    expect(store.job('J1')).toMatchObject({ state: 'running', framesDone: 9, framesWithFace: 9, framesTotal: 10, blocksTotal: 5 });
    expect(store.observations('J1', 'blink')).toEqual([...(exampleBatch(0, 8).observations.blink ?? [])]);
    expect(store.faces('J1', 3, 2)).toEqual([exampleFace(3), exampleFace(4)]);
    expect([...store.faceBatches('J1')].map((rows) => rows.length)).toEqual([4, 5]);
    expect(
      store
        .observationsAt('J1', 3, 2)
        .get('blink')
        ?.map((row) => row.frame),
    ).toEqual([3, 4]);
    expect(store.warnings('J1')).toEqual([{ frame: 0, words: 'first frame is grey' }]);
    expect(store.failures('J1')).toEqual([{ detectorId: 'mouth', error: { code: 'DETECTOR_FAILED', message: 'm' } }]);
    expect(store.head().seq).toBe(3);
    expect(() => {
      store.appendBatch('J1', exampleBatch(8, 9));
    }).toThrow('does not follow the checkpoint');
    expect(store.checkpoint('J1').nextFrame).toBe(9);
    store.close();
  });

  it('store the sound by blocks, under a checkpoint of its own, and replace the estimate by what was heard', () => {
    const store = newCase();
    const { id } = startJob(store, importOne(store));
    store.appendSoundBatch(id, exampleSoundBatch(0, 3));
    expect(store.job(id)).toMatchObject({ framesDone: 0, blocksDone: 3, blocksTotal: 5 });
    store.appendBatch(id, exampleBatch(0, 3));
    store.appendSoundBatch(id, { ...exampleSoundBatch(3, 4), warnings: [{ frame: null, words: 'the clock jumps' }] });
    expect(store.job(id)).toMatchObject({ framesDone: 4, blocksDone: 7, blocksTotal: 7 });
    expect(store.checkpoint(id)).toMatchObject({ nextFrame: 4, nextBlock: 7 });
    store.appendSoundBatch(id, { ...exampleSoundBatch(7, 0), ended: true });
    expect(store.job(id)).toMatchObject({ blocksDone: 7, blocksTotal: 7 });
    expect(store.observations(id, 'channels')).toEqual(
      [exampleSoundBatch(0, 3), exampleSoundBatch(3, 4)].flatMap((b) => b.observations.channels),
    );
    // Rows of the sound belong to no frame.
    expect(store.observationsAt(id, 0, 10).has('channels')).toBe(false);
    expect(store.warnings(id)).toContainEqual({ frame: null, words: 'the clock jumps' });
    expect(() => store.appendSoundBatch(id, exampleSoundBatch(6, 1))).toThrow('does not follow the checkpoint');
    expect(() => store.appendSoundBatch(id, { ...exampleSoundBatch(7, 2), blocks: 1 })).toThrow('a row outside its batch');
    expect(store.checkpoint(id).nextBlock).toBe(7);
    store.close();
  });

  it('take the digest that was worked out before, but none of rows to which some were added since', () => {
    const end = { state: 'cancelled', outcomes: [], tracks: [], signals: [], findings: [], error: null } as const;
    const sha256Of = (between: (store: CaseStore, jobId: string) => void, digest?: string): string => {
      const store = newCase();
      const { id: jobId } = startJob(store, importOne(store));
      store.appendBatch(jobId, { ...exampleBatch(0, 3), warnings: [] });
      const beside = endBesideHolder(store.folder);
      const rowsDigest = { ...beside.digestRows(jobId), ...(digest === undefined ? {} : { sha256: digest }) };
      between(store, jobId);
      const { payload } = beside.end('Demo Examiner', { ...end, jobId: JobId.parse(jobId), rowsDigest }, '2026-01-01T00:00:00.000Z');
      beside.close();
      expect(store.job(jobId).state).toBe('cancelled');
      store.close();
      return (payload as { observationsSha256: string }).observationsSha256;
    };
    const nothing = (): void => undefined;
    const told = 'a'.repeat(64);
    expect(sha256Of(nothing, told)).toBe(told);
    const added: ((store: CaseStore, jobId: string) => void)[] = [
      (store, jobId) => store.appendBatch(jobId, exampleBatch(4, 5)),
      (store, jobId) => store.appendBatch(jobId, { ...exampleBatch(4, 5), faces: [], observations: {}, warnings: [] }),
      (store, jobId) => store.appendSoundBatch(jobId, exampleSoundBatch(0, 1)),
      (store, jobId) =>
        store.appendSoundBatch(jobId, { ...exampleSoundBatch(0, 0), warnings: [{ frame: null, words: 'the clock jumps' }] }),
      (store, jobId) =>
        store.appendSoundBatch(jobId, exampleSoundBatch(0, 0), [{ detectorId: 'a', error: { code: 'DETECTOR_FAILED', message: 'm' } }]),
      (store, jobId) =>
        store.keepStructure(jobId, { format: 'jpeg', parts: [], partsOmitted: 0, jpeg: null, problems: ['It ends early.'] }),
    ];
    for (const add of added) expect(sha256Of(add, told)).not.toBe(told);
    expect(sha256Of(nothing)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('end with their conclusions and two digests in the entry', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    store.appendBatch(job.id, exampleBatch(0, 9));
    const ended = finish(store, job);
    expect(ended.findingCount).toBe(2);
    expect(store.findings({ jobId: job.id }).map((finding) => [finding.id, finding.jobId, finding.exhibitId, finding.review])).toEqual([
      ['F1', 'J1', 'E1', null],
      ['F2', 'J1', 'E1', null],
    ]);
    expect(store.job('J1')).toMatchObject({
      state: 'finished',
      outcomes: [{ detectorId: 'blink', outcome: exampleOutcome }],
      combined: [exampleCombined],
      finishedAtUtc: '2026-01-02T03:04:05.003Z',
    });
    expect(store.tracks('J1')).toEqual([exampleTrack]);
    expect(store.signals('J1')).toEqual([exampleSignal]);
    expect(store.entries(4, 1)[0]).toMatchObject({
      action: 'examination.finished',
      subject: 'J1',
      payload: { framesDone: 10, findings: 2, observationsSha256: ended.observationsSha256, conclusionsSha256: ended.conclusionsSha256 },
    });
    expect(
      codeOf(() => store.act({ actor: 'a', action: 'examination.resumed', subject: 'J1', payload: {} }, (tx) => tx.resumeJob('J1'))),
    ).toBe('APP_BAD_REQUEST');
    store.close();
  });

  it('refuse a second one on the same exhibit while one runs', () => {
    const store = newCase();
    const exhibit = importOne(store);
    startJob(store, exhibit);
    expect(codeOf(() => startJob(store, exhibit))).toBe('JOB_ALREADY_RUNNING');
    store.close();
  });

  it('become interrupted, with an entry, when the case is opened after a crash, and can go on', () => {
    const store = newCase();
    startJob(store, importOne(store));
    store.appendBatch('J1', exampleBatch(0, 3));
    store.close();
    const again = openCase(store.folder, options());
    expect(again.job('J1').state).toBe('interrupted');
    expect(again.entries(4, 10).map((entry) => [entry.action, entry.subject])).toEqual([['examination.interrupted', 'J1']]);
    again.act(
      (job: Job) => entryFor.examinationResumed('Demo Examiner', job),
      (tx) => tx.resumeJob('J1'),
    );
    again.appendBatch('J1', exampleBatch(4, 9));
    expect(finish(again, again.job('J1')).job.framesDone).toBe(10);
    expect(again.entries(5, 10).map((entry) => entry.action)).toEqual(['examination.resumed', 'examination.finished']);
    again.close();
  });
});

describe('reviews', () => {
  it('keep their history; the newest counts', () => {
    const store = newCase();
    const job = startJob(store, importOne(store));
    finish(store, job);
    for (const decision of ['confirmed', 'rejected'] as const) {
      store.act(
        (finding: Finding) => entryFor.findingReviewed(finding),
        (tx) => tx.addReview({ findingId: store.finding('F1').id, decision, reason: `because ${decision}`, by: 'Demo Examiner' }),
      );
    }
    expect(store.reviews('F1').map((review) => review.decision)).toEqual(['confirmed', 'rejected']);
    expect(store.finding('F1').review?.decision).toBe('rejected');
    expect(store.finding('F2').review).toBeNull();
    expect(codeOf(() => store.finding('F9'))).toBe('FINDING_NOT_FOUND');
    store.close();
  });
});

describe('reports', () => {
  it('get the id that was foretold', () => {
    const store = newCase();
    expect(store.nextReportId()).toBe('R1');
    const ledgerHead = store.head().hash;
    const report = store.act(
      (made: ReturnType<CaseWriter['addReport']>) => entryFor.reportExported('Demo Examiner', made),
      (tx) =>
        tx.addReport({
          path: 'reports/R1.pdf',
          sha256: 'a'.repeat(64),
          sizeBytes: 10,
          pages: 2,
          signature: { level: 'none', signer: null, selfSigned: false },
          ledgerHead,
        }),
    );
    expect(report.id).toBe('R1');
    expect(store.reports()).toEqual([report]);
    expect(store.reportPath('R1')).toBe(join(store.folder, 'reports/R1.pdf'));
    expect(codeOf(() => store.report('R2'))).toBe('REPORT_NOT_FOUND');
    store.close();
  });
});
