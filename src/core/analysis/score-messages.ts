/** Messages between a triage and the processes that do it; structured clones within one program. */
import type { ScoreLine } from '../../contract/score.ts';
import type { ScoreOptions } from './score.ts';

export type ToScoreChild =
  { readonly type: 'begin'; readonly options: Omit<ScoreOptions, 'onProgress'> } | { readonly type: 'file'; readonly path: string };

/** In the order in which the files were sent. */
export interface FromScoreChild {
  readonly line: ScoreLine;
}
