import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeHeic, type Heic } from '../../../scripts/hostile/heic.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { decodeFrames } from './decode.ts';
import { heifDecoder, readHeif } from './heif.ts';
import { probe } from './probe.ts';
import { sniffHead } from './sniff.ts';
import { decodeStill } from './stills.ts';
import { thumbnail } from './thumbnail.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const GRID: Heic = { columns: 3, rows: 2, tile: 64, width: 180, height: 120 };
const folder = tempFolder();

/** Colours that change slowly, so that 4:2:0 costs next to nothing, and differently in each direction, so that no turn looks like another. */
function colourAt(x: number, y: number): [number, number, number] {
  return [40 + x, 200 - y, 60 + Math.round((x + y) / 2)];
}

function heic(name: string, of: Partial<Heic> = {}): string {
  const made = { ...GRID, ...of };
  const [width, height] = [made.columns * made.tile, made.rows * made.tile];
  const picture = Buffer.from(Array.from({ length: width * height }, (_, at) => colourAt(at % width, Math.floor(at / width))).flat());
  const path = join(folder, name);
  writeHeic(path, picture, made);
  return path;
}

/** Largest difference of a colour between the picture and what `expected` says of each pixel. */
function farthest(rgb: Uint8Array, width: number, expected: (x: number, y: number) => readonly number[]): number {
  let most = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const pixel = at / 3;
    const wanted = expected(pixel % width, Math.floor(pixel / width));
    for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs((rgb[at + c] ?? 0) - (wanted[c] ?? 0)));
  }
  return most;
}

describe('a still of HEIF', () => {
  it('is put together from its tiles, without what hangs over, and turned as the file says', async () => {
    const { ppm, others, transparent } = await readHeif(heic('whole.heic'));
    expect(Buffer.from(ppm).toString('latin1', 0, 15)).toBe('P6\n180 120\n255\n');
    // Rounding to 8 bits there and back, and colours that four pixels share.
    expect(farthest(ppm.subarray(15), 180, colourAt)).toBeLessThanOrEqual(4);
    expect([others, transparent]).toEqual([0, false]);

    const turned = await readHeif(heic('turned.heic', { turns: 1 }));
    expect(Buffer.from(turned.ppm).toString('latin1', 0, 15)).toBe('P6\n120 180\n255\n');
    // A quarter anticlockwise: the upper edge becomes the left one.
    expect(farthest(turned.ppm.subarray(15), 120, (x, y) => colourAt(179 - y, x))).toBeLessThanOrEqual(4);
  });

  it('is one exhibit of one frame, seen alike by the examination, the viewer and the list', async () => {
    const tools = await findTools();
    const path = heic('seen.heic', { turns: 3 });
    const { facts, index } = await probe(path, tools);
    expect(facts).toMatchObject({
      kind: 'image',
      container: 'heif',
      containerLong: `HEIF still, put together by ${heifDecoder()}`,
      warnings: [],
    });
    expect(facts.streams).toMatchObject([{ codec: 'hevc', width: 120, height: 180, rotation: 0, frameCount: 1 }]);
    const times = { timeBase: index!.timeBase, pts: index!.pts };

    const lumas: number[] = [];
    for await (const { width, height, y } of decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, ...times, maxWorkingWidth: 1920 })) {
      expect([width, height]).toEqual([120, 180]);
      // A quarter clockwise: the upper right corner is what the upper left one was.
      lumas.push(y[119]!, y[0]!);
    }
    // BT.601 over the full range, as frames are measured.
    const luma = ([r, g, b]: readonly number[]): number => 0.299 * r! + 0.587 * g! + 0.114 * b!;
    expect(lumas).toHaveLength(2);
    expect(Math.abs(lumas[0]! - luma(colourAt(0, 0)))).toBeLessThan(2);
    expect(Math.abs(lumas[1]! - luma(colourAt(0, 119)))).toBeLessThan(2);

    const source = { path, tools, facts, ...times, keyFrames: index!.keyFrames };
    const png = Buffer.from(await decodeStill({ ...source, frame: 0, format: 'png' }));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([120, 180]);
    const small = Buffer.from(await thumbnail(path, tools, facts));
    expect([small.readUInt32BE(16), small.readUInt32BE(20)]).toEqual([72, 108]);
  });

  it('ends with a typed error where it is cut off, damaged or too large', async () => {
    const tools = await findTools();
    const whole = readFileSync(heic('good.heic'));
    const refusal = async (name: string, bytes: Buffer): Promise<unknown> => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return probe(path, tools).catch((error: unknown) => error);
    };
    expect(await refusal('cut.heic', whole.subarray(0, whole.length - 40))).toMatchObject({ code: 'MEDIA_TRUNCATED' });

    const noTiles = Buffer.from(whole);
    noTiles.fill(0xa5, whole.indexOf('mdat') + 12);
    expect(await refusal('noise.heic', noTiles)).toMatchObject({ code: 'MEDIA_UNDECODABLE', detail: 'libheif could not decode it' });

    const noItems = Buffer.from(whole);
    noItems.write('xxxx', whole.indexOf('meta'), 'latin1');
    expect(await refusal('empty.heic', noItems)).toMatchObject({ code: 'MEDIA_UNDECODABLE', detail: 'libheif found no picture in it' });

    const large = Buffer.from(whole);
    // The size that the grid's item states of itself: the second one.
    const size = whole.indexOf('ispe', whole.indexOf('ispe') + 4) + 8;
    large.writeUInt32BE(20_000, size);
    expect(await refusal('large.heic', large)).toMatchObject({ code: 'MEDIA_TOO_LARGE', detail: '20000 x 120 pixels' });
  });
});

it.each([
  ['heic', ['mif1', 'heic'], 'heif'],
  ['heix', ['mif1'], 'heif'],
  ['mif1', ['heic', 'MiHE'], 'heif'],
  ['mif1', ['avif', 'miaf'], 'mov'],
  ['avif', ['mif1', 'miaf'], 'mov'],
  // A sequence is a film.
  ['hevc', ['msf1', 'heic'], 'mov'],
  ['isom', ['iso2', 'mp41'], 'mov'],
])('a file of the brand %s with %j goes to %s', (major, others, demuxer) => {
  const brands = [major, '\0\0\0\0', ...others].join('');
  const head = Buffer.concat([Buffer.from([0, 0, 0, 8 + brands.length]), Buffer.from(`ftyp${brands}`, 'latin1'), Buffer.alloc(64)]);
  expect(sniffHead(head)?.demuxer).toBe(demuxer);
});
