/** The byte doors in one shape for every window: an opaque id in, a status, headers and a stream out. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { toWireError } from '../../base/failure.ts';
import { FRAME_HEADER } from '../../contract/bridge.ts';
import { ExhibitId, FrameNumber, JobId, ReportId } from '../../contract/values.ts';
import type { Application, ServedFile } from '../application.ts';
import { parseRange } from './range.ts';

export interface BytesAnswer {
  readonly status: 200 | 206 | 400 | 404 | 416 | 500 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | Uint8Array | null;
}

const KINDS = ['media', 'proxy', 'thumb', 'still', 'face', 'report', 'sound', 'signal'] as const;
export type BytesKind = (typeof KINDS)[number];
export const isBytesKind = (room: string): room is BytesKind => KINDS.some((kind) => kind === room);

/**
 * `path` is what follows the kind: `E1`, `E1/250`, `R1`, `J1/0/100/163`, `E1/tile/0/narrow/4/12`; `caseId` the case that is meant: every case
 * has an E1, and a late question must not be answered from another one. Never throws; what is not understood is 400, what is not there 404.
 */
export async function serveBytes(
  app: Application,
  kind: BytesKind,
  path: string,
  range: string | null | undefined,
  caseId: string | null,
  onUnknown: (error: unknown) => void = console.error,
): Promise<BytesAnswer> {
  if (caseId !== null && !app.holds(caseId)) return nothing(404);
  try {
    switch (kind) {
      case 'media': {
        const id = ExhibitId.safeParse(path);
        return id.success ? fileAnswer(await app.exhibitFile(id.data), range) : nothing(400);
      }
      case 'proxy': {
        const id = ExhibitId.safeParse(path);
        return id.success ? fileAnswer(await app.proxyFile(id.data), range) : nothing(400);
      }
      case 'thumb': {
        const id = ExhibitId.safeParse(path);
        if (!id.success) return nothing(400);
        return pictureAnswer(await app.thumbnail(id.data));
      }
      case 'report': {
        const [, number] = /^draft\/([1-9]\d{0,8})$/.exec(path) ?? [];
        if (number !== undefined) {
          const pdf = app.reportDraft(Number(number));
          return { status: 200, headers: { 'content-type': 'application/pdf', 'content-length': String(pdf.byteLength) }, body: pdf };
        }
        const id = ReportId.safeParse(path);
        return id.success ? fileAnswer(await app.reportFile(id.data), range) : nothing(400);
      }
      case 'still': {
        const [, id = '', frame = ''] = /^(E\d+)\/(\d{1,9})$/.exec(path) ?? [];
        const exhibitId = ExhibitId.safeParse(id);
        if (!exhibitId.success || frame === '') return nothing(400);
        return pictureAnswer(await app.still(exhibitId.data, FrameNumber.parse(Number(frame))));
      }
      case 'face': {
        const [, id = '', ...numbers] = /^(J\d+)\/(\d{1,9})\/(\d{1,9})\/(\d{1,9})$/.exec(path) ?? [];
        const jobId = JobId.safeParse(id);
        const [trackId = 0, firstFrame = 0, lastFrame = -1] = numbers.map(Number);
        if (!jobId.success || lastFrame < firstFrame) return nothing(400);
        const { png, frame } = await app.facePicture({ jobId: jobId.data, trackId, firstFrame, lastFrame });
        const answer = pictureAnswer(png);
        return { ...answer, headers: { ...answer.headers, [FRAME_HEADER]: String(frame) } };
      }
      case 'sound':
        return tileAnswer(await app.soundBytes(path));
      case 'signal':
        return tileAnswer(await app.signalBytes(path));
    }
  } catch (error) {
    const { code } = toWireError(error);
    if (code === 'APP_INTERNAL') onUnknown(error);
    return {
      ...nothing(statusOf(code)),
      headers: { 'x-penumbra-error': code, 'content-length': '0' },
    };
  }
}

/** BMP begins with its two letters; everything else that is made here is PNG. */
function pictureAnswer(picture: Uint8Array): BytesAnswer {
  const isBmp = picture[0] === 0x42 && picture[1] === 0x4d;
  const headers = { 'content-type': isBmp ? 'image/bmp' : 'image/png', 'content-length': String(picture.byteLength) };
  return { status: 200, headers, body: picture };
}

function statusOf(code: string): 400 | 404 | 500 | 503 {
  if (code === 'SOUND_NOT_READY') return 503;
  if (code === 'APP_BAD_REQUEST') return 400;
  return /^(EXHIBIT|FRAME|REPORT|JOB|PROXY)_(NOT_FOUND|MISSING)$|^CASE_NOT_OPEN$/.test(code) ? 404 : 500;
}

function tileAnswer(tile: Uint8Array | null): BytesAnswer {
  if (tile === null) return nothing(400);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(tile.byteLength) };
  return { status: 200, headers, body: tile };
}

function nothing(status: 400 | 404 | 500 | 503): BytesAnswer {
  return { status, headers: { 'content-length': '0' }, body: null };
}

function fileAnswer(file: ServedFile, rangeHeader: string | null | undefined): BytesAnswer {
  const size = file.sizeBytes;
  const range = parseRange(rangeHeader, size);
  if (range === 'unsatisfiable')
    return { status: 416, headers: { 'content-range': `bytes */${String(size)}`, 'content-length': '0' }, body: null };
  const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
  const headers: Record<string, string> = {
    'content-type': file.mimeType,
    'content-length': String(last - first + 1),
    'accept-ranges': 'bytes',
  };
  if (range !== 'whole') headers['content-range'] = `bytes ${String(first)}-${String(last)}/${String(size)}`;
  const body = size === 0 ? null : createReadStream(file.path, { start: first, end: last, highWaterMark: 1 << 18 });
  return { status: range === 'whole' ? 200 : 206, headers, body };
}
