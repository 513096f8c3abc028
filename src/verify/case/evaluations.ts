/** Computes every stored likelihood ratio again, from the score and the calibration that are stored with it. */
import type Database from 'better-sqlite3';
import { parseJson } from './canonical.ts';
import type { Problems } from './problems.ts';

interface StoredOutcome {
  readonly score?: unknown;
  readonly evaluation?: {
    readonly status?: unknown;
    readonly log10LR?: unknown;
    readonly calibration?: {
      readonly calibration?: {
        readonly line?: { readonly intercept?: unknown; readonly slope?: unknown };
        readonly bounds?: { readonly lower?: unknown; readonly upper?: unknown };
      };
    };
  };
}

/** In log10 LR: what the order of an addition may change. */
const NEAR = 1e-9;

export function checkEvaluations(db: Database.Database, problems: Problems): void {
  const rows = db.prepare('SELECT job_id, detector_id, outcome_json FROM outcomes').all() as Record<string, string>[];
  for (const { job_id: jobId = '', detector_id: detectorId = '', outcome_json: text = '' } of rows) {
    const outcome: StoredOutcome | null = parseJson(text)?.value ?? null;
    const evaluation = outcome?.evaluation;
    if (evaluation?.status !== 'evaluated') continue;
    const line = evaluation.calibration?.calibration?.line;
    const bounds = evaluation.calibration?.calibration?.bounds;
    const free = Number(line?.intercept) + Number(line?.slope) * Number(outcome?.score);
    const ratio = Math.min(Math.max(free, Number(bounds?.lower)), Number(bounds?.upper));
    if (Math.abs(ratio - Number(evaluation.log10LR)) <= NEAR) continue;
    problems.add(
      'likelihood-ratio-wrong',
      `${jobId} ${detectorId}`,
      `the stored log10 LR is ${String(evaluation.log10LR)}; its score and calibration give ${String(ratio)}`,
    );
  }
}
