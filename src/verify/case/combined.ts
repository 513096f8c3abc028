/** Computes every stored combination again: each cue's part from the score in its own outcome, then their sum, then the bounds. */
import type Database from 'better-sqlite3';
import { parseJson } from './canonical.ts';
import { has } from './digests.ts';
import type { Problems } from './problems.ts';

type Json = Readonly<Record<string, unknown>>;

const NEAR = 1e-9;
const near = (a: number, b: unknown): boolean => Math.abs(a - Number(b)) <= NEAR;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(object) : []);

export function checkCombined(db: Database.Database, problems: Problems): void {
  if (!has(db, 'combined')) return;
  const rows = db.prepare('SELECT job_id, combined_json FROM combined ORDER BY job_id, position').all() as Record<string, string>[];
  for (const { job_id: jobId = '', combined_json: text = '' } of rows) {
    const combined = object(parseJson(text)?.value);
    if (combined.status !== 'evaluated') continue;
    const wrong = whatIsWrong(combined, scoresOf(db, jobId));
    const cues = Array.isArray(combined.cues) ? combined.cues.map(String).join(' + ') : 'no cues';
    if (wrong !== null) problems.add('likelihood-ratio-wrong', `${jobId} ${cues}`, wrong);
  }
}

/** What each detector of the job measured. */
function scoresOf(db: Database.Database, jobId: string): ReadonlyMap<string, number> {
  const rows = db.prepare('SELECT detector_id, outcome_json FROM outcomes WHERE job_id = ?').all(jobId) as Record<string, string>[];
  return new Map(
    rows.flatMap(({ detector_id: id = '', outcome_json: text = '' }): [string, number][] => {
      const outcome = object(parseJson(text)?.value);
      return outcome.status === 'measured' ? [[id, Number(outcome.score)]] : [];
    }),
  );
}

function whatIsWrong(combined: Json, scores: ReadonlyMap<string, number>): string | null {
  const parts = list(combined.contributions);
  const names = parts.map(({ detectorId }) => String(detectorId)).sort();
  const pattern = list(object(object(combined.fusion).fusion).patterns).find(
    ({ cues }) =>
      list(cues)
        .map(({ id }) => String(id))
        .sort()
        .join() === names.join(),
  );
  if (pattern === undefined) return 'its fusion has no fit for the cues that it combines';
  let sum = Number(pattern.constant);
  for (const { id, slope, centre } of list(pattern.cues)) {
    const part = parts.find(({ detectorId }) => detectorId === id);
    const score = scores.get(String(id));
    const own = Number(slope) * (Number(score) - Number(centre));
    if (score === undefined || part?.score !== score) return `the score of ${String(id)} is not the one of its outcome`;
    if (!near(own, part.log10LR)) return `${String(id)} adds ${String(own)}, not the stored ${String(part.log10LR)}`;
    sum += own;
  }
  if (!near(Number(pattern.constant), combined.constant)) return `the constant is ${String(pattern.constant)}`;
  const bounds = object(pattern.bounds);
  const ratio = Math.min(Math.max(sum, Number(bounds.lower)), Number(bounds.upper));
  return near(ratio, combined.log10LR)
    ? null
    : `the stored log10 LR is ${String(combined.log10LR)}; its scores and its fusion give ${String(ratio)}`;
}
