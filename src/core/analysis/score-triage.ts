/** A whole triage: folders, what was measured before, and all cores. */
import type { ScoreLine } from '../../contract/score.ts';
import { recipeOf } from '../validation/recipe.ts';
import { chosenDetectors } from './plan.ts';
import { scoreMany, scoreWorkers } from './score-many.ts';
import { pathsToScore } from './score-paths.ts';
import { ScoreResults } from './score-results.ts';
import { detectorsOn, type ScoreOptions } from './score.ts';

export interface TriageOptions extends ScoreOptions {
  /** Where lines are kept and found again; `null`: nowhere. */
  readonly resultsPath: string | null;
  /** `null`: as this machine allows. */
  readonly workers: number | null;
  readonly onFiles?: (done: number, of: number) => void;
}

/** One line for each file, in the order of the files; throws DETECTOR_UNKNOWN and FILE_UNREADABLE (the results) before the first. */
export async function* scoreTriage(given: readonly string[], options: TriageOptions): AsyncGenerator<ScoreLine> {
  const files = await pathsToScore(given);
  const { resultsPath, workers, onFiles, ...scoring } = options;
  const results = resultsPath === null ? null : await ScoreResults.open(resultsPath, recipe(scoring));
  try {
    const known = new Set(files.filter((file) => typeof file === 'string' && results?.has(file) === true));
    const todo = files.filter((file): file is string => typeof file === 'string' && !known.has(file));
    const fresh = scoreMany(todo, scoring, workers ?? scoreWorkers(todo.length));
    const lineOf = async (file: string): Promise<ScoreLine> => {
      if (results !== null && known.has(file)) return results.line(file);
      const next = await fresh.next();
      if (next.done === true) throw new Error('one line for each file');
      if (results !== null && !('error' in next.value)) await results.keep(next.value);
      return next.value;
    };
    try {
      for (const [done, file] of files.entries()) {
        const line = typeof file !== 'string' ? file : await lineOf(file);
        onFiles?.(done + 1, files.length);
        yield line;
      }
    } finally {
      await fresh.return(undefined);
    }
  } finally {
    await results?.close();
  }
}

/** What a line depends on: under another one a file is examined again. */
function recipe({ machine, tools, version, detectorIds, signals }: ScoreOptions): string {
  const cards = chosenDetectors(detectorsOn(machine), detectorIds).map(({ card }) => card);
  const of = recipeOf(cards, machine ?? { packs: [], chosen: { provider: 'cpu', choice: { asked: 'cpu', passedOver: [] }, reports: [] } });
  return `${of}; ${tools.version}; Penumbra ${version}${signals === true ? '; with signals' : ''}`;
}
