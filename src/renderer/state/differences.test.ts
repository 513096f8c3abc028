import { expect, it } from 'vitest';
import type { CaseProblem } from '../../contract/cases.ts';
import { ExhibitId } from '../../contract/values.ts';
import { cannotBeExamined, differencesOf, exhibitOf } from './differences.ts';

const exhibit = { id: ExhibitId.parse('E1'), hashes: { sha256: 'ab'.repeat(32), sha1: '0'.repeat(40), md5: '0'.repeat(32) } };
const problem = (kind: CaseProblem['kind'], subject: string): CaseProblem => ({ kind, subject, words: 'w' });

it('finds the exhibit of a stored file, of a derived file and of a record', () => {
  const id = (subject: string) => exhibitOf(problem('exhibit-hash-wrong', subject), [exhibit])?.id ?? null;
  expect(id(`exhibits/${'ab'.repeat(32)}/original.wav`)).toBe('E1');
  expect(id('derived/E1-ffprobe.json')).toBe('E1');
  expect(id('E1, acquisition 2')).toBe('E1');
  expect(id('E1')).toBe('E1');
  // Others, and what only looks like it.
  for (const other of [`exhibits/${'cd'.repeat(32)}/original.wav`, 'derived/E11-ffprobe.json', 'E12', 'case.sqlite', '7', 'J1'])
    expect(id(other), other).toBeNull();
});

it('tells what stops an examination from what does not', () => {
  const path = `exhibits/${'ab'.repeat(32)}/original.wav`;
  const all = [problem('exhibit-writable', path), problem('ledger-gap', '4')];
  expect(differencesOf(exhibit, all)).toEqual([all[0]]);
  expect(cannotBeExamined(differencesOf(exhibit, all))).toBe(false);
  expect(cannotBeExamined([problem('exhibit-size-wrong', path)])).toBe(true);
});
