/** What a detector is: it turns one item into a small row, and all rows into a conclusion. */
import type { DetectorCard, FindingDraft, Outcome, Signal, Track } from '../../contract/analysis.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FaceItem } from '../faces/face.ts';
import type { WorkingFrame } from '../media/frame.ts';
import type { Networks } from '../inference/networks.ts';

export type Applicability = { readonly applies: true } | { readonly applies: false; readonly reason: string };

/** What arrives at observe(), by feed. A feed is added here when the first detector needs it. */
export interface FeedItems {
  readonly frame: WorkingFrame;
  readonly face: FaceItem;
}
export type Feed = keyof FeedItems;

export interface DetectorEnv {
  /** Loads a network by its id in models.lock.json, its hash checked; rejects with WEIGHTS_MISSING or WEIGHTS_MISMATCH. */
  readonly networks: Networks;
  readonly facts: MediaFacts;
}

export interface Observer<Item> {
  /** One value for each of the detector's columns; `null` where this item gives no measure. Deterministic. */
  observe(item: Item): Promise<readonly (number | null)[]> | readonly (number | null)[];
  close(): Promise<void>;
}

export interface ObservationRow {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number | null;
  readonly values: readonly (number | null)[];
}

export interface ConcludeInput {
  readonly facts: MediaFacts;
  /** In order of frame, then track. */
  readonly rows: readonly ObservationRow[];
  readonly tracks: readonly Track[];
  readonly framesTotal: number;
  readonly framesDecoded: number;
}

export interface Conclusion {
  readonly outcome: Outcome;
  readonly signals: readonly Signal[];
  readonly findings: readonly FindingDraft[];
}

export interface Detector<F extends Feed = Feed> {
  readonly card: DetectorCard & { readonly feed: F };
  /** Names and units of the values in a row. */
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  applies(facts: MediaFacts): Applicability;
  /** Loads what it needs; fails loudly before any data. */
  open(env: DetectorEnv): Promise<Observer<FeedItems[F]>>;
  /** Pure: no media, no weights; can be repeated years later from the case file alone. */
  conclude(input: ConcludeInput): Conclusion;
}
export type AnyDetector = { [F in Feed]: Detector<F> }[Feed];
