/** Pictures made by hand: bombs, sizes beyond the limit, metadata without end. */
import { deflateSync } from 'node:zlib';
import { chunk, PNG_HEAD, pngHeader, segment, u16, u32, withBox } from './chunks.ts';
import type { Crafted, SeedOf } from './corpus.ts';

const END = chunk('IEND', Buffer.alloc(0));
const MIB = 2 ** 20;

export function* craftedStills(seed: SeedOf, bombs: boolean): Generator<Crafted> {
  const small = chunk('IDAT', deflateSync(Buffer.alloc(9 * 8)));
  const png = (...chunks: readonly Buffer[]): Buffer => Buffer.concat([PNG_HEAD, ...chunks, END]);
  const bomb = deflateSync(Buffer.alloc(bombs ? 256 * MIB : MIB), { level: 9 });
  const text = Buffer.concat([Buffer.from('Comment\0\0'), bomb]);
  yield { family: 'bomb', name: 'ztxt-256-mib.png', bytes: png(pngHeader(8, 8), chunk('zTXt', text), small) };
  const many = Array.from({ length: 40 }, () => chunk('zTXt', text));
  yield { family: 'bomb', name: 'ztxt-40-times-256-mib.png', bytes: png(pngHeader(8, 8), ...many, small) };
  const profile = Buffer.concat([Buffer.from('icc\0\0'), bomb]);
  yield { family: 'bomb', name: 'iccp-256-mib.png', bytes: png(pngHeader(8, 8), chunk('iCCP', profile), small) };
  const international = Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0'), bomb]);
  yield { family: 'bomb', name: 'itxt-256-mib.png', bytes: png(pngHeader(8, 8), chunk('iTXt', international), small) };
  yield { family: 'bomb', name: 'idat-256-mib-for-8-pixels.png', bytes: png(pngHeader(8, 8), chunk('IDAT', bomb)) };
  const parts = Array.from({ length: 120_000 }, () => chunk('tEXt', Buffer.from('a\0b')));
  yield { family: 'bomb', name: 'text-120000-chunks.png', bytes: png(pngHeader(8, 8), ...parts, small) };
  yield { family: 'bomb', name: 'within-the-limit-16000x7000.png', bytes: png(pngHeader(16_000, 7000, 1), chunk('IDAT', bomb)) };
  for (const [width, height] of [
    [60_000, 60_000],
    [16_385, 16],
    [16_384, 16_384],
    [0x7fffffff, 0x7fffffff],
    [0, 0],
    [1, 0x7fffffff],
  ] as const)
    yield { family: 'size', name: `${String(width)}x${String(height)}.png`, bytes: png(pngHeader(width, height), chunk('IDAT', bomb)) };

  const bmp = seed('still.bmp');
  if (bmp !== null) {
    for (const side of [60_000, 0, -1]) {
      const bytes = Buffer.from(bmp);
      bytes.writeInt32LE(side, 18);
      bytes.writeInt32LE(side, 22);
      yield { family: 'size', name: `${String(side)}.bmp`, bytes };
    }
  }
  const gif = seed('moving.gif');
  if (gif !== null) {
    const bytes = Buffer.from(gif);
    bytes.writeUInt16LE(0xffff, 6);
    bytes.writeUInt16LE(0xffff, 8);
    yield { family: 'size', name: '65535x65535.gif', bytes };
  }
  const jpeg = seed('still.jpg');
  if (jpeg !== null) {
    const body = jpeg.subarray(2);
    const soi = jpeg.subarray(0, 2);
    const large = Buffer.from(jpeg);
    const frame = large.indexOf(Buffer.from([0xff, 0xc0]));
    large.writeUInt16BE(65_500, frame + 5);
    large.writeUInt16BE(65_500, frame + 7);
    yield { family: 'size', name: '65500x65500.jpg', bytes: large };
    const wrap = (...segments: readonly Buffer[]): Buffer => Buffer.concat([soi, ...segments, body]);
    const exif = (tiff: Buffer): Buffer => segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff]));
    yield { family: 'metadata', name: 'exif-loop.jpg', bytes: wrap(exif(loopingIfd())) };
    yield { family: 'metadata', name: 'exif-5000-deep.jpg', bytes: wrap(exif(deepIfd(3500))) };
    yield { family: 'metadata', name: 'exif-huge-count.jpg', bytes: wrap(exif(hugeCount())) };
    const laughs = billionLaughs();
    const xmp = segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), laughs]));
    yield { family: 'metadata', name: 'xmp-entities.jpg', bytes: wrap(xmp) };
    const nested = Buffer.from('<a>'.repeat(20_000));
    yield {
      family: 'metadata',
      name: 'xmp-nested.jpg',
      bytes: wrap(segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), nested]))),
    };
    const marks = Array.from({ length: 60_000 }, (_, k) => segment(0xe0 + (k % 16), Buffer.from('x')));
    yield { family: 'metadata', name: 'application-60000-segments.jpg', bytes: wrap(...marks) };
    const jumbf = Buffer.concat([Buffer.from('JP'), u16(1), u32(1), u32(0xffffffff), Buffer.from('jumb'), Buffer.alloc(400, 0x41)]);
    yield { family: 'metadata', name: 'c2pa-lying.jpg', bytes: wrap(segment(0xeb, jumbf)) };
    const terminal = Buffer.from('\x1b]0;owned\x07\x1b[2J\u202Efdp.exe\n\r\0<script>alert(1)</script>');
    yield { family: 'metadata', name: 'comment-with-controls.jpg', bytes: wrap(segment(0xfe, terminal)) };
    const icc = Array.from({ length: 255 }, (_, k) =>
      segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.from([k + 1, 255]), Buffer.alloc(60_000, k)])),
    );
    yield { family: 'metadata', name: 'icc-255-parts.jpg', bytes: wrap(...icc) };
    const fill = Buffer.alloc(2 * MIB, 0xff);
    yield { family: 'metadata', name: 'two-mib-of-fill.jpg', bytes: Buffer.concat([soi, fill, body]) };
  }
  const tiff = seed('still.tiff');
  if (tiff !== null) {
    const bytes = Buffer.from(tiff);
    const ifd = bytes.readUInt32LE(4);
    const entries = bytes.readUInt16LE(ifd);
    // The next directory is this one.
    bytes.writeUInt32LE(ifd, Math.min(bytes.length - 4, ifd + 2 + 12 * entries));
    yield { family: 'metadata', name: 'directory-loop.tiff', bytes };
    const wide = Buffer.from(tiff);
    for (let k = 0; k < entries; k++) {
      const at = ifd + 2 + 12 * k;
      if ([256, 257].includes(wide.readUInt16LE(at))) wide.writeUInt32LE(60_000, at + 8);
    }
    yield { family: 'size', name: '60000x60000.tiff', bytes: wide };
  }
  const avif = seed('still.avif');
  if (avif !== null) {
    const size = (old: Buffer): Buffer => Buffer.concat([old.subarray(0, 4), u32(60_000), u32(60_000)]);
    // `meta` has four bytes before its children.
    const bytes = withBox(avif, ['meta'], (old) =>
      Buffer.concat([old.subarray(0, 4), withBox(old.subarray(4), ['iprp', 'ipco', 'ispe'], size)]),
    );
    yield { family: 'size', name: '60000x60000.avif', bytes };
  }
}

const tiffHead = Buffer.from('49492a0008000000', 'hex');

const entry = (tag: number, type: number, count: number, value: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.writeUInt32LE(count >>> 0, 4);
  bytes.writeUInt32LE(value >>> 0, 8);
  return bytes;
};

function directory(entries: readonly Buffer[], next: number): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16LE(entries.length);
  const after = Buffer.alloc(4);
  after.writeUInt32LE(next);
  return Buffer.concat([count, ...entries, after]);
}

const EXIF_POINTER = 0x8769;

/** Each directory points to itself as its child and as its follower. */
const loopingIfd = (): Buffer => Buffer.concat([tiffHead, directory([entry(EXIF_POINTER, 4, 1, 8)], 8)]);

function deepIfd(depth: number): Buffer {
  const size = 2 + 12 + 4;
  const parts = Array.from({ length: depth }, (_, k) => directory([entry(EXIF_POINTER, 4, 1, 8 + (k + 1) * size)], 0));
  return Buffer.concat([tiffHead, ...parts]).subarray(0, 65_000);
}

const hugeCount = (): Buffer =>
  Buffer.concat([
    tiffHead,
    directory([entry(0x010e, 2, 0xffffffff, 8), entry(0x0110, 5, 0x7fffffff, 0), entry(0xc4a5, 7, 0xfffffff0, 4)], 0xfffffffe),
  ]);

function billionLaughs(): Buffer {
  const names = Array.from('abcdefghij');
  const entities = names.map((name, k) => `<!ENTITY ${name} "${k === 0 ? 'ha' : `&${names[k - 1] ?? ''};`.repeat(10)}">`);
  return Buffer.from(`<?xml version="1.0"?><!DOCTYPE x [${entities.join('')}<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&j;&f;</x>`);
}
