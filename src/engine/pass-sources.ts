/** What the pass asks of the parts that it is given: sources.ts gives the real ones, tests give fakes. */
import type { FileStructure } from '../contract/structure.ts';
import type { AnyDetector } from './detectors/interface.ts';
import type { FaceItem } from './faces/face.ts';
import type { Networks } from './inference/networks.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { PictureLanes } from './picture-lanes.ts';
import type { FrameWarning } from './protocol.ts';
import type { SoundSpan } from './sound/listen.ts';
import type { SoundDecoding } from './sound/sound-block.ts';

/** What the pass asks of the face tracker. */
export interface FaceTracking {
  track(frame: WorkingFrame): Promise<readonly FaceItem[]>;
  /** Plain data (survives JSON) from which a new tracker goes on exactly as this one would. */
  state(): unknown;
}

/** What the pass asks of the sound beside the picture. */
export interface Listening {
  /** Between two moments of the exhibit's clock, in order; `null` where there is no sound. */
  span(fromUs: number, toUs: number): Promise<SoundSpan | null>;
  close(): Promise<void>;
}

/** One decoding; `ended` resolves after its last frame, or after the iteration was left. */
export interface Decoding extends AsyncIterable<WorkingFrame> {
  readonly ended: Promise<{ readonly warnings: readonly FrameWarning[]; readonly decodeSeconds: number }>;
}

/** Where the pass gets its parts. */
export interface PassSources {
  readonly detectors: readonly AnyDetector[];
  /** Frames in presentation order from `firstFrame` to the end; one stays as it is until `held` later ones have been asked for. */
  decode(firstFrame: number, signal: AbortSignal, held: number): Decoding;
  openNetworks(): Promise<Networks>;
  /** Only where threads of their own are worth it for these detectors of the picture; the structure may still be being read. */
  readonly lanesBeside?: (detectors: readonly AnyDetector[], structure: Promise<FileStructure | null>) => LanesBeside;
  /** `state` is what an earlier tracker gave, or `null` at the start. */
  openTracker(networks: Networks, state: unknown): Promise<FaceTracking>;
  /** What the file says about itself; asked for only when a detector needs it. */
  readStructure(signal: AbortSignal): Promise<FileStructure>;
  /** The sound from `fromUs` on; asked for only when a detector hears. */
  openSound(networks: Networks, fromUs: number, signal: AbortSignal): Promise<Listening>;
  /** All sound from its start, in blocks; asked for only when a detector observes it. */
  decodeSound(signal: AbortSignal): SoundDecoding;
  /** Ends what was begun before the pass, and was never asked for: what fails may fail before that. */
  readonly leave?: () => Promise<void>;
  overlayPoints(face: FaceItem): readonly number[];
  /** A steady clock, milliseconds. */
  now(): number;
}

/** Threads of detectors, which read their networks until `opened` resolves; it rejects when a thread breaks. */
export type LanesBeside = PictureLanes & { readonly opened: Promise<void> };
