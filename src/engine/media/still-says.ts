/**
 * What a still says of itself and ffmpeg does not tell: how it is to be turned where that is written in a TIFF, a PNG, a WebP or an AVIF
 * (ffmpeg before 8 follows the Exif of JPEG alone), and that the file holds more pictures than the one that is examined.
 */
import { Failure } from '../../base/failure.ts';
import { FileBytes, ReadingEnded } from '../structure/bytes.ts';
import { avifSays } from './avif-says.ts';
import type { Quarter, Turn } from './facts.ts';
import type { Sniffed } from './sniff.ts';
import { tiffSays, type TiffSays } from './tiff-says.ts';

export interface StillSays {
  /** `null`: nothing that is understood. */
  readonly turn: Turn | null;
  /** Sentences for the facts of the exhibit. */
  readonly leftOut: readonly string[];
}

const NOTHING: StillSays = { turn: null, leftOut: [] };

/** Exif 2.32, tag 274, in the order of its values from 1 on. */
const TURNS: readonly (readonly [Quarter, boolean])[] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [90, true],
  [90, false],
  [270, true],
  [270, false],
];

/** `null` where it is no still of these formats, or an ISO base media file with an index. Rejects with MEDIA_UNDECODABLE for an AVIF of tiles and a WebP that moves. */
export async function stillSays(path: string, { demuxer }: Sniffed, signal?: AbortSignal): Promise<StillSays | null> {
  const reader = READERS[demuxer];
  if (reader === undefined) return null;
  const bytes = await FileBytes.open(path, signal ?? new AbortController().signal);
  try {
    return await reader(bytes);
  } catch (error) {
    // Lying lengths: the decoder says what the file is.
    if (error instanceof ReadingEnded || error instanceof RangeError) return demuxer === 'mov' ? null : NOTHING;
    throw error;
  } finally {
    await bytes.close();
  }
}

const READERS: Readonly<Record<string, (bytes: FileBytes) => Promise<StillSays | null>>> = {
  mov: async (bytes) => {
    const says = await avifSays(bytes);
    if (says === null) return null;
    if (says.primaryType !== 'av01')
      throw new Failure('MEDIA_UNDECODABLE', `AVIF: its picture is put together from others (${says.primaryType}), which is not read`);
    return { turn: says.turn, leftOut: [...more(says.others), ...(says.transparent ? ['Its transparency is left out.'] : [])] };
  },
  tiff_pipe: async (bytes) => {
    const says = await tiffSays(bytes, 0);
    return { turn: turnIn(says), leftOut: more(says.pictures - 1) };
  },
  png_pipe: (bytes) => exifIn(bytes, 8, pngChunk),
  webp_pipe: (bytes) => exifIn(bytes, 12, riffChunk),
  jpeg_pipe: async (bytes) => ({ turn: null, leftOut: more((await picturesOfJpeg(bytes)) - 1) }),
};

const more = (others: number): string[] =>
  others <= 0
    ? []
    : [
        `The file holds ${others === 1 ? 'one more picture' : `${String(others)} more pictures`} (pages, a preview, the other eye, brightness for screens of high range): one alone is shown and examined.`,
      ];

function turnIn({ orientation }: TiffSays): Turn | null {
  const [rotation, mirrored] = TURNS[orientation - 1] ?? [];
  return rotation === undefined || mirrored === undefined ? null : { rotation, mirrored };
}

/** Name of a chunk, where its body begins, how long that is, and where the next one begins. */
type Chunk = readonly [name: string, body: number, length: number, next: number];

/** W3C PNG specification, section 5.3. */
function pngChunk(head: Buffer, at: number): Chunk {
  const length = head.readUInt32BE(0);
  return [head.toString('latin1', 4, 8), at + 8, length, at + 12 + length];
}

/** WebP Container Specification, RIFF file format. */
function riffChunk(head: Buffer, at: number): Chunk {
  const length = head.readUInt32LE(4);
  return [head.toString('latin1', 0, 4), at + 8, length, at + 8 + length + (length % 2)];
}

async function exifIn(bytes: FileBytes, from: number, chunkAt: (head: Buffer, at: number) => Chunk): Promise<StillSays> {
  for (let at = from; at + 8 <= bytes.size;) {
    const [name, body, length, next] = chunkAt(await bytes.read(at, 8), at);
    if (name === 'ANMF') throw new Failure('MEDIA_UNDECODABLE', 'a WebP that moves, which ffmpeg does not decode');
    if (name.toUpperCase() === 'EXIF' && length >= 8) {
      // Some writers of WebP put JPEG's mark in front.
      const marked = (await bytes.read(body, 6)).toString('latin1') === 'Exif\0\0';
      return { turn: turnIn(await tiffSays(bytes, marked ? body + 6 : body)), leftOut: [] };
    }
    at = next;
  }
  return NOTHING;
}

/** CIPA DC-007 (Multi-Picture Format), section 5.2.3.2: tag 0xB001 is the number of pictures; 1 without such a segment. */
async function picturesOfJpeg(bytes: FileBytes): Promise<number> {
  for (let at = 2; at + 4 <= bytes.size;) {
    const head = await bytes.read(at, 8);
    const marker = head[1] ?? 0;
    if (head[0] !== 0xff || marker === 0xda || marker === 0xd9 || marker === 0xff) return 1;
    if (marker === 0xe2 && head.toString('latin1', 4, 8) === 'MPF\0') return (await tiffSays(bytes, at + 8)).numberOfImages;
    at += 2 + head.readUInt16BE(2);
  }
  return 1;
}
