/** Examines every file of a labels file once and keeps what it gave, so that a validation can be interrupted and gone on with. */
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { readNamed } from '../../base/node/named-file.ts';
import type { ScoreLine } from '../../contract/score.ts';
import { scoreMany, scoreWorkers } from '../analysis/score-many.ts';
import { ScoreResults } from '../analysis/score-results.ts';
import type { ScoreOptions } from '../analysis/score.ts';
import { parseLabels, type Label } from './labels.ts';
import { summarise, type DetectorSummary, type LabelledFile } from './summary.ts';

export interface ValidateOptions {
  readonly labelsPath: string;
  readonly kind?: string;
  readonly split?: string;
  /** One line of JSON for each file; lines of an earlier run with the same recipe are used again. */
  readonly resultsPath?: string;
  readonly score: Omit<ScoreOptions, 'onProgress' | 'signals' | 'detectorIds'>;
  readonly detectorIds: readonly string[];
  /** Detector ids with their versions: what was measured with another one is measured again. */
  readonly recipe: string;
  /** So many processes; as this machine allows when absent. What comes of it is the same with any number. */
  readonly workers?: number;
  /** `path`: whose line is waited for; lines come in the order of the labels. */
  readonly onFile?: (done: number, of: number, path: string) => void;
  readonly signal?: AbortSignal;
}

export interface Validation {
  readonly labelsSha256: string;
  readonly files: readonly LabelledFile[];
  /** Files that could not be examined, with the error's code. */
  readonly failed: readonly { readonly path: string; readonly code: string }[];
  readonly summaries: readonly DetectorSummary[];
}

/** Rejects with FILE_NOT_FOUND, FILE_UNREADABLE, and APP_BAD_REQUEST (it is no labels file, or names no such file). */
export async function validate(options: ValidateOptions): Promise<Validation> {
  const text = String(await readNamed(options.labelsPath));
  const wanted = parseLabels(text).filter(({ kind, split }) => (options.kind ?? kind) === kind && (options.split ?? split) === split);
  if (wanted.length === 0) throw new Failure('APP_BAD_REQUEST', 'the labels file names no such file');
  const files: LabelledFile[] = [];
  const failed: { path: string; code: string }[] = [];
  const take = (label: Label, line: ScoreLine): void => {
    if ('error' in line) failed.push({ path: label.path, code: line.error.code });
    else files.push({ label, scored: line });
  };
  const { resultsPath, recipe } = options;
  const results = resultsPath === undefined ? null : await ScoreResults.open(resultsPath, recipe);
  try {
    await examineAll(wanted, options, results, take);
  } finally {
    await results?.close();
  }
  return {
    labelsSha256: createHash('sha256').update(text).digest('hex'),
    files,
    failed,
    summaries: options.detectorIds.map((id) => summarise(files, id)),
  };
}

async function examineAll(
  labels: readonly Label[],
  options: ValidateOptions,
  results: ScoreResults | null,
  take: (label: Label, line: ScoreLine) => void,
): Promise<void> {
  const known = new Set(labels.filter(({ path }) => results?.has(path) === true));
  const todo = labels.filter((label) => !known.has(label)).map(({ path }) => resolve(dirname(options.labelsPath), path));
  const scoring = { ...options.score, detectorIds: options.detectorIds };
  const fresh = scoreMany(todo, scoring, options.workers ?? scoreWorkers(todo.length));
  try {
    for (const [done, label] of labels.entries()) {
      if (options.signal?.aborted === true) return;
      options.onFile?.(done, labels.length, label.path);
      if (results !== null && known.has(label)) {
        take(label, await results.line(label.path));
        continue;
      }
      const { value: line } = await fresh.next();
      if (line === undefined) throw new Error('one line for each file');
      // Only what was measured is kept: an error may be gone at the next run.
      if (results !== null && !('error' in line)) await results.keep(line, label.path);
      take(label, line);
    }
  } finally {
    await fresh.return(undefined);
  }
}
