/** ZIP files that no honest program writes: any name, kind, size or place. Stored entries only (APPNOTE.TXT 4.3). */
import { crc32 } from 'node:zlib';

export interface RawEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** Of the file's own header, where it differs from the directory's. */
  readonly localName?: string;
  /** Unix mode, file kind included. */
  readonly mode?: number;
  readonly method?: number;
  /** What the directory states instead of the truth. */
  readonly statedBytes?: number;
  readonly flags?: number;
  /** Lets the directory point at the bytes of the entry before. */
  readonly sharesBytes?: boolean;
}

export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  let lastPlace = 0;
  for (const { name, content, localName = name, mode = 0o100444, method = 0, statedBytes, flags = 0, sharesBytes = false } of entries) {
    const bytes = Buffer.from(content);
    const size = statedBytes ?? bytes.length;
    const [inside, outside] = [Buffer.from(localName), Buffer.from(name)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags | 0x800, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(size, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(inside.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    local.copy(central, 6, 4, 30);
    central.writeUInt16LE(outside.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(sharesBytes ? lastPlace : place, 42);
    directory.push(central, outside);
    if (sharesBytes) continue;
    lastPlace = place;
    parts.push(local, inside, bytes);
    place += local.length + inside.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  const listed = Buffer.concat(directory);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(place, 16);
  return Buffer.concat([...parts, listed, end]);
}
