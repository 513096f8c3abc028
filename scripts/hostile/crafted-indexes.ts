/** Films and recordings whose own tables lie: counts beyond the file, times and sizes that cannot be, references in circles. */
import { box, element, u16, u32, withBox } from './chunks.ts';
import type { Crafted, SeedOf } from './corpus.ts';

const MOST = 0xffffffff;
const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map(u32));
const bigs = (...values: readonly bigint[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [k, value] of values.entries()) bytes.writeBigUInt64BE(value, 8 * k);
  return bytes;
};
const HUGE = (1n << 64n) - 1n;

export function* craftedIndexes(seed: SeedOf, large: boolean): Generator<Crafted> {
  for (const [name, bytes] of [...tables(seed, large), ...fragments(seed, large)]) yield { family: 'lying index', name, bytes };
  for (const [name, bytes] of [...matroska(seed, large), ...transport(), ...interleaved(seed)])
    yield { family: 'lying index', name, bytes };
  for (const [name, bytes] of [...rf64(seed), ...ogg(seed), ...recordings(seed)]) yield { family: 'lying sound', name, bytes };
}

type Named = readonly [string, Buffer];

const STBL = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

function* tables(seed: SeedOf, large: boolean): Generator<Named> {
  const mp4 = seed('h264.mp4');
  if (mp4 === null) return;
  const table = (name: string, body: Buffer): Buffer => withBox(mp4, [...STBL, name], () => body);
  const added = (name: string, body: Buffer): Buffer => withBox(mp4, STBL, (old) => Buffer.concat([old, box(name, body)]));
  const each = (value: number): number[] => Array.from({ length: 12 }, () => value);
  yield ['key-frames-2-to-32.mp4', table('stss', words(0, MOST, 1))];
  yield ['key-frames-beyond.mp4', table('stss', words(0, 3, 0, 0x7fffffff, MOST))];
  yield ['offsets-of-time-2-to-32.mp4', added('ctts', words(0, MOST, 12, 1))];
  yield ['offsets-of-time-negative.mp4', added('ctts', words(0x01000000, 1, 12, 0x80000000))];
  yield [
    'offsets-of-time-apart.mp4',
    added('ctts', words(0x01000000, 12, ...each(1).flatMap((one, k) => [one, k % 2 === 0 ? 0x7fffffff : 0x80000001]))),
  ];
  yield ['samples-larger-than-the-file.mp4', table('stsz', words(0, 0, 12, ...each(0x7fffffff)))];
  yield ['samples-of-2-to-31.mp4', table('stsz', words(0, 0x7fffffff, 12))];
  yield ['samples-of-nothing.mp4', table('stsz', words(0, 0, 12, ...each(0)))];
  yield ['descriptions-2-to-32.mp4', table('stsd', words(0, MOST, 16, 0x61766331, 0, 1))];
  yield ['edits-2-to-32.mp4', withBox(mp4, ['moov', 'trak', 'edts', 'elst'], () => words(0, MOST, 1000, 0, 0x00010000))];
  yield [
    'edits-that-cannot-be.mp4',
    withBox(mp4, ['moov', 'trak', 'edts', 'elst'], () =>
      Buffer.concat([words(0x01000000, 2), bigs(HUGE, 1n << 63n), words(0), bigs(HUGE, HUGE), words(0)]),
    ),
  ];
  const edits = 100;
  yield [
    'edits-100.mp4',
    withBox(mp4, ['moov', 'trak', 'edts', 'elst'], () =>
      Buffer.concat([words(0, edits), ...Array.from({ length: edits }, () => words(1000, 0, 0x00010000))]),
    ),
  ];
  yield [
    'chunks-at-2-to-64.mp4',
    withBox(mp4, STBL, (old) => {
      const bytes = Buffer.from(old);
      bytes.write('free', bytes.indexOf('stco', 0, 'latin1'), 'latin1');
      return Buffer.concat([bytes, box('co64', words(0, 2), bigs(HUGE, 1n << 63n))]);
    }),
  ];
  if (large) {
    const empty = 5_000_000;
    const many = withBox(mp4, [...STBL, 'stsz'], () => Buffer.concat([words(0, 0, empty), Buffer.alloc(4 * empty)]));
    const timed = withBox(many, [...STBL, 'stts'], () => words(0, 1, empty, 1));
    yield ['five-million-samples-of-nothing.mp4', withBox(timed, [...STBL, 'stsc'], () => words(0, 1, 1, empty, 1))];
  }
}

function* fragments(seed: SeedOf, large: boolean): Generator<Named> {
  const mp4 = seed('fragmented.mp4');
  if (mp4 === null) return;
  const head = mp4.readUInt32BE(0);
  const before = (...boxes: readonly Buffer[]): Buffer => Buffer.concat([mp4.subarray(0, head), ...boxes, mp4.subarray(head)]);
  const sidx = (scale: number, size: number, count: number, entries = count): Buffer =>
    box('sidx', words(0, 1, scale, 0, 0), u16(0), u16(count), ...Array.from({ length: entries }, () => words(size, MOST, 0x90000000)));
  yield ['segments-65535.mp4', before(sidx(12_288, 0x7fffffff, 65_535))];
  yield ['segments-of-themselves.mp4', before(sidx(12_288, 0x80000000, 3))];
  yield ['segments-cut-off.mp4', before(sidx(12_288, 100, 65_535, 2))];
  yield ['segments-without-a-clock.mp4', before(sidx(0, 100, 4))];
  yield ['segment-lists-20000.mp4', before(...Array.from({ length: 20_000 }, () => sidx(12_288, 0x80000010, 1)))];
  const run = (body: Buffer): Buffer => withBox(mp4, ['moof', 'traf', 'trun'], () => body);
  yield ['run-of-2-to-32.mp4', run(words(0x00000f01, MOST, 8))];
  yield ['run-of-2-to-32-empty.mp4', run(words(0, MOST))];
  // Its samples take no room: as many as the count says.
  const many = large ? 20_000_000 : 50_000;
  const none = withBox(mp4, ['moof', 'traf', 'tfhd'], () => words(0x00020018, 1, 1, 0));
  yield ['run-of-20-million-empty.mp4', withBox(none, ['moof', 'traf', 'trun'], () => words(0, many))];
  yield ['fragment-in-the-year-2-to-63.mp4', withBox(mp4, ['moof', 'traf', 'tfdt'], () => Buffer.concat([words(0x01000000), bigs(HUGE)]))];
  yield ['fragment-data-before-the-file.mp4', run(words(1, 3, 0x80000000))];
  const access = box('mfra', box('tfra', words(0x01000000, 1, 0, MOST), bigs(HUGE, HUGE)), box('mfro', words(0, MOST)));
  yield ['random-access-2-to-32.mp4', Buffer.concat([mp4, access])];
}

function* matroska(seed: SeedOf, large: boolean): Generator<Named> {
  const head = element('1a45dfa3', element('4282', Buffer.from('matroska')));
  const most = (1n << 56n) - 2n;
  const segment = (...parts: readonly Buffer[]): Buffer => Buffer.concat([head, element('18538067', Buffer.concat(parts))]);
  yield ['header-2-to-56.mkv', element('1a45dfa3', Buffer.from('42828888', 'hex'), most)];
  yield ['segment-2-to-56.mkv', Buffer.concat([head, element('18538067', Buffer.alloc(2000), most)])];
  yield ['void-2-to-56.mkv', segment(element('ec', Buffer.alloc(2000), most))];
  yield ['voids-a-million.mkv', segment(Buffer.alloc(2 * (large ? 1_000_000 : 20_000), Buffer.from('ec80', 'hex')))];
  yield ['attachment-2-to-56.mkv', segment(element('1941a469', element('61a7', element('465c', Buffer.alloc(100), most))))];
  const seek = (id: string, at: bigint): Buffer =>
    element('4dbb', Buffer.concat([element('53ab', Buffer.from(id, 'hex')), element('53ac', bigs(at))]));
  yield [
    'index-of-itself.mkv',
    segment(element('114d9b74', Buffer.concat([seek('114d9b74', 0n), seek('1c53bb6b', 0n), seek('1549a966', HUGE)]))),
  ];
  const mkv = seed('h264.mkv');
  if (mkv === null) return;
  const seeks = Buffer.concat(Array.from({ length: 50_000 }, () => seek('114d9b74', 0n)));
  const at = mkv.indexOf(Buffer.from('18538067', 'hex'));
  const body = mkv.subarray(at + 12);
  const whole = (...parts: readonly Buffer[]): Buffer => Buffer.concat([mkv.subarray(0, at), element('18538067', Buffer.concat(parts))]);
  yield ['seeks-50000.mkv', whole(element('114d9b74', seeks), body)];
  const points = Buffer.concat(
    Array.from({ length: 100_000 }, (_, k) =>
      element(
        'bb',
        Buffer.concat([
          element('b3', bigs(BigInt(k))),
          element('b7', Buffer.concat([element('f7', Buffer.from([1])), element('f1', bigs(k % 2 === 0 ? 0n : HUGE))])),
        ]),
      ),
    ),
  );
  yield ['cues-100000-to-the-start.mkv', whole(element('1c53bb6b', points), body)];
  const patched = (id: string, skip: number, bytes: Buffer): Buffer => {
    const copy = Buffer.from(mkv);
    bytes.copy(copy, copy.indexOf(Buffer.from(id, 'hex')) + id.length / 2 + skip);
    return copy;
  };
  const double = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes;
  };
  for (const [name, value] of [
    ['not-a-number', NaN],
    ['endless', Infinity],
    ['negative', -1e300],
  ] as const)
    yield [`duration-${name}.mkv`, patched('448988', 0, double(value))];
  yield ['clock-of-nothing.mkv', patched('2ad7b183', 0, Buffer.alloc(3))];
  yield ['clock-of-16-million.mkv', patched('2ad7b183', 0, Buffer.alloc(3, 0xff))];
}

/** ISO/IEC 13818-1, annex A. */
function crc(bytes: Buffer, start = 0xffffffff): number {
  let sum = start;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

function section(table: number, id: number, number: number, last: number, body: Buffer): Buffer {
  const length = body.length + 9;
  const head = Buffer.concat([Buffer.from([table]), u16(0xb000 | length), u16(id), Buffer.from([0xc1, number, last])]);
  const whole = Buffer.concat([head, body]);
  return Buffer.concat([whole, u32(crc(whole))]);
}

function* packets(pid: number, payload: Buffer): Generator<Buffer> {
  for (let from = 0, counter = 0; from < payload.length; from += 184, counter++) {
    const bytes = Buffer.alloc(188, 0xff);
    Buffer.concat([Buffer.from([0x47]), u16((from === 0 ? 0x4000 : 0) | pid), Buffer.from([0x10 | (counter & 15)])]).copy(bytes);
    payload.copy(bytes, 4, from, from + 184);
    yield bytes;
  }
}

function* transport(): Generator<Named> {
  const programs = Array.from({ length: 4000 }, (_, k) => k + 1);
  const pat = (some: readonly number[], number: number): Buffer =>
    Buffer.concat([
      Buffer.alloc(1),
      section(0, 1, number, 15, Buffer.concat(some.map((program) => Buffer.concat([u16(program), u16(0xe000 | (0x20 + program))])))),
    ]);
  const parts: Buffer[] = [];
  for (let number = 0; number * 250 < programs.length; number++)
    parts.push(...packets(0, pat(programs.slice(250 * number, 250 * (number + 1)), number)));
  const streams = (pids: readonly number[]): Buffer =>
    Buffer.concat([
      u16(0xe000 | (pids[0] ?? 0)),
      u16(0xf000),
      ...pids.map((pid) => Buffer.concat([Buffer.from([0x1b]), u16(0xe000 | pid), u16(0xf000)])),
    ]);
  const single = programs.flatMap((program) => [
    ...packets(0x20 + program, Buffer.concat([Buffer.alloc(1), section(2, program, 0, 0, streams([0x1020 + (program % 4000)]))])),
  ]);
  const pes = Buffer.concat([Buffer.from('000001e00000800000', 'hex'), Buffer.from('0000000109f0', 'hex'), Buffer.alloc(100, 0x55)]);
  const data = programs.flatMap((program) => [...packets(0x1020 + (program % 4000), pes)]);
  yield ['programs-4000.ts', Buffer.concat([...parts, ...single, ...data])];
  yield [
    'packets-of-8191-kinds.ts',
    Buffer.concat(Array.from({ length: 40_000 }, (_, k) => [...packets(k % 8191, pes)][0] ?? Buffer.alloc(0))),
  ];
  const one = [...packets(0, pat([1], 0))];
  const list = Array.from({ length: 200 }, (_, k) => 0x100 + k);
  yield [
    'streams-200.ts',
    Buffer.concat([
      ...one,
      ...packets(0x21, Buffer.concat([Buffer.alloc(1), section(2, 1, 0, 0, streams(list))])),
      ...Array.from({ length: 20 }, () => list.flatMap((pid) => [...packets(pid, pes)])).flat(),
    ]),
  ];
}

function* interleaved(seed: SeedOf): Generator<Named> {
  const avi = seed('mpeg4.avi');
  if (avi !== null) {
    const patched = (name: string, skip: number, value: number): Buffer => {
      const copy = Buffer.from(avi);
      copy.writeUInt32LE(value >>> 0, copy.indexOf(name, 0, 'latin1') + 8 + skip);
      return copy;
    };
    yield ['rate-0.avi', patched('strh', 24, 0)];
    yield ['scale-0.avi', patched('strh', 20, 0)];
    yield ['length-2-to-32.avi', patched('strh', 32, MOST)];
    yield ['streams-2-to-32.avi', patched('avih', 24, MOST)];
    yield ['index-beyond.avi', patched('idx1', 8, MOST - 15)];
    yield ['sample-of-2-to-32.avi', patched('strh', 44, MOST)];
  }
  const flv = seed('h264.flv');
  if (flv !== null) {
    // AMF0: an object in an object in an object.
    const depth = 20_000;
    const nested = Buffer.concat([
      Buffer.from('02000a6f6e4d65746144617461', 'hex'),
      Buffer.alloc(4 * depth, Buffer.from('03000161', 'hex')),
    ]);
    const size = u32(nested.length).subarray(1);
    const tag = Buffer.concat([Buffer.from([18]), size, Buffer.alloc(7), nested, u32(nested.length + 11)]);
    yield ['objects-20000-deep.flv', Buffer.concat([flv.subarray(0, 13), tag, flv.subarray(13)])];
    const array = Buffer.concat([Buffer.from('02000a6f6e4d65746144617461', 'hex'), Buffer.from([10]), u32(MOST)]);
    yield [
      'array-2-to-32.flv',
      Buffer.concat([
        flv.subarray(0, 13),
        Buffer.from([18]),
        u32(array.length).subarray(1),
        Buffer.alloc(7),
        array,
        u32(array.length + 11),
        flv.subarray(13),
      ]),
    ];
  }
  const asf = seed('wmv.asf');
  if (asf !== null) {
    const copy = Buffer.from(asf);
    copy.writeBigUInt64LE(HUGE, 16);
    yield ['header-2-to-64.asf', copy];
    const objects = Buffer.from(asf);
    objects.writeUInt32LE(MOST, 24);
    yield ['objects-2-to-32.asf', objects];
  }
}

function* rf64(seed: SeedOf): Generator<Named> {
  const wav = seed('sound.wav');
  if (wav === null) return;
  const data = wav.indexOf('data', 0, 'latin1');
  const rest = Buffer.from(wav.subarray(12));
  const stated = wav.readUInt32LE(data + 4);
  rest.writeUInt32LE(MOST, data - 12 + 4);
  const made = (ds64: Buffer, tail = rest): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(ds64.length);
    return Buffer.concat([
      Buffer.from('RF64ffffffff', 'latin1').fill(0xff, 4, 8).subarray(0, 8),
      Buffer.from('WAVEds64'),
      size,
      ds64,
      tail,
    ]);
  };
  const ds64 = (riff: bigint, bytes: bigint, samples: bigint, entries = 0): Buffer => {
    const body = Buffer.alloc(28);
    for (const [k, value] of [riff, bytes, samples].entries()) body.writeBigUInt64LE(value, 8 * k);
    body.writeUInt32LE(entries >>> 0, 24);
    return body;
  };
  const size = BigInt(stated);
  yield ['rf64.wav', made(ds64(BigInt(wav.length + 28), size, size / 2n))];
  yield ['rf64-2-to-64.wav', made(ds64(HUGE, HUGE, HUGE))];
  yield ['rf64-2-to-63.wav', made(ds64(1n << 63n, (1n << 63n) - 1n, 1n << 62n))];
  yield ['rf64-of-nothing.wav', made(ds64(0n, 0n, 0n))];
  yield ['rf64-table-2-to-32.wav', made(ds64(BigInt(wav.length + 28), size, size / 2n, MOST))];
  yield ['rf64-short.wav', made(Buffer.alloc(4))];
  yield ['rf64-without-ds64.wav', Buffer.concat([Buffer.from('RF64'), Buffer.alloc(4, 0xff), Buffer.from('WAVE'), rest])];
}

/** RFC 3533, section 6: pages with their sums put right. */
function paged(ogg: Buffer, change: (page: Buffer, number: number) => void): Buffer {
  const copy = Buffer.from(ogg);
  for (let at = 0, number = 0; at + 27 <= copy.length && copy.toString('latin1', at, at + 4) === 'OggS'; number++) {
    const segments = copy[at + 26] ?? 0;
    const length = 27 + segments + copy.subarray(at + 27, at + 27 + segments).reduce((sum, value) => sum + value, 0);
    const page = copy.subarray(at, at + length);
    change(page, number);
    page.writeUInt32LE(0, 22);
    page.writeUInt32LE(crc(page, 0), 22);
    at += length;
  }
  return copy;
}

function* ogg(seed: SeedOf): Generator<Named> {
  const [vorbis, opus] = [seed('vorbis.ogg'), seed('opus.ogg')];
  if (vorbis === null || opus === null) return;
  const numbered = (one: Buffer, serial: number): Buffer => paged(one, (page) => void page.writeUInt32LE(serial, 14));
  yield ['chain-of-300.ogg', Buffer.concat(Array.from({ length: 300 }, (_, k) => numbered(k % 2 === 0 ? vorbis : opus, k + 1)))];
  yield ['chain-with-one-number.ogg', Buffer.concat(Array.from({ length: 20 }, (_, k) => numbered(k % 2 === 0 ? vorbis : opus, 7)))];
  for (const [name, value] of [
    ['2-to-63', (1n << 63n) - 1n],
    ['minus-one', HUGE],
    ['negative', 1n << 63n],
  ] as const)
    yield [`granule-${name}.ogg`, paged(vorbis, (page, number) => (number < 2 ? undefined : void page.writeBigUInt64LE(value, 6)))];
  yield ['granules-go-back.ogg', paged(vorbis, (page, number) => void page.writeBigUInt64LE(BigInt(1_000_000 - 1000 * number), 6))];
  const first = vorbis.subarray(
    0,
    27 + (vorbis[26] ?? 0) + vorbis.subarray(27, 27 + (vorbis[26] ?? 0)).reduce((sum, value) => sum + value, 0),
  );
  yield ['streams-5000.ogg', Buffer.concat([...Array.from({ length: 5000 }, (_, k) => numbered(first, k + 100)), vorbis])];
}

function* recordings(seed: SeedOf): Generator<Named> {
  const aiff = seed('sound.aiff');
  if (aiff !== null) {
    const at = aiff.indexOf('COMM', 0, 'latin1') + 8;
    const rate = (hex: string): Buffer => {
      const copy = Buffer.from(aiff);
      Buffer.from(hex, 'hex').copy(copy, at + 8);
      return copy;
    };
    yield ['rate-not-a-number.aiff', rate('7fffc000000000000000')];
    yield ['rate-2-to-16383.aiff', rate('7ffe8000000000000000')];
    yield ['rate-negative.aiff', rate('c00dac44000000000000')];
    const samples = Buffer.from(aiff);
    samples.writeUInt32BE(MOST, at + 2);
    yield ['samples-2-to-32.aiff', samples];
  }
  const caf = seed('sound.caf');
  if (caf !== null) {
    const at = caf.indexOf('desc', 0, 'latin1') + 12;
    const rate = (value: number): Buffer => {
      const copy = Buffer.from(caf);
      copy.writeDoubleBE(value, at);
      return copy;
    };
    for (const [name, value] of [
      ['not-a-number', NaN],
      ['endless', Infinity],
      ['negative', -44_100],
      ['a-fraction', 0.001],
    ] as const)
      yield [`rate-${name}.caf`, rate(value)];
    const data = Buffer.from(caf);
    data.writeBigUInt64BE((1n << 63n) - 1n, caf.indexOf('data', 0, 'latin1') + 4);
    yield ['data-2-to-63.caf', data];
    yield ['packets-2-to-63.caf', Buffer.concat([caf, Buffer.from('pakt'), bigs(24n, (1n << 63n) - 1n, HUGE), words(MOST, MOST)])];
  }
  const flac = seed('sound.flac');
  if (flac !== null) {
    const copy = Buffer.from(flac);
    copy[21] = (copy[21] ?? 0) | 15;
    copy.fill(0xff, 22, 26);
    yield ['samples-2-to-36.flac', copy];
    const picture = Buffer.concat([words(3, MOST), Buffer.from('image/png')]);
    yield [
      'picture-2-to-32.flac',
      Buffer.concat([flac.subarray(0, 42), Buffer.from([6]), u32(picture.length).subarray(1), picture, flac.subarray(42)]),
    ];
  }
  const mp3 = seed('sound.mp3');
  if (mp3 !== null) {
    const copy = Buffer.from(mp3);
    const at = Math.max(copy.indexOf('Xing', 0, 'latin1'), copy.indexOf('Info', 0, 'latin1'));
    if (at > 0) {
      copy.fill(0xff, at + 8, at + 16);
      yield ['frames-2-to-32.mp3', copy];
    }
  }
}
