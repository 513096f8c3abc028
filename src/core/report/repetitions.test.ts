import { expect, it } from 'vitest';
import * as z from 'zod';
import type { CustodyEntry } from '../../contract/custody.ts';
import type { RepetitionEntry } from '../../contract/repetition.ts';
import { ExhibitId } from '../../contract/values.ts';
import { repetitions } from './repetitions.ts';

const outcome: RepetitionEntry = {
  exhibitId: ExhibitId.parse('E1'),
  provider: { stored: 'cpu', repeated: 'webgpu' },
  decoder: { name: 'ffmpeg', version: '5.1' },
  runtime: { name: 'onnxruntime', version: '1.30.0' },
  penumbraVersion: '0.1.0',
  result: 'identical',
  conclusions: [],
  rows: 12_000,
  differing: 0,
  seconds: 3,
};
const entry = (subject: string, payload: RepetitionEntry): CustodyEntry => ({
  seq: 5,
  prevHash: '0'.repeat(64),
  atUtc: '2026-01-02T03:04:05.000Z',
  actor: 'Demo Examiner',
  action: 'job.repeated',
  subject,
  payload: z.json().parse(payload),
  hash: '1'.repeat(64),
});

it('tells each repetition of a job in a sentence, and none of another job', () => {
  const different: RepetitionEntry = {
    ...outcome,
    result: 'different',
    differing: 40,
    conclusions: [{ detectorId: 'blink', differs: 'the outcome was measured and is abstained' } as RepetitionEntry['conclusions'][number]],
  };
  const entries = [
    entry('J1', outcome),
    entry('J2', outcome),
    entry('J1', { ...outcome, result: 'same-conclusions', differing: 11_999 }),
    entry('J1', different),
  ];
  const by = '2026-01-02 03:04:05 UTC by Demo Examiner, on webgpu with Penumbra 0.1.0: ';
  expect(repetitions(entries, 'J1').map((words) => words.replaceAll('\u202f', ' '))).toEqual([
    `${by}identical (all 12 000 stored rows, and everything concluded from them)`,
    `${by}1 of 12 000 stored rows equal; the same outcomes and findings`,
    `${by}11 960 of 12 000 stored rows equal; concluded otherwise: blink (the outcome was measured and is abstained)`,
  ]);
});
