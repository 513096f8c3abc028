import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { madeCalibration } from '../../../tests/helpers/made-calibration.ts';
import { evaluate } from '../../engine/fusion/evaluate.ts';
import { checkEvaluations } from './evaluations.ts';
import { Problems } from './problems.ts';

const locked = madeCalibration({ version: '1.0.0', parametersSha256: 'a'.repeat(64) });

function problemsFor(change: object): string[] {
  const evaluation = evaluate(
    1.5,
    [],
    { kind: 'video', widthPx: 640 },
    { version: '1.0.0', parametersSha256: 'a'.repeat(64), weights: [] },
    locked,
  );
  const db = new Database(':memory:');
  db.exec('CREATE TABLE outcomes (job_id TEXT, detector_id TEXT, outcome_json TEXT)');
  const outcome = { status: 'measured', score: 1.5, measures: [], statement: 'x', evaluation: { ...evaluation, ...change } };
  db.prepare('INSERT INTO outcomes VALUES (?, ?, ?)').run('J1', 'blink', JSON.stringify(outcome));
  db.prepare('INSERT INTO outcomes VALUES (?, ?, ?)').run('J1', 'gaze', JSON.stringify({ status: 'abstained', reason: 'x', measures: [] }));
  const problems = new Problems();
  checkEvaluations(db, problems);
  db.close();
  return problems.list.map(({ kind, subject }) => `${kind} ${subject}`);
}

it('computes a stored likelihood ratio again', () => {
  expect(problemsFor({})).toEqual([]);
  expect(problemsFor({ log10LR: 2 })).toEqual(['likelihood-ratio-wrong J1 blink']);
  expect(problemsFor({ calibration: {} })).toEqual(['likelihood-ratio-wrong J1 blink']);
});
