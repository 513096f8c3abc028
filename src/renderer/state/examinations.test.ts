import { expect, it } from 'vitest';
import type { Job } from '../../contract/analysis.ts';
import { JobId } from '../../contract/values.ts';
import type { Transport } from '../transport/transport.ts';
import { Examinations } from './examinations.svelte.ts';
import { Messages } from './messages.svelte.ts';

it('forgets what was read of an examination that is no longer shown, also where nothing is shown now', async () => {
  const answer = Promise.withResolvers<readonly unknown[]>();
  const transport = { call: () => answer.promise, signalUrl: () => '', faceUrl: () => '' } as unknown as Transport;
  const messages = new Messages();
  const examinations = new Examinations(transport, messages);
  const job = { id: JobId.parse('J1'), plan: {} } as Job;
  const loading = examinations.load(job);
  expect(examinations.results?.jobId).toBe('J1');
  await examinations.load(null);
  answer.resolve([]);
  await loading;
  expect([examinations.results, messages.list]).toEqual([null, []]);
});
