import { expect, it } from 'vitest';
import type { Job } from '../../contract/analysis.ts';
import { ExhibitId, JobId } from '../../contract/values.ts';
import { percent, rowWords, sharesOf } from './coverage-words.ts';

const job = (change: Partial<Job>): Job =>
  ({
    id: 'J1',
    state: 'finished',
    framesTotal: 100,
    framesDone: 100,
    framesDecoded: 99,
    framesWithFace: 60,
    plan: { detectors: [{ id: 'measured' }], sampling: { everyNthFrame: 1 } },
    blocksTotal: 8,
    blocksDone: 8,
    outcomes: ['measured', 'measured', 'abstained', 'notApplicable', 'failed'].map((status) => ({
      detectorId: status,
      outcome: { status },
    })),
    ...change,
  }) as unknown as Job;
const ofFaces = (id: string): boolean => id === 'failed';
const coverage = { exhibitId: ExhibitId.parse('E1'), jobId: JobId.parse('J1'), findings: 7, reviewed: 2, undecided: 9, warnings: 0 };

it('says what was looked at and what was not, exactly', () => {
  const shares = sharesOf('video', job({}), undefined, coverage, ofFaces);
  expect(shares.map(({ name, done, total }) => [name, done, total])).toEqual([
    ['decoded', 99, 100],
    ['face', 60, 99],
    ['assessable', 2, 4],
    ['reviewed', 2, 7],
  ]);
  expect(shares.map(({ rest }) => rest)).toEqual([
    '1 frame not examined',
    '39 frames without a face, where no detector of faces has anything to measure',
    '1 abstained, 1 failed; 1 more does not apply to this kind of exhibit',
    '5 findings not reviewed',
  ]);
  expect(rowWords(job({}), shares, null, 0)).toBe('99 % · 2/7 reviewed');
  const later = { ...job({ state: 'running' }), id: JobId.parse('J2') };
  expect(rowWords(job({}), shares, later, 2)).toBe('99 % · 2/7 reviewed · J2 running · 2 warnings');
});

it('counts seconds of a recording, and says nothing of reviews before the end', () => {
  const stopped = job({ state: 'cancelled', blocksDone: 3, outcomes: [] });
  const shares = sharesOf('audio', stopped, undefined, coverage, ofFaces);
  expect(shares).toEqual([{ name: 'heard', done: 3, total: 8, words: '3 of 8 s of sound heard', rest: '5 s not heard' }]);
  const [whole] = sharesOf('audio', job({ blocksDone: 8 }), undefined, coverage, ofFaces);
  expect(whole).toMatchObject({ done: 8, total: 8, words: 'The whole sound heard' });
  expect(rowWords(stopped, shares, null, 0)).toBe('37 % · cancelled');
  expect([sharesOf('video', null, undefined, null, ofFaces), rowWords(null, [], null, 0)]).toEqual([[], 'not examined']);
});

it('takes no counts of the newest examination for those of an older one that is shown', () => {
  const older = job({ id: JobId.parse('J2') });
  const shares = sharesOf('video', older, undefined, coverage, ofFaces);
  expect(shares.map(({ name, done }) => [name, done])).toEqual([
    ['decoded', 99],
    ['face', 60],
    ['assessable', 2],
  ]);
  expect(rowWords(older, shares, null, 0)).toBe('99 %');
});

it('never rounds up to all', () => {
  expect([percent(9999, 10_000), percent(0, 0), percent(4, 4)]).toEqual(['99 %', '–', '100 %']);
});

it('does not say that there is no face where nobody looked for one', () => {
  const [, face] = sharesOf('video', job({ framesWithFace: 0 }), undefined, coverage, ofFaces);
  expect([face?.words, face?.done, face?.total]).toEqual(['Faces were not looked for', 0, 100]);
  const [, sought] = sharesOf('video', job({ framesWithFace: 0 }), undefined, coverage, (id) => id === 'abstained');
  expect(sought?.words).toBe('0 of 99 frames examined have a face');
});

it('says nothing about faces in frames that nobody has looked at', () => {
  const stopped = job({ state: 'interrupted', framesDone: 7, framesDecoded: 7, framesWithFace: 7, outcomes: [] });
  const [, face] = sharesOf('video', stopped, undefined, coverage, (id) => id === 'measured');
  expect([face?.words, face?.rest]).toEqual([
    '7 of 7 frames examined have a face',
    '0 frames without a face, where no detector of faces has anything to measure',
  ]);
  expect(sharesOf('video', job({ state: 'running', outcomes: [] }), undefined, coverage, ofFaces).map(({ name }) => name)).toEqual([
    'decoded',
  ]);
});

it('says which of the decoded frames were examined', () => {
  const plan = { detectors: [{ id: 'measured' }], sampling: { everyNthFrame: 3 } } as unknown as Job['plan'];
  const [decoded, face] = sharesOf('video', job({ plan, framesWithFace: 30 }), undefined, null, ofFaces);
  expect([decoded?.words, face?.words]).toEqual([
    '99 of 100 frames decoded, one in 3 of them examined',
    '30 of about 33 frames examined have a face',
  ]);
  const [, exact] = sharesOf('video', job({ plan, framesDecoded: 100, framesWithFace: 30 }), undefined, null, ofFaces);
  expect(exact?.words).toBe('30 of 34 frames examined have a face');
});
