/**
 * Decides from a file's first bytes which demuxer may open it.
 * ffmpeg is never left to guess: its list holds playlists, scripts and text "videos", and it also goes by the file's name.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { isMissing } from '../../base/node/is-missing.ts';
import { Failure } from '../../base/failure.ts';
import { HEIF } from './heif.ts';

/** ffmpeg's name of the demuxer, and what a file of this kind is called. */
export interface Sniffed {
  readonly demuxer: string;
  readonly label: string;
  /** Still pictures come through ffmpeg's `*_pipe` demuxers, which read exactly one file and know no name patterns. */
  readonly still: boolean;
}

const HEAD_BYTES = 1024;

const is = (demuxer: string, label: string, still = false): Sniffed => ({ demuxer, label, still });

/** null: not a format that Penumbra opens. Rejects with FILE_NOT_FOUND or FILE_UNREADABLE. */
export async function sniff(path: string): Promise<Sniffed | null> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    const gone = isMissing(cause);
    throw new Failure(gone ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', undefined, { cause });
  });
  try {
    const head = await readAt(file, 0, HEAD_BYTES);
    if (head.subarray(0, 3).toString('latin1') === 'ID3' && head.length >= 10) return await afterId3(file, head);
    return sniffHead(head);
  } finally {
    await file.close();
  }
}

export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** How many bytes of fill stand in front of a JPEG's marker (T.81 B.1.1.2), where `piece` begins with FF FF: the last FF belongs to the marker. */
export function jpegFill(piece: Buffer): number {
  const end = piece.findIndex((byte) => byte !== 0xff);
  return (end === -1 ? piece.length : end) - 1;
}

/** ID3v2 section 3.1: the tag's size is four bytes of seven bits, without its own ten. */
async function afterId3(file: FileHandle, head: Buffer): Promise<Sniffed | null> {
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] ?? 0) & 0x7f), 0);
  const next = sniffHead(await readAt(file, 10 + size, 16));
  if (next !== null && ['flac', 'aac', 'mp3'].includes(next.demuxer)) return next;
  // Padding after the tag is common in MP3 files; the frames are found by the demuxer.
  return is('mp3', 'MP3');
}

const BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'sidx', 'moof']);
const ASF_GUID = '3026b2758e66cf11a6d900aa0062ce6c';

/** ISO/IEC 23008-12, B.4: brands of a still in HEVC. The general brand stands in front of other codings as well (AVIF), which ffmpeg opens. */
const HEVC_STILLS = new Set(['heic', 'heix', 'heim', 'heis']);

function isHeif(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(head.toString('latin1', at, at + 4));
  const [major = '', ...others] = brands;
  return HEVC_STILLS.has(major) || (major === 'mif1' && others.some((brand) => HEVC_STILLS.has(brand)) && !others.includes('avif'));
}

/** Signatures as their specifications give them; order matters only where one is the beginning of another. */
export function sniffHead(head: Buffer): Sniffed | null {
  const text = (from: number, to: number): string => head.subarray(from, to).toString('latin1');
  const hex = (to: number): string => head.subarray(0, to).toString('hex');
  if (isHeif(head)) return is(HEIF, 'HEIF', true);
  if (BOXES.has(text(4, 8))) return is('mov', 'ISO base media');
  if (hex(4) === '1a45dfa3') return is('matroska', 'Matroska');
  if (text(0, 4) === 'RIFF' || text(0, 4) === 'RF64') {
    const form = text(8, 12);
    if (form === 'AVI ' || form === 'AVIX') return is('avi', 'AVI');
    if (form === 'WAVE') return is('wav', 'WAVE');
    if (form === 'WEBP') return is('webp_pipe', 'WebP', true);
    return null;
  }
  if (hex(3) === 'ffd8ff') return is('jpeg_pipe', 'JPEG', true);
  // An animated PNG announces itself (acTL) before its first picture data.
  if (hex(8) === '89504e470d0a1a0a') return head.includes('acTL') ? is('apng', 'APNG') : is('png_pipe', 'PNG', true);
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return is('gif', 'GIF');
  if (hex(4) === '49492a00' || hex(4) === '4d4d002a') return is('tiff_pipe', 'TIFF', true);
  if (text(0, 2) === 'BM' && head.length >= 26 && head.readUInt32LE(6) === 0) return is('bmp_pipe', 'BMP', true);
  if (hex(12) === '0000000c4a584c200d0a870a' || hex(2) === 'ff0a') return is('jpegxl_pipe', 'JPEG XL', true);
  if (text(0, 4) === 'OggS') return is('ogg', 'Ogg');
  if (text(0, 4) === 'fLaC') return is('flac', 'FLAC');
  if (text(0, 4) === 'caff') return is('caf', 'CAF');
  if (text(0, 5) === '#!AMR') return is('amr', 'AMR');
  if (text(0, 4) === 'FORM' && (text(8, 12) === 'AIFF' || text(8, 12) === 'AIFC')) return is('aiff', 'AIFF');
  if (text(0, 3) === 'FLV') return is('flv', 'FLV');
  if (hex(16) === ASF_GUID) return is('asf', 'ASF');
  if (hex(4) === '000001ba') return is('mpeg', 'MPEG program stream');
  if (head.length > 376 && [0, 188, 376].every((at) => head[at] === 0x47)) return is('mpegts', 'MPEG transport stream');
  if (head.length > 388 && [4, 196, 388].every((at) => head[at] === 0x47)) return is('mpegts', 'MPEG transport stream');
  return mpegAudio(head);
}

/** ISO 11172-3 section 2.4.2.3 and ISO 13818-7 (ADTS): eleven or twelve ones, then fields of which some values are forbidden. */
function mpegAudio(head: Buffer): Sniffed | null {
  const [first, second, third] = [head[0], head[1], head[2]];
  if (first !== 0xff || second === undefined || third === undefined) return null;
  if ((second & 0xf6) === 0xf0) return (third >> 2) % 16 < 13 ? is('aac', 'ADTS AAC') : null;
  const layer = (second >> 1) & 3;
  const valid = (second & 0xe0) === 0xe0 && ((second >> 3) & 3) !== 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
  // Layer III and II only: a byte-order mark of UTF-16 text looks like layer I.
  return valid && (layer === 1 || layer === 2) ? is('mp3', 'MPEG audio') : null;
}
