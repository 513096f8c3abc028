import { expect, it } from 'vitest';
import { Progress } from '../contract/analysis.ts';
import { progressInWords } from './words.ts';

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
