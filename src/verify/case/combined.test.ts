import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { exampleCombined, exampleOutcome } from '../../../tests/helpers/example-records.ts';
import { checkCombined } from './combined.ts';
import { Problems } from './problems.ts';

type Evaluated = Extract<typeof exampleCombined, { status: 'evaluated' }>;
const combined = exampleCombined as Evaluated;

function problemsFor(change: object, scores: readonly [number, number] = [0.25, 0.25]): string[] {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE outcomes (job_id TEXT, detector_id TEXT, outcome_json TEXT)');
  db.exec('CREATE TABLE combined (job_id TEXT, position INTEGER, combined_json TEXT)');
  for (const [k, id] of ['blink', 'gaze'].entries())
    db.prepare('INSERT INTO outcomes VALUES (?, ?, ?)').run('J1', id, JSON.stringify({ ...exampleOutcome, score: scores[k] }));
  db.prepare('INSERT INTO combined VALUES (?, ?, ?)').run('J1', 0, JSON.stringify({ ...combined, ...change }));
  const problems = new Problems();
  checkCombined(db, problems);
  db.close();
  return problems.list.map(({ kind, subject, words }) => `${kind} ${subject}: ${words}`);
}

it('computes a stored combination again', () => {
  expect(problemsFor({})).toEqual([]);
  expect(problemsFor({ status: 'notValidated' })).toEqual([]);
  const wrong = 'likelihood-ratio-wrong J1 blink + gaze: ';
  expect(problemsFor({ log10LR: 2 })).toEqual([`${wrong}the stored log10 LR is 2; its scores and its fusion give -0.2`]);
  expect(problemsFor({}, [0.25, 0.3])).toEqual([`${wrong}the score of gaze is not the one of its outcome`]);
  expect(problemsFor({ constant: 0.2 })).toEqual([`${wrong}the constant is 0.1`]);
  const [first, second] = combined.contributions;
  expect(problemsFor({ contributions: [{ ...first, log10LR: 0.2 }, second] })).toEqual([`${wrong}blink adds 0.125, not the stored 0.2`]);
  expect(problemsFor({ contributions: [first] })).toEqual([`${wrong}its fusion has no fit for the cues that it combines`]);
});

it('says nothing of a case of an earlier version', () => {
  const db = new Database(':memory:');
  const problems = new Problems();
  checkCombined(db, problems);
  db.close();
  expect(problems.list).toEqual([]);
});
