import { expect, it } from 'vitest';
import { CustodyAction, type CustodyEntry } from '../../contract/custody.ts';
import { ACTION_WORDS, payloadGist } from './custody-words.ts';
import { filtered, NO_FILTER } from './ledger-filter.ts';

const entry = (seq: number, action: CustodyAction, subject: string, payload: CustodyEntry['payload'] = {}): CustodyEntry => ({
  seq,
  prevHash: '0'.repeat(64),
  atUtc: `2026-05-${String(seq).padStart(2, '0')}T10:00:00.000Z`,
  actor: seq === 2 ? 'Second Examiner' : 'Demo Examiner',
  action,
  subject,
  payload,
  hash: String(seq).repeat(64).slice(0, 64),
});
const entries = [
  entry(1, 'case.created', 'c'),
  entry(2, 'exhibit.imported', 'E1', { name: 'Clip ONE.mp4', hashes: { sha256: 'ab'.repeat(32) } }),
  entry(3, 'finding.reviewed', 'F1', { decision: 'confirmed', reason: 'a seam' }),
  entry(12, 'examination.started', 'J1'),
  entry(13, 'examination.finished', 'J1'),
];
const seqs = (filter: Partial<typeof NO_FILTER>): number[] => filtered(entries, { ...NO_FILTER, ...filter }).map(({ seq }) => seq);

it('shows everything without a filter, as the same list', () => {
  expect(filtered(entries, NO_FILTER)).toBe(entries);
});

it('finds words in name, act, payload and hash, all of them, in any case', () => {
  expect(seqs({ text: 'clip one' })).toEqual([2]);
  expect(seqs({ text: 'abab' })).toEqual([2]);
  expect(seqs({ text: 'Finding reviewed seam' })).toEqual([3]);
  expect(seqs({ text: 'clip seam' })).toEqual([]);
  expect(seqs({ text: '#1' })).toEqual([1]);
});

it('filters by who, by act or noun, and by days with both ends', () => {
  expect(seqs({ actor: 'Second Examiner' })).toEqual([2]);
  expect(seqs({ action: 'examination' })).toEqual([12, 13]);
  expect(seqs({ action: 'examination.started' })).toEqual([12]);
  expect(seqs({ from: '2026-05-02', to: '2026-05-12' })).toEqual([2, 3, 12]);
});

it('has words for every act and one line for a payload', () => {
  expect(Object.keys(ACTION_WORDS).sort()).toEqual([...CustodyAction.options].sort());
  expect(payloadGist({ payload: { framesDone: 12, plan: { a: 1 }, error: null, observationsSha256: 'ab'.repeat(32) } })).toBe(
    'frames done 12 · observations sha256 abababab…abab',
  );
});
