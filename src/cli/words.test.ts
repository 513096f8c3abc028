import { expect, it } from 'vitest';
import { Progress } from '../contract/analysis.ts';
import { reportFixture } from '../../tests/helpers/report-fixture.ts';
import { jobInWords, progressInWords } from './words.ts';

it('shows a running examination as a bar that never runs ahead of the frames', () => {
  const progress = Progress.parse({
    jobId: 'J1',
    exhibitId: 'E1',
    stage: 'examining',
    framesDone: 479,
    framesTotal: 1200,
    framesPerSecond: 60.04,
    blocksDone: 0,
    blocksTotal: 48,
    blocksPerSecond: null,
    remainingSeconds: 12.02,
  });
  expect(progressInWords(progress)).toBe('E1 examining [#######·············]  39 %, 479/1200 frames, 60.0 frames/s, 0:00:12 left');
  expect(progressInWords({ ...progress, framesDone: 0, framesTotal: 0, framesPerSecond: null, remainingSeconds: null })).toBe(
    'E1 examining [····················]   0 %, 0/48 s of sound',
  );
  const heard = { ...progress, stage: 'listening' as const, framesPerSecond: null, blocksDone: 24, blocksPerSecond: 31.25 };
  expect(progressInWords(heard)).toBe(
    'E1 listening [##########··········]  50 %, 24/48 s of sound, 31.3 times as quick as it plays, 0:00:12 left',
  );
});

it('says where an examination ended, and of the file alone, of which nothing is decoded, no place', () => {
  const [{ job } = { job: null }] = reportFixture().examinations;
  if (job === null) throw new Error('the fixture has an examination');
  const film = { ...job, framesTotal: 10, framesDone: 4, blocksTotal: 2, blocksDone: 1 };
  expect(jobInWords(film)).toBe(`${job.exhibitId}: examination ${job.id} is finished at frame 4 of 10, second 1 of 2 of sound`);
  expect(jobInWords({ ...film, framesTotal: 0, framesDone: 0, blocksTotal: 0, blocksDone: 0 })).toBe(
    `${job.exhibitId}: examination ${job.id} is finished`,
  );
});
