/** The few fields of a TIFF's directories that concern its pictures (TIFF 6.0, section 2); Exif and CIPA's Multi-Picture Format are such directories too. */
import { ReadingEnded, type FileBytes } from '../structure/bytes.ts';

export interface TiffSays {
  /** Tag 274 of the first directory; 0: none. */
  readonly orientation: number;
  /** Directories in the chain and, by tag 330, beside it. */
  readonly pictures: number;
  /** Tag 0xB001 of the first directory; 1: none. */
  readonly numberOfImages: number;
}

const ORIENTATION = 274;
const BESIDE = 330;
const NUMBER_OF_IMAGES = 0xb001;
const SHORT = 3;
/** More pages than this are a circle, or no picture. */
const MOST_DIRECTORIES = 10_000;

/** `base`: where the byte order stands, from which offsets are counted. Throws ReadingEnded or RangeError for lying bytes. */
export async function tiffSays(bytes: FileBytes, base: number): Promise<TiffSays> {
  const head = await bytes.read(base, 8);
  const little = head.toString('latin1', 0, 2) === 'II';
  const short = (from: Buffer, at: number): number => (little ? from.readUInt16LE(at) : from.readUInt16BE(at));
  const long = (from: Buffer, at: number): number => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
  if (!['II', 'MM'].includes(head.toString('latin1', 0, 2)) || short(head, 2) !== 42) throw new ReadingEnded('no TIFF');

  const seen = new Set<number>();
  const says = { orientation: 0, pictures: 0, numberOfImages: 1 };
  for (let at = long(head, 4); at !== 0 && !seen.has(at) && seen.size < MOST_DIRECTORIES;) {
    seen.add(at);
    const count = short(await bytes.read(base + at, 2), 0);
    const entries = await bytes.read(base + at + 2, 12 * count + 4);
    says.pictures += 1;
    for (let entry = 0; entry + 12 <= entries.length && entry < 12 * count; entry += 12) {
      const tag = short(entries, entry);
      if (tag === BESIDE) says.pictures += Math.min(long(entries, entry + 4), MOST_DIRECTORIES);
      if (seen.size > 1) continue;
      if (tag === ORIENTATION) says.orientation = short(entries, entry + 2) === SHORT ? short(entries, entry + 8) : 0;
      if (tag === NUMBER_OF_IMAGES) says.numberOfImages = long(entries, entry + 8);
    }
    at = entries.length < 12 * count + 4 ? 0 : long(entries, 12 * count);
  }
  return says;
}
