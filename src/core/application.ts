/** The application as each door sees it. `createApp(ports)` in app.ts makes one. */
import type { Answer, AppEvent, ProcedureName } from '../contract/index.ts';
import type { PackAddition } from '../contract/packs.ts';
import type { NewCase } from '../contract/cases.ts';
import type { CaseState } from '../contract/index.ts';
import type { ImportOutcome } from '../contract/exhibits.ts';
import type { ExhibitId } from '../contract/values.ts';

/** A file that arrives as bytes through a window instead of as a path. */
export interface IncomingFile {
  readonly name: string;
  readonly modifiedAtMs: number | null;
  readonly sizeBytes: number | null;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface ServedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mimeType: string;
}

/** A stretch of frames, both ends included, of one track of one examination. */
export interface FaceWish {
  readonly jobId: string;
  readonly trackId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

export interface FacePicture {
  readonly png: Uint8Array;
  readonly frame: number;
}

export interface Application {
  /** Parses the input, runs the procedure, parses the output; never throws: errors are answers. */
  call(name: ProcedureName, input: unknown): Promise<Answer>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void;

  /** Path-based acts, for doors that own paths (command line, Electron's main process); they reject with Failure. */
  createCaseAt(folder: string, input: NewCase): Promise<CaseState>;
  openCaseAt(folder: string): Promise<CaseState>;
  /** Files and folders; one outcome for each file found, and an event for each. */
  importPaths(paths: readonly string[]): Promise<ImportOutcome[]>;
  /** A model pack, folder or zip: checked, asked its reference crops, and copied into the data folder. */
  addPack(path: string): Promise<PackAddition>;
  /** The same for a zip that arrives as bytes through a window. */
  addPackBytes(file: IncomingFile): Promise<PackAddition>;
  importBytes(file: IncomingFile): Promise<ImportOutcome>;
  /** More than one only where examinations run on other machines. */
  readonly examinationsAtOnce: number;
  /** Resolves when the examination has ended, however it ended. */
  whenJobEnds(jobId: string): Promise<void>;

  /** Whether this case is the one that is open. */
  holds(caseId: string): boolean;
  /** Byte doors: by opaque id, never by path. They reject with Failure. */
  exhibitFile(exhibitId: string): Promise<ServedFile>;
  /** The copy that is played where a window cannot play the exhibit. */
  proxyFile(exhibitId: ExhibitId): Promise<ServedFile>;
  reportFile(reportId: string): Promise<ServedFile>;
  /** The PDF of the newest draft; throws REPORT_NOT_FOUND when another was made since, or the case was closed. */
  reportDraft(number: number): Uint8Array;
  /** A small picture to know an exhibit by, as PNG: one frame, or a waveform. */
  thumbnail(exhibitId: string): Promise<Uint8Array>;
  /** Exactly this frame, decoded by ffmpeg at full size after rotation, as PNG. */
  still(exhibitId: string, frame: number): Promise<Uint8Array>;
  /** The first face of a track in a stretch of frames, cut out small, and the frame that it is from. Rejects with FRAME_NOT_FOUND where the stretch has none. */
  facePicture(wish: FaceWish): Promise<FacePicture>;
  /** A tile of a waveform or spectrogram (`E1/tile/0/narrow/4/12`, `E1/peaks/mid/9/0`); null when the path is not understood. */
  soundBytes(path: string): Promise<Uint8Array> | null;
  /** A tile of a plot of signals (`J1/3/rows/0`, `J1/3/16/0`); null when the path is not understood. */
  signalBytes(path: string): Promise<Uint8Array | null>;

  /** Ends running examinations at their last checkpoint and closes the case. */
  close(): Promise<void>;
}
