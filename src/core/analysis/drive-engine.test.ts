import { expect, it } from 'vitest';
import { exampleBatch } from '../../../tests/helpers/example-records.ts';
import { Failure } from '../../base/failure.ts';
import type { FromEngine, ToEngine } from '../../engine/protocol.ts';
import { driveEngine } from './drive-engine.ts';

it('lets an engine whose batch could not be kept come to its end: networks that are cut off at work would end the program', async () => {
  const told: (ToEngine['type'] | 'terminated')[] = [];
  let say: (message: FromEngine) => void = () => undefined;
  let kept = 0;
  const driven = driveEngine(
    {
      post: ({ type }) => void told.push(type),
      onMessage: (listener) => (say = listener),
      onExit: () => undefined,
      terminate: () => {
        told.push('terminated');
        return Promise.resolve();
      },
    },
    {
      structure: () => undefined,
      opened: () => undefined,
      soundBatch: () => undefined,
      batch: () => {
        if ((kept += 1) > 1) throw new Failure('DISK_FULL');
      },
    },
  );
  for (const seq of [1, 2, 3]) say({ type: 'batch', seq, ...exampleBatch(seq, seq), failed: [] });
  expect([kept, told]).toEqual([2, ['ack', 'cancel']]);
  say({ type: 'ended', reason: 'cancelled', decodeSeconds: 0, totalSeconds: 0 });
  expect(await driven.ended).toMatchObject({ how: 'failed', error: { code: 'DISK_FULL' } });
  expect(told).toEqual(['ack', 'cancel', 'terminated']);
});
