/** The parts of a file by its format: never trusts a length, never throws for what the bytes are. */
import type { FileStructure } from '../../contract/structure.ts';
import { FileBytes, Gathered, ReadingEnded } from './bytes.ts';
import { findEncoderWords } from './encoder-words.ts';
import { readIso } from './isobmff.ts';
import { readJpeg } from './jpeg.ts';
import { readMatroska } from './matroska.ts';
import { readPng } from './png.ts';
import { readRiff } from './riff.ts';

type Format = FileStructure['format'];

const READERS: Partial<Record<Format, (bytes: FileBytes, out: Gathered) => Promise<void>>> = {
  isobmff: readIso,
  jpeg: readJpeg,
  png: readPng,
  matroska: readMatroska,
  avi: readRiff,
  wave: readRiff,
  webp: readRiff,
};

/** Rejects only when the file cannot be opened or read, or `signal` aborts. */
export async function readParts(path: string, signal: AbortSignal): Promise<FileStructure> {
  const bytes = await FileBytes.open(path, signal);
  try {
    return await read(bytes);
  } finally {
    await bytes.close();
  }
}

async function read(bytes: FileBytes): Promise<FileStructure> {
  const out = new Gathered();
  const format = formatOf(await bytes.read(0, 16));
  const reader = READERS[format];
  // That we do not list the parts of FLAC, MP3, Ogg, GIF or TIFF says nothing about the file, and is no problem of it.
  if (reader !== undefined) {
    try {
      await reader(bytes, out);
      await findEncoderWords(bytes, out);
    } catch (error) {
      // A reader that steps beyond what it was given meets lying bytes: that is a fact about the file.
      if (error instanceof ReadingEnded) out.problem(error.message);
      else if (error instanceof RangeError) out.problem('Reading ended: a field lies beyond the part that should hold it.');
      else throw error;
    }
  }
  const { parts, partsOmitted, jpeg, iso, writers, times, problems } = out;
  return { format, parts, partsOmitted, jpeg, ...(iso === undefined ? {} : { iso }), writers, times, problems };
}

const BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'sidx', 'moof', 'uuid']);

const RIFF_FORMS: ReadonlyMap<string, Format> = new Map([
  ['AVI ', 'avi'],
  ['WAVE', 'wave'],
  ['WEBP', 'webp'],
]);

function formatOf(head: Buffer): Format {
  const text = (from: number, to: number): string => head.subarray(from, to).toString('latin1');
  const hex = (to: number): string => head.subarray(0, to).toString('hex');
  if (BOXES.has(text(4, 8))) return 'isobmff';
  if (hex(4) === '1a45dfa3') return 'matroska';
  if (hex(3) === 'ffd8ff') return 'jpeg';
  if (hex(8) === '89504e470d0a1a0a') return 'png';
  if (text(0, 4) === 'RIFF') return RIFF_FORMS.get(text(8, 12)) ?? 'other';
  if (text(0, 4) === 'GIF8') return 'gif';
  if (hex(4) === '49492a00' || hex(4) === '4d4d002a') return 'tiff';
  return 'other';
}
