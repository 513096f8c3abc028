/** Examines every file of a labels file once and keeps what it gave, so that a validation can be interrupted and gone on with. */
import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { ScoreLine, type ScoredFile } from '../../contract/score.ts';
import { scoreFiles, type ScoreOptions } from '../analysis/score.ts';
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

/** Rejects with FILE_NOT_FOUND (no labels file) and APP_BAD_REQUEST (it cannot be read, or names no such file). */
export async function validate(options: ValidateOptions): Promise<Validation> {
  const text = await readFile(options.labelsPath, 'utf8').catch((cause: unknown) => {
    throw new Failure('FILE_NOT_FOUND', options.labelsPath, { cause });
  });
  const wanted = parseLabels(text).filter(({ kind, split }) => (options.kind ?? kind) === kind && (options.split ?? split) === split);
  if (wanted.length === 0) throw new Failure('APP_BAD_REQUEST', 'the labels file names no such file');
  const known = await earlier(options);
  const files: LabelledFile[] = [];
  const failed: { path: string; code: string }[] = [];
  for (const [done, label] of wanted.entries()) {
    if (options.signal?.aborted === true) break;
    options.onFile?.(done, wanted.length, label.path);
    const line = known.get(label.path) ?? (await examine(label, options));
    if ('error' in line) failed.push({ path: label.path, code: line.error.code });
    else files.push({ label, scored: line });
  }
  return {
    labelsSha256: createHash('sha256').update(text).digest('hex'),
    files,
    failed,
    summaries: options.detectorIds.map((id) => summarise(files, id)),
  };
}

async function examine(label: Label, options: ValidateOptions): Promise<ScoreLine> {
  const path = resolve(dirname(options.labelsPath), label.path);
  for await (const line of scoreFiles([path], { ...options.score, detectorIds: options.detectorIds })) {
    // Only what was measured is kept: an error may be gone at the next run.
    if (options.resultsPath !== undefined && !('error' in line))
      await appendFile(options.resultsPath, `${JSON.stringify({ path: label.path, recipe: options.recipe, line })}\n`);
    return line;
  }
  throw new Error('unreachable: one line for each file');
}

async function earlier({ resultsPath, recipe }: ValidateOptions): Promise<Map<string, ScoredFile>> {
  const known = new Map<string, ScoredFile>();
  if (resultsPath === undefined) return known;
  const text = await readFile(resultsPath, 'utf8').catch(() => '');
  for (const one of text.split('\n').filter((line) => line !== '')) {
    const entry = JSON.parse(one) as { path: string; recipe: string; line: unknown };
    if (entry.recipe !== recipe) continue;
    const line = ScoreLine.safeParse(entry.line);
    if (line.success && !('error' in line.data)) known.set(entry.path, line.data);
  }
  return known;
}
