/** Writes pixels as PNG (ISO/IEC 15948), so that another program reads exactly what was computed. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Each row is stored as its difference from the row above (filter type 2, section 9.2), which deflates better than the pixels themselves. */
const UP = 2;

/** `pixels`: R, G, B of each pixel, row by row, 8 bits each. */
export function pngOf(pixels: Uint8Array, width: number, height: number): Buffer {
  return write(pixels, width, height, 3);
}

/** `pixels`: the grey of each pixel, row by row, 8 bits each. */
export function greyPngOf(pixels: Uint8Array, width: number, height: number): Buffer {
  return write(pixels, width, height, 1);
}

function write(pixels: Uint8Array, width: number, height: number, channels: 1 | 3): Buffer {
  const stride = channels * width;
  if (pixels.length !== stride * height)
    throw new RangeError(`${String(pixels.length)} values are not ${String(width)} x ${String(height)}`);
  const rows = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows[row * (stride + 1)] = UP;
    for (let k = 0; k < stride; k += 1) {
      const above = row === 0 ? 0 : (pixels[(row - 1) * stride + k] ?? 0);
      rows[row * (stride + 1) + 1 + k] = ((pixels[row * stride + k] ?? 0) - above) & 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Bit depth 8, colour type 2 (truecolour) or 0 (grey), deflate, adaptive filtering, not interlaced.
  header.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
