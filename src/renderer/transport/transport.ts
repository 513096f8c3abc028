/** How the interface reaches the application, whichever door it was opened through. */
import { ERROR_WORDS, type ErrorCode, type WireError } from '../../contract/errors.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { PackAddition } from '../../contract/packs.ts';
import type { AppEvent, Answer, CaseState, Input, Output, ProcedureName } from '../../contract/index.ts';

/** A call that was answered with a code of the contract's closed table. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(error: WireError, options?: ErrorOptions) {
    super(ERROR_WORDS[error.code], options);
    this.code = error.code;
    this.detail = error.detail;
  }
}

export interface ImportProgress {
  /** Place of the file in the list that was given, from 0. */
  readonly index: number;
  readonly count: number;
  readonly name: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Told when the way to the application breaks or comes back; after `lost`, ask `cases.state` again. */
export type LinkState = 'connected' | 'lost';

export interface Transport {
  /** Throws CallError. */
  call<K extends ProcedureName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void;
  onLink(listener: (state: LinkState) => void): () => void;
  /** `signal` ends the file that is being imported, as refused, and begins no other. One outcome for each file that was begun, in order; a file that was refused does not stop the others. Throws CallError only when nothing can be imported at all. */
  importFiles(files: readonly File[], onProgress?: (progress: ImportProgress) => void, signal?: AbortSignal): Promise<ImportOutcome[]>;
  /** Checks a model pack, a zip, and takes it into the data folder. Throws CallError. */
  addPack(file: File): Promise<PackAddition>;
  /** Lets the person pick a case folder and opens it; null where this door has no picker. Resolves with null when nothing was picked. */
  readonly pickCase: (() => Promise<CaseState | null>) | null;
  /** Addresses for `src` attributes; media answers Range requests. */
  mediaUrl(exhibitId: string): string;
  /** Of a film or recording that this window cannot play, once there is one. */
  proxyUrl(exhibitId: string): string;
  thumbUrl(exhibitId: string): string;
  stillUrl(exhibitId: string, frame: number): string;
  /** A face of a track, cut out small: `J1/0/100/163` (track, first and last frame of the stretch); FRAME_HEADER names the frame it is from. */
  faceUrl(path: string): string;
  reportUrl(reportId: string): string;
  draftUrl(number: number): string;
  /** A tile of sound: `E1/tile/0/narrow/4/12`, `E1/peaks/mid/9/0`. */
  soundUrl(path: string): string;
  /** A tile of a plot of signals: `J1/3/rows/0`, `J1/3/16/0`. */
  signalUrl(path: string): string;
}

export function valueOf<K extends ProcedureName>(answer: Answer): Output<K> {
  if (!answer.ok) throw new CallError(answer.error);
  // The core has parsed every output against the contract before it answers.
  return answer.value as Output<K>;
}

/**
 * The addresses of one opening of a case. Every case has an E1, and a browser keeps pictures and media that it has shown by their address as
 * long as its page lives, whatever the headers say: without this the next case would show the pictures of the one before.
 */
export function ofOpening(transport: Transport, caseId: string): Transport {
  openings += 1;
  const of = `?case=${caseId}&opening=${String(openings)}`;
  return {
    ...transport,
    mediaUrl: (exhibitId) => transport.mediaUrl(exhibitId) + of,
    proxyUrl: (exhibitId) => transport.proxyUrl(exhibitId) + of,
    thumbUrl: (exhibitId) => transport.thumbUrl(exhibitId) + of,
    stillUrl: (exhibitId, frame) => transport.stillUrl(exhibitId, frame) + of,
    faceUrl: (path) => transport.faceUrl(path) + of,
    reportUrl: (reportId) => transport.reportUrl(reportId) + of,
    draftUrl: (number) => transport.draftUrl(number) + of,
    soundUrl: (path) => transport.soundUrl(path) + of,
    signalUrl: (path) => transport.signalUrl(path) + of,
  };
}
let openings = 0;

/** Bytes stand under the page's own origin behind both doors, so that one content security policy fits and no canvas is tainted. */
export function byteUrls(
  origin: string,
): Pick<Transport, 'mediaUrl' | 'proxyUrl' | 'thumbUrl' | 'stillUrl' | 'faceUrl' | 'reportUrl' | 'draftUrl' | 'soundUrl' | 'signalUrl'> {
  return {
    mediaUrl: (exhibitId) => `${origin}/media/${exhibitId}`,
    proxyUrl: (exhibitId) => `${origin}/proxy/${exhibitId}`,
    thumbUrl: (exhibitId) => `${origin}/thumb/${exhibitId}`,
    stillUrl: (exhibitId, frame) => `${origin}/still/${exhibitId}/${String(frame)}`,
    faceUrl: (path) => `${origin}/face/${path}`,
    reportUrl: (reportId) => `${origin}/report/${reportId}`,
    draftUrl: (number) => `${origin}/report/draft/${String(number)}`,
    soundUrl: (path) => `${origin}/sound/${path}`,
    signalUrl: (path) => `${origin}/signal/${path}`,
  };
}
