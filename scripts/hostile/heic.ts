/** Writes a HEIF still as telephones do (ISO/IEC 23008-12): a grid of pictures in HEVC, put together and turned when it is shown. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Heic {
  readonly columns: number;
  readonly rows: number;
  /** Side of a tile; even, and at least 64. */
  readonly tile: number;
  /** What is shown of the grid: without the rest of its last column and row. */
  readonly width: number;
  readonly height: number;
  /** Quarter turns anticlockwise (`irot`). */
  readonly turns?: 0 | 1 | 2 | 3;
  readonly brand?: string;
}

const u8 = (...values: readonly number[]): Buffer => Buffer.from(values);
const u16 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => u8(value >> 8, value & 255)));
const u32 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => u16(value >>> 16, value & 65535)));
const box = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body]);
};
const fullBox = (type: string, version: number, flags: number, ...parts: readonly Buffer[]): Buffer =>
  box(type, u32((version << 24) | flags), ...parts);

/** `picture`: RGB, 8 bits, of `columns * tile` by `rows * tile` pixels. Coded without loss but for the conversion to 4:2:0. */
export function writeHeic(path: string, picture: Buffer, { columns, rows, tile, width, height, turns = 0, brand = 'heic' }: Heic): void {
  const tiles = Array.from({ length: rows * columns }, (_, at) =>
    codedTile(picture, columns * tile, tile, at % columns, Math.floor(at / columns)),
  );
  const grid = Buffer.concat([u8(0, 0, rows - 1, columns - 1), u16(width, height)]);
  const ids = tiles.map((_, at) => at + 2);
  const items = [
    fullBox('infe', 2, 0, u16(1, 0), Buffer.from('grid\0')),
    ...ids.map((id) => fullBox('infe', 2, 1, u16(id, 0), Buffer.from('hvc1\0'))),
  ];
  const properties = box(
    'ipco',
    box('hvcC', tiles[0]?.configuration ?? Buffer.alloc(0)),
    fullBox('ispe', 0, 0, u32(tile, tile)),
    fullBox('ispe', 0, 0, u32(width, height)),
    box('irot', u8(turns)),
  );
  const ofTile = ids.map((id) => Buffer.concat([u16(id), u8(2, 0x81, 2)]));
  const associations = fullBox('ipma', 0, 0, u32(items.length), u16(1), u8(2, 3, 0x84), ...ofTile);
  const head = box('ftyp', Buffer.from(`${brand}\0\0\0\0mif1heic`, 'latin1'));
  const meta = (from: number): Buffer => {
    let at = from;
    const places = [grid, ...tiles.map(({ sample }) => sample)].map((bytes, index) => {
      const place = Buffer.concat([u16(index + 1, 0, 1), u32(at, bytes.length)]);
      at += bytes.length;
      return place;
    });
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, u32(0), Buffer.from('pict'), u32(0, 0, 0), u8(0)),
      fullBox('pitm', 0, 0, u16(1)),
      fullBox('iloc', 0, 0, u8(0x44, 0), u16(items.length), ...places),
      fullBox('iinf', 0, 0, u16(items.length), ...items),
      fullBox('iref', 0, 0, box('dimg', u16(1, ids.length, ...ids))),
      box('iprp', properties, associations),
    );
  };
  const from = head.length + meta(0).length + 8;
  writeFileSync(path, Buffer.concat([head, meta(from), box('mdat', grid, ...tiles.map(({ sample }) => sample))]));
}

/** One tile as a film of one picture holds it: the decoder's configuration, and its sample. */
function codedTile(picture: Buffer, width: number, tile: number, column: number, row: number): { configuration: Buffer; sample: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'penumbra-heic-'));
  try {
    const film = join(folder, 'tile.mp4');
    const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${String(width)}x${String(picture.length / 3 / width)}`, '-i', 'pipe:0'];
    const cut = `crop=${String(tile)}:${String(tile)}:${String(column * tile)}:${String(row * tile)},scale=out_range=full:out_color_matrix=bt601:flags=accurate_rnd,format=yuv420p`;
    const coded = [
      '-c:v',
      'libx265',
      '-x265-params',
      'lossless=1:log-level=none:info=0:range=full:colormatrix=smpte170m',
      '-tag:v',
      'hvc1',
    ];
    execFileSync('ffmpeg', ['-v', 'error', ...input, '-vf', cut, '-frames:v', '1', ...coded, film], { input: picture });
    const bytes = readFileSync(film);
    return { configuration: bodyOf(bytes, 'hvcC'), sample: bodyOf(bytes, 'mdat') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bodyOf(bytes: Buffer, type: string): Buffer {
  const at = bytes.indexOf(type, 0, 'latin1');
  return bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4));
}
