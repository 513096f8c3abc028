/** Reads the few files of a model pack's zip: names, sizes and kinds are judged from its directory before anything is unpacked (APPNOTE.TXT 4.3). */
import { inflateRawSync } from 'node:zlib';
import { Failure } from '../../base/failure.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MOST_COMMENT = 0xffff;
const UNIX = 3;
const KIND_BITS = 0o170000;
const REGULAR = 0o100000;

export interface ZipEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** At most `sizeBytes`, whatever the packed bytes say. Throws PACK_UNREADABLE or PACK_TOO_LARGE. */
  unpack(): Buffer;
}

/** Throws PACK_UNREADABLE (no zip, encrypted, another packing), PACK_UNSAFE (links, folders) or PACK_FILES_WRONG (more than `mostFiles`, a name twice). */
export function readZip(zip: Buffer, mostFiles: number): ZipEntry[] {
  try {
    return entriesOf(zip, mostFiles);
  } catch (error) {
    if (error instanceof Failure) throw error;
    // Numbers that point out of the file.
    throw new Failure('PACK_UNREADABLE', 'its directory is damaged', { cause: error });
  }
}

function entriesOf(zip: Buffer, mostFiles: number): ZipEntry[] {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count > mostFiles) throw new Failure('PACK_FILES_WRONG', `${String(count)} entries`);
  let place = zip.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let k = 0; k < count; k += 1) {
    if (zip.readUInt32LE(place) !== ENTRY) throw new Failure('PACK_UNREADABLE', 'its directory is damaged');
    const nameLength = zip.readUInt16LE(place + 28);
    const name = zip.toString('utf8', place + 46, place + 46 + nameLength);
    const kind = (zip.readUInt32LE(place + 38) >>> 16) & KIND_BITS;
    const madeByUnix = zip.readUInt8(place + 5) === UNIX;
    if (name.endsWith('/') || (madeByUnix && kind !== 0 && kind !== REGULAR)) throw new Failure('PACK_UNSAFE', name);
    if ((zip.readUInt16LE(place + 8) & 1) !== 0) throw new Failure('PACK_UNREADABLE', `${name} is encrypted`);
    if (entries.some((entry) => entry.name === name)) throw new Failure('PACK_FILES_WRONG', `${name} twice`);
    entries.push(entryAt(zip, place, name));
    place += 46 + nameLength + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
  }
  return entries;
}

function endOf(zip: Buffer): number {
  for (let place = zip.length - END_BYTES; place >= Math.max(0, zip.length - END_BYTES - MOST_COMMENT); place -= 1) {
    if (zip.readUInt32LE(place) === END) return place;
  }
  throw new Failure('PACK_UNREADABLE', 'it is not a zip file');
}

function entryAt(zip: Buffer, place: number, name: string): ZipEntry {
  const method = zip.readUInt16LE(place + 10);
  const packedBytes = zip.readUInt32LE(place + 20);
  const sizeBytes = zip.readUInt32LE(place + 24);
  const local = zip.readUInt32LE(place + 42);
  if (zip.readUInt32LE(local) !== LOCAL) throw new Failure('PACK_UNREADABLE', 'its directory is damaged');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packedBytes > zip.length) throw new Failure('PACK_UNREADABLE', `${name} is cut off`);
  const packed = zip.subarray(start, start + packedBytes);
  return {
    name,
    sizeBytes,
    unpack: () => {
      const bytes = method === 0 ? packed : inflate(name, method, packed, sizeBytes);
      if (bytes.length > sizeBytes) throw new Failure('PACK_TOO_LARGE', name);
      if (bytes.length < sizeBytes) throw new Failure('PACK_UNREADABLE', `${name} is cut off`);
      return bytes;
    },
  };
}

function inflate(name: string, method: number, packed: Buffer, sizeBytes: number): Buffer {
  if (method !== 8) throw new Failure('PACK_UNREADABLE', `${name} is packed in a way that is not read`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Failure(tooLarge ? 'PACK_TOO_LARGE' : 'PACK_UNREADABLE', name, { cause });
  }
}
