/** Films and recordings made by hand: nested boxes, missing indexes, references to other files, polyglots. */
import { box, element, u32, withBox } from './chunks.ts';
import type { Crafted, SeedOf } from './corpus.ts';

/** What playlists and references name: a file that must not be read, and an address that must not be asked. */
export interface Bait {
  readonly file: string;
  readonly address: string;
}

export function* craftedContainers(seed: SeedOf, bait: Bait): Generator<Crafted> {
  yield* films(seed, bait);
  yield* matroska();
  yield* sounds(seed);
  yield* polyglots(seed);
  const empty = [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(1 << 20), Buffer.alloc(1 << 20, 0xff), Buffer.from('\n')];
  for (const [k, bytes] of empty.entries()) yield { family: 'nothing', name: `nothing-${String(k)}.mp4`, bytes };
}

function* films(seed: SeedOf, bait: Bait): Generator<Crafted> {
  const ftyp = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41'));
  let nest = box('trak', Buffer.alloc(0));
  for (let depth = 0; depth < 20_000; depth++) nest = depth % 2 === 0 ? box('moov', nest) : box('trak', nest);
  yield { family: 'nested', name: 'boxes-20000-deep.mp4', bytes: Buffer.concat([ftyp, nest]) };
  let meta = box('ilst', Buffer.alloc(0));
  for (let depth = 0; depth < 3000; depth++) meta = box('meta', Buffer.alloc(4), meta);
  yield { family: 'nested', name: 'meta-3000-deep.mp4', bytes: Buffer.concat([ftyp, box('moov', box('udta', meta))]) };
  const free = box('free', Buffer.alloc(0));
  const many = Buffer.concat(Array.from({ length: 300_000 }, () => free));
  yield { family: 'nested', name: 'boxes-300000.mp4', bytes: Buffer.concat([ftyp, many, box('moov', many.subarray(0, 8000))]) };
  const endless = Buffer.concat([u32(1), Buffer.from('mdat'), Buffer.from('7fffffffffffffff', 'hex')]);
  yield { family: 'lying length', name: 'mdat-2-to-63.mp4', bytes: Buffer.concat([ftyp, endless]) };
  yield {
    family: 'lying length',
    name: 'moov-to-the-end.mp4',
    bytes: Buffer.concat([ftyp, u32(0), Buffer.from('moov'), Buffer.alloc(4000)]),
  };

  const mp4 = seed('h264.mp4');
  if (mp4 === null) return;
  const without = (type: string): Buffer => {
    const at = mp4.indexOf(type, 0, 'latin1') - 4;
    return Buffer.concat([mp4.subarray(0, at), mp4.subarray(at + mp4.readUInt32BE(at))]);
  };
  yield { family: 'missing', name: 'no-moov.mp4', bytes: without('moov') };
  yield { family: 'missing', name: 'no-mdat.mp4', bytes: without('mdat') };
  yield { family: 'missing', name: 'no-ftyp.mp4', bytes: without('ftyp') };
  const reference = (type: string, text: string): Buffer =>
    box('dref', Buffer.alloc(4), u32(1), box(type, Buffer.alloc(4), Buffer.from(`${text}\0`)));
  const inMedia = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'];
  for (const [name, text] of [
    ['file', `file://${bait.file}`],
    ['path', bait.file],
    ['address', `${bait.address}/dref.mp4`],
  ] as const)
    yield { family: 'reference', name: `dref-${name}.mov`, bytes: withBox(mp4, inMedia, () => reference('url ', text).subarray(8)) };
  const alias = Buffer.concat([Buffer.alloc(4), Buffer.alloc(150), Buffer.from(bait.file)]);
  yield {
    family: 'reference',
    name: 'dref-alias.mov',
    bytes: withBox(mp4, inMedia, () => Buffer.concat([Buffer.alloc(4), u32(1), box('alis', alias)])),
  };
  const rdrf = box('rdrf', Buffer.alloc(4), Buffer.from('url '), u32(bait.address.length + 1), Buffer.from(`${bait.address}\0`));
  yield { family: 'reference', name: 'reference-movie.mov', bytes: Buffer.concat([ftyp, box('moov', box('rmra', box('rmda', rdrf)))]) };

  const header = (type: string, at: number, value: number): Buffer =>
    withBox(mp4, type === 'mvhd' ? ['moov', type] : ['moov', 'trak', 'mdia', type], (old) => {
      const bytes = Buffer.from(old);
      bytes.writeUInt32BE(value >>> 0, at);
      return bytes;
    });
  yield { family: 'time', name: 'duration-0.mp4', bytes: header('mvhd', 16, 0) };
  yield { family: 'time', name: 'duration-of-track-0.mp4', bytes: header('mdhd', 16, 0) };
  yield { family: 'time', name: 'duration-2-to-32.mp4', bytes: header('mdhd', 16, 0xffffffff) };
  yield { family: 'time', name: 'time-scale-0.mp4', bytes: header('mdhd', 12, 0) };
  yield { family: 'time', name: 'time-scale-1.mp4', bytes: header('mdhd', 12, 1) };
  yield { family: 'time', name: 'time-scale-2-to-32.mp4', bytes: header('mdhd', 12, 0xffffffff) };
  const table = (name: string, words: readonly number[]): Buffer =>
    withBox(mp4, ['moov', 'trak', 'mdia', 'minf', 'stbl', name], () => Buffer.concat(words.map(u32)));
  yield { family: 'time', name: 'all-frames-at-once.mp4', bytes: table('stts', [0, 1, 12, 0]) };
  yield { family: 'time', name: 'frames-50-days-apart.mp4', bytes: table('stts', [0, 1, 12, 0x7fffffff]) };
  yield { family: 'time', name: 'times-2-to-32.mp4', bytes: table('stts', [0, 0xffffffff, 12, 1]) };
  yield { family: 'lying length', name: 'samples-2-to-32.mp4', bytes: table('stsz', [0, 1, 0xffffffff]) };
  yield { family: 'lying length', name: 'samples-100-million.mp4', bytes: table('stsz', [0, 0, 100_000_000, 4]) };
  yield { family: 'lying length', name: 'times-for-2-to-31-samples.mp4', bytes: table('stts', [0, 1, 0x7fffffff, 1]) };
  yield { family: 'lying length', name: 'chunks-2-to-32.mp4', bytes: table('stsc', [0, 0xffffffff, 1, 0xffffffff, 1]) };
  yield { family: 'lying length', name: 'offsets-beyond-the-file.mp4', bytes: table('stco', [0, 1, 0xfffffff0]) };
  for (const [width, height] of [
    [65_535, 65_535],
    [0, 0],
  ] as const) {
    const bytes = withBox(mp4, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'], (old) => {
      const entry = Buffer.from(old);
      entry.writeUInt16BE(width, 8 + 32);
      entry.writeUInt16BE(height, 8 + 34);
      return entry;
    });
    yield { family: 'size', name: `${String(width)}x${String(height)}.mp4`, bytes };
  }
}

function* matroska(): Generator<Crafted> {
  const head = element('1a45dfa3', element('4282', Buffer.from('matroska')));
  let nest = element('ec', Buffer.alloc(4));
  for (let depth = 0; depth < 4000; depth++) nest = element('73c5', nest);
  yield { family: 'nested', name: 'elements-4000-deep.mkv', bytes: Buffer.concat([head, element('18538067', nest)]) };
  yield {
    family: 'lying length',
    name: 'doctype-2-to-55.mkv',
    bytes: element('1a45dfa3', element('4282', Buffer.from('matroska'), (1n << 55n) - 1n)),
  };
  const chapters = element('1043a770', element('45b9', Buffer.alloc(3000, 0x80)));
  yield {
    family: 'lying length',
    name: 'segment-unknown.mkv',
    bytes: Buffer.concat([head, element('18538067', chapters, (1n << 56n) - 1n)]),
  };
}

function* sounds(seed: SeedOf): Generator<Crafted> {
  const wav = seed('sound.wav');
  if (wav !== null) {
    const fields: readonly (readonly [string, number, number, number])[] = [
      ['channels-65535', 22, 2, 65_535],
      ['channels-0', 22, 2, 0],
      ['rate-0', 24, 4, 0],
      ['rate-2-to-31', 24, 4, 0x7fffffff],
      ['rate-1', 24, 4, 1],
      ['bits-0', 34, 2, 0],
      ['align-0', 32, 2, 0],
      ['format-unknown', 20, 2, 0x7777],
    ];
    for (const [name, at, length, value] of fields) {
      const bytes = Buffer.from(wav);
      bytes.writeUIntLE(value, at, length);
      yield { family: 'sound', name: `${name}.wav`, bytes };
    }
    let list = Buffer.from('LIST\0\0\0\0INFO');
    for (let depth = 0; depth < 2000; depth++) {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(list.length + 4);
      list = Buffer.concat([Buffer.from('LIST'), size, Buffer.from('INFO'), list]);
    }
    yield { family: 'nested', name: 'lists-2000-deep.wav', bytes: Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36)]) };
  }
  const mp3 = seed('sound.mp3');
  if (mp3 !== null) {
    const tag = Buffer.from(mp3);
    tag.fill(0x7f, 6, 10);
    yield { family: 'lying length', name: 'id3-256-mib.mp3', bytes: tag };
    const tags = Array.from({ length: 5000 }, () => Buffer.from('494433030000000000' + '00', 'hex'));
    yield { family: 'nested', name: 'id3-5000-times.mp3', bytes: Buffer.concat([...tags, mp3]) };
    yield {
      family: 'polyglot',
      name: 'id3-before-a-playlist.mp3',
      bytes: Buffer.concat([tags[0] ?? Buffer.alloc(0), Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n')]),
    };
  }
}

function* polyglots(seed: SeedOf): Generator<Crafted> {
  // An empty archive: an end record without entries.
  const zip = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
  const html = Buffer.from('<html><script src="http://127.0.0.1:1/x.js"></script><img src="file:///etc/passwd"></html>');
  for (const name of [
    'still.jpg',
    'still.png',
    'moving.gif',
    'sound.mp3',
    'sound.wav',
    'h264.mp4',
    'h264.mkv',
    'still.webp',
    'sound.flac',
  ]) {
    const whole = seed(name);
    if (whole === null) continue;
    yield { family: 'polyglot', name: `zip-behind-${name}`, bytes: Buffer.concat([whole, zip]) };
    yield { family: 'polyglot', name: `html-behind-${name}`, bytes: Buffer.concat([whole, html]) };
    yield { family: 'polyglot', name: `zip-before-${name}`, bytes: Buffer.concat([zip, whole]) };
    yield { family: 'polyglot', name: `twice-${name}`, bytes: Buffer.concat([whole, whole]) };
  }
  const mp4 = seed('h264.mp4');
  if (mp4 !== null) {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>>>endobj\n%%EOF\n');
    const size = mp4.readUInt32BE(0);
    yield {
      family: 'polyglot',
      name: 'pdf-in-mp4.pdf',
      bytes: Buffer.concat([mp4.subarray(0, size), box('free', pdf), mp4.subarray(size)]),
    };
    yield { family: 'polyglot', name: 'pdf-before-mp4.mp4', bytes: Buffer.concat([pdf, mp4]) };
  }
  const gif = seed('moving.gif');
  if (gif !== null)
    yield {
      family: 'polyglot',
      name: 'script.gif',
      bytes: Buffer.concat([Buffer.from('GIF89a/*'), gif.subarray(8), Buffer.from('*/=1;alert(1)')]),
    };
}
