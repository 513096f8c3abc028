/** What the thread of plots and its owner say to one another: plain data. */
import type { Level } from '../../base/signal-grid.ts';
import type { ErrorCode } from '../../contract/errors.ts';

/** The signals of one plot as they are stored, and the sampling of their examination. */
export interface PlotSource {
  readonly signals: readonly string[];
  readonly step: number;
}

export type PlotAsk =
  | { readonly kind: 'tile'; readonly level: Level; readonly index: number }
  | { readonly kind: 'values'; readonly frame: number; readonly us: number };

export type ToPlots =
  | { readonly kind: 'load'; readonly key: string; readonly source: PlotSource }
  | { readonly kind: 'drop'; readonly key: string }
  | { readonly kind: 'ask'; readonly id: number; readonly key: string; readonly ask: PlotAsk };

export type PlotAnswer = ArrayBuffer | (number | null)[];

export type FromPlots =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: PlotAnswer }
  | { readonly kind: 'refused'; readonly id: number; readonly failure: { readonly code: ErrorCode; readonly detail: string | undefined } };
