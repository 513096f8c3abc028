/** Writes parts of files: chunks of PNG, boxes of MP4, segments of JPEG, elements of Matroska. */
import { crc32 } from 'node:zlib';

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

export const u16 = (value: number): Buffer => u32(value).subarray(2);

export const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex');

export function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), named, u32(crc32(named))]);
}

/** Grey, 1 bit or 8 bits. */
export const pngHeader = (width: number, height: number, bits = 8): Buffer =>
  chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([bits, 0, 0, 0, 0])]));

export const box = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};

export const segment = (marker: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data.subarray(0, 65_533)]);

/** EBML element with a size of eight bytes. */
export function element(id: string, data: Buffer, size = BigInt(data.length)): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(size | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), length, data]);
}

/** An MP4 whose index lies behind its data, with one box of the index replaced; sizes around it are put right. */
export function withBox(mp4: Buffer, path: readonly string[], make: (old: Buffer) => Buffer): Buffer {
  const [name, ...deeper] = path;
  for (let at = 0; at + 8 <= mp4.length;) {
    const size = mp4.readUInt32BE(at);
    if (size < 8) break;
    if (mp4.toString('latin1', at + 4, at + 8) === name) {
      const old = mp4.subarray(at + 8, at + size);
      const fresh = deeper.length === 0 ? make(old) : withBox(old, deeper, make);
      return Buffer.concat([mp4.subarray(0, at), box(name, fresh), mp4.subarray(at + size)]);
    }
    at += size;
  }
  return mp4;
}
