/** Pictures of rare kinds, with many scans, frames, pages or tiles, and provenance in boxes that lie. */
import { deflateSync } from 'node:zlib';
import { box, chunk, PNG_HEAD, pngHeader, segment, u16, u32 } from './chunks.ts';
import type { Crafted, SeedOf } from './corpus.ts';

type Named = readonly [string, Buffer];

const MOST = 0xffffffff;

export function* craftedKinds(seed: SeedOf, large: boolean): Generator<Crafted> {
  for (const [name, bytes] of [...jpegs(seed, large), ...moving(large), ...tiffs(seed, large), ...grids(seed)])
    yield { family: 'rare kind', name, bytes };
  for (const [name, bytes] of provenance(seed, large)) yield { family: 'provenance', name, bytes };
}

function* jpegs(seed: SeedOf, large: boolean): Generator<Named> {
  const jpeg = seed('still.jpg');
  if (jpeg === null) return;
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const patched = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(jpeg);
    change(copy);
    return copy;
  };
  for (const [name, marker] of [
    ['extended', 0xc1],
    ['progressive', 0xc2],
    ['lossless', 0xc3],
    ['differential', 0xc5],
    ['arithmetic', 0xc9],
    ['arithmetic-lossless', 0xcb],
    ['jpeg-ls', 0xf7],
  ] as const)
    yield [`as-${name}.jpg`, patched((copy) => void (copy[frame + 1] = marker))];
  for (const bits of [2, 12, 16]) yield [`bits-${String(bits)}.jpg`, patched((copy) => void (copy[frame + 4] = bits))];
  yield ['twelve-bits-extended.jpg', patched((copy) => Buffer.from([0xc1]).copy(copy, frame + 1) + copy.writeUInt8(12, frame + 4))];
  yield ['components-255.jpg', patched((copy) => void (copy[frame + 9] = 255))];
  yield ['sampling-15-by-15.jpg', patched((copy) => copy.fill(0xff, frame + 11, frame + 12))];
  yield ['height-0.jpg', patched((copy) => copy.writeUInt16BE(0, frame + 5))];
  const length = jpeg.readUInt16BE(frame + 2);
  const four = Buffer.concat([
    Buffer.from([0xff, 0xc0]),
    u16(length + 3),
    jpeg.subarray(frame + 4, frame + 9),
    Buffer.from([4]),
    jpeg.subarray(frame + 10, frame + 2 + length),
    Buffer.from([4, 0x11, 0]),
  ]);
  yield [
    'four-colours.jpg',
    Buffer.concat([
      jpeg.subarray(0, 2),
      segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x02', 'latin1')),
      jpeg.subarray(2, frame),
      four,
      jpeg.subarray(frame + 2 + length),
    ]),
  ];
  yield ['two-frames.jpg', Buffer.concat([jpeg.subarray(0, frame), jpeg.subarray(frame, frame + 2 + length), jpeg.subarray(frame)])];
  const restarts = Array.from({ length: 200_000 }, (_, k) => Buffer.from([0xff, 0xd0 + (k % 8)]));
  yield [
    'restarts-200000.jpg',
    Buffer.concat([jpeg.subarray(0, 2), segment(0xdd, u16(1)), jpeg.subarray(2, -2), ...restarts, jpeg.subarray(-2)]),
  ];
  const side = large ? 8000 : 512;
  yield ['scans-10000.jpg', manyScans(side, large ? 10_000 : 20)];
}

/** One grey component; each scan says of all blocks that they have nothing more to add, 27,306 of them by one code. */
function manyScans(side: number, count: number): Buffer {
  const blocks = Math.ceil(side / 8) ** 2;
  const zeros = Buffer.alloc(64, 1);
  // Tables with a single code of one bit: DC category 0, AC an end of band of 2^14 and more blocks.
  const table = (kind: number, value: number): Buffer =>
    segment(0xc4, Buffer.concat([Buffer.from([kind, 1]), Buffer.alloc(15), Buffer.from([value])]));
  const bits = '010101010101010'.repeat(Math.ceil(blocks / 27_306));
  const coded = Buffer.from((bits.padEnd(8 * Math.ceil(bits.length / 8), '0').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const scan = (from: number, to: number, data: Buffer): Buffer =>
    Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, from, to, 0])), data]);
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xdb, Buffer.concat([Buffer.from([0]), zeros])),
    segment(0xc2, Buffer.concat([Buffer.from([8]), u16(side), u16(side), Buffer.from([1, 1, 0x11, 0])])),
    table(0, 0),
    table(0x10, 0xe0),
    scan(0, 0, Buffer.alloc(Math.ceil(blocks / 8))),
    ...Array.from({ length: count }, (_, k) => scan(1 + (k % 63), 1 + (k % 63), coded)),
    Buffer.from('ffd9', 'hex'),
  ]);
}

function gif(width: number, height: number, frames: number): Buffer {
  const le = (value: number): Buffer => Buffer.from([value & 255, value >> 8]);
  const one = Buffer.from('21f90400010000002c00000000010001000002024c0100', 'hex');
  return Buffer.concat([
    Buffer.from('GIF89a'),
    le(width),
    le(height),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.alloc(one.length * frames, one),
    Buffer.from([0x3b]),
  ]);
}

function* moving(large: boolean): Generator<Named> {
  const frames = large ? 500 : 100;
  yield ['frames-500.gif', gif(1, 1, frames)];
  yield ['frames-40-of-112-million-pixels.gif', gif(16_000, 7000, large ? 40 : 2)];
  const data = deflateSync(Buffer.alloc(2));
  const control = (number: number): Buffer =>
    chunk('fcTL', Buffer.concat([u32(number), u32(1), u32(1), u32(0), u32(0), u16(1), u16(100), Buffer.alloc(2)]));
  const apng = (stated: number, wide: number, count: number): Buffer =>
    Buffer.concat([
      PNG_HEAD,
      pngHeader(wide, wide),
      chunk('acTL', Buffer.concat([u32(stated), u32(0)])),
      control(0),
      chunk('IDAT', deflateSync(Buffer.alloc((wide + 1) * wide))),
      ...Array.from({ length: count }, (_, k) => Buffer.concat([control(2 * k + 1), chunk('fdAT', Buffer.concat([u32(2 * k + 2), data]))])),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  yield ['frames-500.apng', apng(frames + 1, 1, frames)];
  yield ['frames-2-to-32.apng', apng(MOST, 1, 3)];
  yield ['frames-40-of-100-million-pixels.apng', apng(41, large ? 10_000 : 64, large ? 40 : 2)];
  const webp = (chunks: readonly Buffer[]): Buffer => {
    const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
    return Buffer.concat([Buffer.from('RIFF'), le32(body.length), body]);
  };
  // VP8L (RFC 9649): 1x1, no transform, no colour cache, five prefix codes of a single symbol.
  const pixel = Buffer.from('2f00000000886808', 'hex');
  const vp8l = riffChunk('VP8L', pixel);
  const anmf = riffChunk('ANMF', Buffer.concat([Buffer.alloc(6), Buffer.alloc(6), Buffer.from([100, 0, 0, 0]), vp8l]));
  const extended = (flags: number, side: number): Buffer =>
    riffChunk('VP8X', Buffer.concat([Buffer.from([flags, 0, 0, 0]), le32(side).subarray(0, 3), le32(side).subarray(0, 3)]));
  const anim = riffChunk('ANIM', Buffer.alloc(6));
  yield ['frames-100000.webp', webp([extended(2, 0), anim, Buffer.alloc(anmf.length * 100_000, anmf)])];
  yield ['canvas-2-to-24.webp', webp([extended(2, 0xffffff), anim, anmf])];
  yield ['metadata-2-to-32.webp', webp([extended(0x0c, 0), vp8l, Buffer.from('EXIF'), le32(MOST), Buffer.alloc(20)])];
}

const le32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

const riffChunk = (name: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(name, 'latin1'), le32(data.length), data, Buffer.alloc(data.length % 2)]);

function* tiffs(seed: SeedOf, large: boolean): Generator<Named> {
  const tiff = seed('still.tiff');
  if (tiff === null) return;
  const ifd = tiff.readUInt32LE(4);
  const entries = tiff.readUInt16LE(ifd);
  const patched = (tag: number, change: (copy: Buffer, at: number) => void): Buffer => {
    const copy = Buffer.from(tiff);
    for (let at = ifd + 2; at < ifd + 2 + 12 * entries; at += 12) if (copy.readUInt16LE(at) === tag) change(copy, at);
    return copy;
  };
  yield ['strips-2-to-32.tiff', patched(273, (copy, at) => copy.writeUInt32LE(MOST, at + 4))];
  yield ['rows-0-a-strip.tiff', patched(278, (copy, at) => copy.writeUInt32LE(0, at + 8))];
  yield ['strip-of-2-to-32.tiff', patched(279, (copy, at) => copy.writeUInt32LE(MOST, at + 8))];
  yield ['samples-65535.tiff', patched(277, (copy, at) => copy.writeUInt16LE(65_535, at + 8))];
  for (const kind of [2, 3, 4, 6, 7, 8, 34_712, 34_925])
    yield [`packed-as-${String(kind)}.tiff`, patched(259, (copy, at) => copy.writeUInt16LE(kind, at + 8))];
  // A directory below this one, which is this one.
  yield [
    'directory-in-itself.tiff',
    patched(
      279,
      (copy, at) => (
        copy.writeUInt16LE(330, at),
        copy.writeUInt16LE(4, at + 2),
        copy.writeUInt32LE(1, at + 4),
        copy.writeUInt32LE(ifd, at + 8)
      ),
    ),
  ];
  const pages = large ? 60_000 : 500;
  const page = tiff.subarray(ifd, ifd + 2 + 12 * entries);
  const chain = Buffer.concat(
    Array.from({ length: pages }, (_, k) => Buffer.concat([page, le32(k + 1 === pages ? 0 : tiff.length + (k + 1) * (page.length + 4))])),
  );
  const first = Buffer.from(tiff);
  first.writeUInt32LE(tiff.length, 4);
  yield ['pages-60000.tiff', Buffer.concat([first, chain])];
}

function* grids(seed: SeedOf): Generator<Named> {
  const heic = seed('still.heic');
  if (heic !== null) {
    const data = heic.indexOf('mdat', 0, 'latin1') + 4;
    const patched = (change: (copy: Buffer, find: (name: string) => number) => void): Buffer => {
      const copy = Buffer.from(heic);
      change(copy, (name) => copy.indexOf(name, 0, 'latin1') + 4);
      return copy;
    };
    yield ['grid-256-by-256.heic', patched((copy) => copy.fill(255, data + 2, data + 4))];
    yield ['grid-65535-wide.heic', patched((copy) => copy.fill(255, data + 4, data + 8))];
    yield ['grid-of-nothing.heic', patched((copy) => copy.fill(0, data + 4, data + 8))];
    yield ['grid-of-itself.heic', patched((copy, find) => copy.writeUInt16BE(1, find('dimg') + 4))];
    yield ['grid-of-65535-tiles.heic', patched((copy, find) => copy.writeUInt16BE(65_535, find('dimg') + 2))];
    yield ['places-65535.heic', patched((copy, find) => copy.writeUInt16BE(65_535, find('iloc') + 6))];
    yield ['place-beyond.heic', patched((copy, find) => copy.writeUInt32BE(MOST, find('iloc') + 14))];
    yield ['place-of-2-to-32.heic', patched((copy, find) => copy.writeUInt32BE(MOST, find('iloc') + 18))];
    yield ['picture-that-is-not-there.heic', patched((copy, find) => copy.writeUInt16BE(99, find('pitm') + 4))];
    yield ['properties-2-to-32.heic', patched((copy, find) => copy.writeUInt32BE(MOST, find('ipma') + 4))];
    yield ['tile-of-2-to-31.heic', patched((copy, find) => copy.fill(0x7f, find('ispe') + 4, find('ispe') + 12))];
    yield ['tile-of-nothing.heic', patched((copy, find) => copy.fill(0, find('ispe') + 4, find('ispe') + 12))];
    yield ['items-65535.heic', patched((copy, find) => copy.writeUInt16BE(65_535, find('iinf') + 4))];
    yield ['arrays-255.heic', patched((copy, find) => copy.fill(255, find('hvcC') + 22, find('hvcC') + 27))];
  }
  const avif = seed('still.avif');
  if (avif !== null) {
    for (const [name, type, from, to, value] of [
      ['place-beyond', 'iloc', 4, 40, 255],
      ['items-65535', 'iinf', 4, 6, 255],
      ['properties-2-to-32', 'ipma', 4, 8, 255],
      ['picture-of-nothing', 'ispe', 4, 12, 0],
      ['coder-of-nothing', 'av1C', 0, 4, 0],
    ] as const) {
      const copy = Buffer.from(avif);
      const at = copy.indexOf(type, 0, 'latin1') + 4;
      copy.fill(value, at + from, at + to);
      yield [`${name}.avif`, copy];
    }
  }
}

const LABELLED = 3;
const described = (kind: string, label: string): Buffer =>
  box(
    'jumd',
    Buffer.from(kind, 'latin1'),
    Buffer.from('00110010800000aa00389b71', 'hex'),
    Buffer.from([LABELLED]),
    Buffer.from(`${label}\0`),
  );
const superBox = (kind: string, label: string, ...parts: readonly Buffer[]): Buffer => box('jumb', described(kind, label), ...parts);

/** C2PA specification, section 11: a store holds manifests, a manifest its claim, assertions and signature. */
function* provenance(seed: SeedOf, large: boolean): Generator<Named> {
  const small = chunk('IDAT', deflateSync(Buffer.alloc(9 * 8)));
  const png = (store: Buffer): Buffer =>
    Buffer.concat([PNG_HEAD, pngHeader(8, 8), chunk('caBX', store), small, chunk('IEND', Buffer.alloc(0))]);
  const store = (...parts: readonly Buffer[]): Buffer => superBox('c2pa', 'c2pa', ...parts);
  const manifest = (claim: Buffer): Buffer =>
    store(
      superBox(
        'c2ma',
        'urn:uuid:1',
        superBox('c2as', 'c2pa.assertions'),
        superBox('c2cl', 'c2pa.claim', box('cbor', claim)),
        superBox('c2cs', 'c2pa.signature', box('cbor', Buffer.from([0x80]))),
      ),
    );
  const depth = large ? 10_000 : 500;
  const heads = Array.from({ length: depth }, () => described('c2ma', 'a'));
  let size = 0;
  const sizes = heads.map((head) => (size += head.length + 8)).reverse();
  const deep = Buffer.concat(heads.flatMap((head, k) => [u32(sizes[k] ?? 0), Buffer.from('jumb'), head]));
  yield ['boxes-10000-deep.png', png(deep)];
  yield ['boxes-100000.png', png(store(Buffer.alloc(800_000, box('free'))))];
  const stated = (length: number, long?: bigint): Buffer => {
    const copy = Buffer.from(manifest(Buffer.from([0xa0])));
    copy.writeUInt32BE(length >>> 0, 0);
    if (long !== undefined) copy.writeBigUInt64BE(long, 8);
    return copy;
  };
  for (const [name, length, long] of [
    ['0', 0, undefined],
    ['1', 1, 1n],
    ['7', 7, undefined],
    ['2-to-32', MOST, undefined],
    ['2-to-64', 1, (1n << 64n) - 1n],
  ] as const)
    yield [`box-of-${name}.png`, png(stated(length, long))];
  const inner = (length: number): Buffer => {
    const copy = Buffer.from(manifest(Buffer.from([0xa0])));
    copy.writeUInt32BE(length >>> 0, 8 + described('c2pa', 'c2pa').length);
    return copy;
  };
  for (const length of [0, 1, 7, MOST]) yield [`inner-box-of-${length === MOST ? '2-to-32' : String(length)}.png`, png(inner(length))];
  const claims: readonly Named[] = [
    ['array-2-to-64', Buffer.from('9bffffffffffffffff', 'hex')],
    ['map-2-to-32', Buffer.from('baffffffff6161', 'hex')],
    ['bytes-2-to-63', Buffer.from('5b7fffffffffffffff41', 'hex')],
    ['text-2-to-32', Buffer.from('7affffffff61', 'hex')],
    ['arrays-100000-deep', Buffer.alloc(100_000, 0x81)],
    ['tags-100000-deep', Buffer.alloc(100_000, 0xc6)],
    ['endless', Buffer.from('9f9f9f5f7fbf', 'hex')],
    ['prototype', Buffer.from('a1695f5f70726f746f5f5fa168706f6c6c757465640a', 'hex')],
    ['number-of-a-million-bytes', Buffer.concat([Buffer.from('c25a000f4240', 'hex'), Buffer.alloc(1_000_000, 0xff)])],
  ];
  for (const [name, claim] of claims) yield [`claim-${name}.png`, png(manifest(claim))];
  const many = Buffer.concat(
    Array.from({ length: large ? 20_000 : 200 }, (_, k) =>
      superBox(
        'c2ma',
        `urn:uuid:${String(k)}`,
        superBox('c2as', 'c2pa.assertions'),
        superBox('c2cl', 'c2pa.claim', box('cbor', Buffer.from([0xa0]))),
      ),
    ),
  );
  yield ['manifests-20000.png', png(store(many))];
  const jpeg = seed('still.jpg');
  if (jpeg !== null) {
    const whole = manifest(Buffer.from([0xa0]));
    const parts = (numbers: readonly number[]): Buffer =>
      Buffer.concat([
        jpeg.subarray(0, 2),
        ...numbers.map((number) => segment(0xeb, Buffer.concat([Buffer.from('JP'), u16(1), u32(number), whole]))),
        jpeg.subarray(2),
      ]);
    yield ['parts-out-of-order.jpg', parts([3, 1, 2, 1])];
    yield ['part-2-to-32.jpg', parts([1, MOST, MOST])];
    yield ['parts-500.jpg', parts(Array.from({ length: 500 }, (_, k) => k + 1))];
    yield [
      'part-too-short.jpg',
      Buffer.concat([
        jpeg.subarray(0, 2),
        segment(0xeb, Buffer.from('JP')),
        segment(0xeb, Buffer.from('JP\0\x01\0\0\0\x01\0\0\0\x08jumb', 'latin1')),
        jpeg.subarray(2),
      ]),
    ];
  }
  const mp4 = seed('h264.mp4');
  if (mp4 !== null) {
    const c2pa = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');
    const held = (body: Buffer): Buffer => Buffer.concat([mp4, box('uuid', c2pa, Buffer.alloc(4), body)]);
    yield ['store-behind.mp4', held(Buffer.concat([Buffer.from('manifest\0'), Buffer.alloc(8), manifest(Buffer.from([0xa0]))]))];
    yield ['store-without-end.mp4', held(Buffer.alloc(200, 0x61))];
    yield ['store-at-2-to-64.mp4', held(Buffer.concat([Buffer.from('manifest\0'), Buffer.alloc(8, 0xff), deep]))];
  }
}
