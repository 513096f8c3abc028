/** Messages between the core and an engine worker thread. Plain data only, so that they survive structured clone. */
import type { Plan } from '../contract/analysis.ts';
import type { WireError } from '../contract/errors.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { MediaFacts } from '../contract/exhibits.ts';
import type { Box, Rational } from '../contract/values.ts';
import type { ObservationRow } from './detectors/interface.ts';

/** Given to the worker when it starts (workerData). */
export interface EngineTask {
  readonly path: string;
  readonly facts: MediaFacts;
  /** From the stored frame index; frame n is at pts[n] ticks. */
  readonly timeBase: Rational;
  readonly pts: readonly number[];
  readonly plan: Plan;
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly weightsFolder: string;
  /** Where model packs lie; only where the plan names one. */
  readonly packsFolder?: string;
  /** False: no detector of the plan looks at this file's picture, or all that would have failed, so nothing is started for it. */
  readonly looksAtPicture?: boolean;
  /** Where an interrupted job goes on: the first frame not yet stored, the tracker's state after the frame before it, the first block of sound. */
  readonly resume: {
    readonly nextFrame: number;
    readonly trackerState: unknown;
    /** Default 0. */
    readonly nextBlock?: number;
    /** Detectors that failed before the interruption: they stay failed. */
    readonly failedDetectorIds?: readonly string[];
  } | null;
}

/** One face in one frame, as stored: what an overlay needs. Points are flat x,y pairs in full-size pixels. */
export interface FaceRow {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number;
  readonly confidence: number;
  readonly box: Box;
  /** OVERLAY_POINTS of engine/faces: left eye 16, right eye 16, left iris 5, right iris 5, lips, face oval. */
  readonly points: readonly number[];
}

export interface FrameWarning {
  readonly frame: number | null;
  readonly words: string;
}

export type ToEngine = { readonly type: 'ack'; readonly seq: number } | { readonly type: 'cancel' };

export type FromEngine =
  /** When it has been read, if a detector needs it: before `opened`, or among the batches. */
  | { readonly type: 'structure'; readonly structure: FileStructure }
  | {
      readonly type: 'opened';
      readonly provider: string;
      /** Detectors that could not be opened: they fail alone. */
      readonly failed: readonly { readonly detectorId: string; readonly error: WireError }[];
      /** Where the engine runs on another machine: which one. */
      readonly worker?: { readonly name: string; readonly host: string; readonly version: string; readonly processor: string };
    }
  | {
      readonly type: 'batch';
      readonly seq: number;
      readonly firstFrame: number;
      /** Every frame up to and including this one has been examined: the checkpoint. */
      readonly lastFrame: number;
      /** Frames that this batch adds. */
      readonly framesDecoded: number;
      readonly faces: readonly FaceRow[];
      readonly observations: Readonly<Record<string, readonly ObservationRow[]>>;
      readonly warnings: readonly FrameWarning[];
      readonly failed: readonly { readonly detectorId: string; readonly error: WireError }[];
      readonly trackerState: unknown;
    }
  | {
      /** Of the sound, after the last batch of the picture; numbered on. */
      readonly type: 'soundBatch';
      readonly seq: number;
      readonly firstBlock: number;
      /** Blocks that this batch adds: all before firstBlock + blocks have been examined. 0 in a batch that only tells the end. */
      readonly blocks: number;
      /** There is no sound after this batch. */
      readonly ended: boolean;
      readonly observations: Readonly<Record<string, readonly ObservationRow[]>>;
      readonly warnings: readonly FrameWarning[];
      readonly failed: readonly { readonly detectorId: string; readonly error: WireError }[];
    }
  | { readonly type: 'ended'; readonly reason: 'finished' | 'cancelled'; readonly decodeSeconds: number; readonly totalSeconds: number }
  | { readonly type: 'failed'; readonly error: WireError };
