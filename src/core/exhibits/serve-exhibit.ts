/** What a door needs to hand out a stored original as bytes. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseReader } from '../../store/case-store.ts';
import type { ServedFile } from '../application.ts';

/** IANA's names, or the ones that browsers expect, for the extensions that an import keeps. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mkv: 'video/matroska',
  webm: 'video/webm',
  avi: 'video/x-msvideo',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  heic: 'image/heic',
  heif: 'image/heif',
  avif: 'image/avif',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
};

/** The only extensions that a stored file may have besides `bin`. */
export const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set(Object.keys(MIME_TYPES));

/** Rejects with EXHIBIT_NOT_FOUND or EXHIBIT_MISSING. */
export async function serveExhibit(store: CaseReader, exhibitId: string): Promise<ServedFile> {
  const path = store.exhibitPath(exhibitId);
  let sizeBytes: number;
  try {
    sizeBytes = (await stat(path)).size;
  } catch (error) {
    throw new Failure('EXHIBIT_MISSING', exhibitId, { cause: error });
  }
  return { path, sizeBytes, mimeType: MIME_TYPES[extname(path).slice(1)] ?? 'application/octet-stream' };
}
