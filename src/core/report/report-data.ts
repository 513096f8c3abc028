/** Everything that a report says, as plain data: what is drawn on its pages and attached to it as JSON. Pictures come apart. */
import type { DetectorCard, Finding, FrameOverlay, Job, PastReview, Shape, Signal, Track } from '../../contract/analysis.ts';
import type { CustodyEntry } from '../../contract/custody.ts';
import type { WireError } from '../../contract/errors.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import type { LightDrawing } from '../../contract/light.ts';
import type { WindowName } from '../../base/sound-grid.ts';
import type { Mark } from '../../contract/marks.ts';
import type { Note } from '../../contract/notes.ts';
import type { Snapshot } from '../../contract/snapshots.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { IdentityInfo, Report, ReportContent, SignatureLevel } from '../../contract/report.ts';
import type { FrameWarning } from '../../engine/protocol.ts';
import type { Acquisition, CaseRecord } from '../../store/records.ts';
import type { SoundMark } from './sound/views.ts';

export interface ReportData {
  readonly format: 'penumbra-report/1';
  readonly report: {
    readonly id: string;
    readonly createdAtUtc: string;
    readonly remarks: string | null;
    /** As chosen and written by the examiner. */
    readonly content: ReportContent;
    /** A draft says so on every page. */
    readonly draft: boolean;
  };
  readonly case: CaseRecord;
  readonly software: { readonly name: 'Penumbra'; readonly version: string; readonly node: string };
  readonly items: readonly ReportItem[];
  readonly examinations: readonly ReportExamination[];
  readonly findings: readonly ReportFinding[];
  /** What examiners drew and kept, in order of keeping. */
  readonly light: readonly ReportLight[];
  /** What examiners noted, in order of keeping, the withdrawn ones too. */
  readonly notes: readonly ReportNote[];
  /** Frames as examiners looked at them, in order of keeping, the withdrawn ones too. */
  readonly snapshots: readonly ReportSnapshot[];
  readonly methods: readonly DetectorCard[];
  readonly custody: {
    /** Of the entry before this report's own. */
    readonly head: { readonly seq: number; readonly hash: string };
    readonly entries: readonly CustodyEntry[];
  };
  readonly signature: ReportSignature;
}

export interface ReportItem {
  readonly exhibit: Exhibit;
  readonly acquisitions: readonly Acquisition[];
  /** Tags and notes of the examiner, in order of keeping, the withdrawn ones too. */
  readonly marks: readonly Mark[];
  /** The stored file hashed again for this report. */
  readonly integrity: { readonly ok: boolean; readonly checkedAtUtc: string; readonly words: string };
  readonly probe: ReportProbe;
  readonly structure: ReportStructure;
}

/** ffprobe's whole answer; `null`: why not, in the words. */
export interface ReportProbe {
  /** JSON, byte for byte as kept. Whoever has the custody log can hold its hash against the entry about the kept file. */
  readonly text: string | null;
  /** The derived file of the case; `null` when it was read again for the report. */
  readonly keptAs: string | null;
  /** Where it comes from. */
  readonly words: string;
}

/** What the file says about itself; `null`: why not, in the words. */
export interface ReportStructure {
  readonly value: FileStructure | null;
  readonly words: string;
}

export interface ReportExamination {
  readonly job: Job;
  readonly warnings: readonly FrameWarning[];
  readonly failures: readonly { readonly detectorId: string; readonly error: WireError }[];
  readonly framesDecoded: number;
  readonly tracks: readonly Track[];
  readonly signals: readonly Signal[];
}

export interface ReportFinding {
  readonly finding: Finding;
  /** Presentation time of the key frame, microseconds; `null` without one. */
  readonly keyPtsUs: number | null;
  /** Timecode of start, end and key frame, from their PTS. */
  readonly timecode: { readonly start: string; readonly end: string; readonly key: string | null };
  /** Every decision, oldest first, those taken back too. */
  readonly reviews: readonly PastReview[];
  /** SHA-256 of the frame's picture (PNG as decoded) when it is shown in the report. */
  readonly stillSha256: string | null;
  /** Why its frame could not be shown, when it was chosen to be. */
  readonly stillError: WireError | null;
  /** What the picture of its sound shows, when there is one in the report. */
  readonly sound: ReportSound | null;
  readonly soundError: WireError | null;
}

/** A spectrogram with the waveform above it: every setting that made it, so that it can be made again. */
export interface ReportSound {
  readonly stream: number;
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly window: WindowName;
  /** Stated length of the Gaussian window; it reaches over twice that. */
  readonly windowSeconds: number;
  readonly fftSize: number;
  /** From 0 Hz to here, linear. */
  readonly highHz: number;
  /** Black; `rangeDb` below it and less is white. 0 dB is a full-scale sine. */
  readonly topDb: number;
  readonly rangeDb: number;
  /** Whether all of the stretch is shown. */
  readonly whole: boolean;
  readonly marks: readonly SoundMark[];
  readonly panels: readonly SoundPanel[];
}

export interface SoundPanel {
  /** Counted from 0. */
  readonly channel: number;
  /** Edges of the picture on the exhibit's clock. */
  readonly startUs: number;
  readonly endUs: number;
  /** From column to column. */
  readonly hopSamples: number;
  /** A column is the mean power of so many windows. */
  readonly windowsPerColumn: number;
  readonly columns: number;
  readonly rows: number;
  /** Columns without sound: the first, and the one after the last. */
  readonly gaps: readonly (readonly [number, number])[];
  /** Of the pixels, one byte of grey each, row by row from the highest frequency. */
  readonly sha256: string;
}

export interface ReportLight {
  readonly drawing: LightDrawing;
  readonly ptsUs: number | null;
  readonly timecode: string | null;
  /** As in a finding. */
  readonly stillSha256: string | null;
  readonly stillError: WireError | null;
}

export interface ReportSnapshot {
  readonly snapshot: Snapshot;
  readonly ptsUs: number | null;
  readonly timecode: string | null;
  /** SHA-256 of the whole frame as decoded (PNG), before the view settings. */
  readonly stillSha256: string | null;
  readonly stillError: WireError | null;
}

export interface ReportNote {
  readonly note: Note;
  readonly timecode: { readonly start: string; readonly end: string };
  /** As in a finding; of notes on a part of the picture. */
  readonly stillSha256: string | null;
  readonly stillError: WireError | null;
  /** As in a finding; of notes on the sound. */
  readonly sound: ReportSound | null;
  readonly soundError: WireError | null;
}

export type ReportSignature =
  | { readonly level: Extract<SignatureLevel, 'none'>; readonly identity: null }
  | {
      readonly level: Exclude<SignatureLevel, 'none'>;
      readonly identity: IdentityInfo;
      /** Address of the authority whose timestamp the signature carries. */
      readonly timestampUrl?: string;
      /** The level that was asked for first, and why it could not be reached. */
      readonly missed?: NonNullable<Report['signature']['missed']>;
    };

/** The exact frame of one finding, light drawing or note, with what is drawn over it. */
export interface Picture {
  /** PNG or JPEG. */
  readonly bytes: Uint8Array;
  /** Of the full-size, rotated frame: the coordinates of the overlay. */
  readonly width: number;
  readonly height: number;
  readonly overlay: FrameOverlay['faces'];
  /** What the finding's own detector draws over this frame; none for a light drawing, whose lines are its own. */
  readonly shapes: readonly Shape[];
}

/** By id of the finding, light drawing or note. */
export type Pictures = ReadonlyMap<string, Picture>;

/** For each panel its spectrogram, grey, and lowest and highest sample of each column (NaN where there is no sound). */
export type SoundPicture = readonly { readonly png: Uint8Array; readonly peaks: Float32Array }[];

/** By id of the finding or note. */
export type SoundPictures = ReadonlyMap<string, SoundPicture>;
