/** What a detector is: it turns one item into a small row, and all rows into a conclusion. */
import type { DetectorCard, FindingDraft, Outcome, Shape, Signal, Track } from '../../contract/analysis.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { Box } from '../../contract/values.ts';
import type { FaceItem } from '../faces/face.ts';
import type { OverlayPart } from '../faces/overlay.ts';
import type { WorkingFrame } from '../media/frame.ts';
import type { Networks } from '../inference/networks.ts';
import type { SoundBlock } from '../sound/sound-block.ts';

export type Applicability = { readonly applies: true } | { readonly applies: false; readonly reason: string };

/** What arrives at observe(), by feed. A feed is added here when the first detector needs it. */
export interface FeedItems {
  readonly frame: WorkingFrame;
  readonly face: FaceItem;
  /** One second of sound after the other, for recordings without picture and for the sound of films. */
  readonly audio: SoundBlock;
}
export type Feed = keyof FeedItems;

export interface DetectorEnv {
  /** Loads a network by its id in models.lock.json, its hash checked; rejects with WEIGHTS_MISSING or WEIGHTS_MISMATCH. */
  readonly networks: Networks;
  readonly facts: MediaFacts;
  /** Only for detectors that read the file's structure; it may still be being read. */
  readonly structure?: FileStructure | null | Promise<FileStructure | null>;
}

export type Values = readonly (number | null)[];

/** What one block of sound gives: any number of rows, each with the time it belongs to, in order. */
export interface SoundRow {
  readonly ptsUs: number;
  readonly values: Values;
}

/** What observe() gives back, by feed. */
export interface FeedAnswers {
  readonly frame: Values | null;
  readonly face: Values | null;
  readonly audio: readonly SoundRow[];
}

export interface Observer<Item, Answer = Values | null> {
  /**
   * One value for each of the detector's columns, `null` where this item gives no measure of it; `null` instead of a row: this item is
   * not among those that the detector samples. A detector of sound gives a list of rows. Deterministic, and a function of this item alone.
   */
  observe(item: Item): Promise<Answer> | Answer;
  /** For a detector of faces whose question can also be put to a picture: a frame in which no face was found; its row is the picture's own. */
  observeWithoutFace?(image: WorkingFrame): Promise<Values | null> | Values | null;
  close(): Promise<void>;
}

export interface ObservationRow {
  /** For a detector of sound: the number of the block that it came from. Several rows may come from one. */
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number | null;
  readonly values: Values;
}

/** One face of one frame as it is stored: its box and its contours, full-size pixels. */
export type FaceOutline = { readonly box: Box } & Readonly<Record<OverlayPart, readonly (readonly [number, number])[]>>;

export interface ConcludeInput {
  readonly facts: MediaFacts;
  /** Only for detectors that read the file's structure. */
  readonly structure?: FileStructure | null;
  /** From the frame index: a coder begins anew there, and at low quality the picture jumps a little. */
  readonly keyFrames?: readonly number[];
  /** In order of frame (or block), then track. */
  readonly rows: readonly ObservationRow[];
  readonly tracks: readonly Track[];
  readonly framesTotal: number;
  readonly framesDecoded: number;
  /** For the region of a finding and nothing else: a one-shot score keeps no outlines and always answers `null`. */
  readonly faceAt: (frame: number, trackId: number) => FaceOutline | null;
}

/** How many frames before the one that is drawn a detector may look back. */
export const DRAWN_BACK = 50;

export interface Drawable {
  readonly row: ObservationRow;
  /** Rows of the same face (or, without one, of the picture) in the DRAWN_BACK frames before, oldest first. */
  readonly before: readonly ObservationRow[];
  /** `null` for a row of the whole picture. */
  readonly face: FaceOutline | null;
}

export interface Conclusion {
  readonly outcome: Outcome;
  readonly signals: readonly Signal[];
  readonly findings: readonly FindingDraft[];
}

export interface Column {
  readonly name: string;
  readonly unit: string;
  readonly internal?: true;
}

export interface Detector<F extends Feed = Feed> {
  readonly card: DetectorCard & { readonly feed: F };
  /** It needs the sound of each frame: items come with it. Only for detectors of faces. */
  readonly hears?: true;
  /** It needs the two frames before: `previous` comes with each frame. */
  readonly looksBack?: true;
  /** It needs what the file says about itself, at open() and at conclude(). */
  readonly readsStructure?: true;
  /** It measures traces of the coder on the luma that was coded ([Note: coded luma]), which a plan states. */
  readonly readsCodedLuma?: true;
  /** Names and units of the values in a row; `internal` ones (cells of a map, say) are stored and drawn from but not listed for a face. */
  readonly columns: readonly Column[];
  applies(facts: MediaFacts): Applicability;
  /** Loads what it needs; fails loudly before any data. */
  open(env: DetectorEnv): Promise<Observer<FeedItems[F], FeedAnswers[F]>>;
  /** Pure: no media, no weights; can be repeated years later from the case file alone. */
  conclude(input: ConcludeInput): Conclusion;
  /** What an examiner should see over this frame beside the face's own contours; made from stored rows, so it can be drawn years later. */
  draw?(item: Drawable): readonly Shape[];
}

/** A detector that needs nothing but what the file says about itself: it observes no frames, and concludes from the stored structure. */
export interface ContainerDetector {
  readonly card: DetectorCard & { readonly feed: 'container' };
  readonly columns?: undefined;
  readonly draw?: undefined;
  readonly hears?: undefined;
  applies(facts: MediaFacts): Applicability;
  /** Pure, like that of the others; `rows` is empty. */
  conclude(input: ConcludeInput): Conclusion;
}

export type ObservingDetector = { [F in Feed]: Detector<F> }[Feed];
export type AnyDetector = ObservingDetector | ContainerDetector;
