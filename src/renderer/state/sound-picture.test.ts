import { describe, expect, it } from 'vitest';
import { codeOf, hopOf, NOTHING, TILE_COLUMNS } from '../../base/sound-grid.ts';
import { FrequencyAxis, hertz, SCALES } from './sound-axis.ts';
import { colourTable } from '../../base/sound-colours.ts';
import { binsAt, columnAt, levelAt, levelFor, type Grid } from '../../base/sound-levels.ts';
import { paint } from './sound-picture.ts';

describe('FrequencyAxis', () => {
  it.each(SCALES)('%s: there and back, the ends at the ends', (scale) => {
    const axis = new FrequencyAxis(scale, 8000, 300);
    for (const hz of [60, 437, 1000, 7999]) expect(axis.hzAt(axis.yAt(hz))).toBeCloseTo(hz, 6);
    expect(axis.yAt(8000)).toBeCloseTo(0, 9);
    expect(axis.hzAt(300)).toBeCloseTo(scale === 'log' ? 50 : 0, 9);
    for (let k = 1; k < axis.ticks(24).length; k += 1)
      expect(axis.yAt(axis.ticks(24)[k]!) - axis.yAt(axis.ticks(24)[k - 1]!)).toBeGreaterThanOrEqual(24);
    expect(axis.ticks(24)).toContain(1000);
  });

  it('puts 1000 mel at 1000 Hz, and an octave everywhere as high on the log axis', () => {
    const melAxis = new FrequencyAxis('mel', 8000, 2840.0);
    expect((1 - melAxis.yAt(1000) / 2840) * 2595 * Math.log10(1 + 8000 / 700)).toBeCloseTo(1000, 0);
    const log = new FrequencyAxis('log', 6400, 700);
    expect([log.yAt(100) - log.yAt(200), log.yAt(3200) - log.yAt(6400)].map((step) => Math.round(step))).toEqual([100, 100]);
  });

  it('writes hertz as a person reads them', () => expect([hertz(999), hertz(1000), hertz(2500)]).toEqual(['999 Hz', '1 kHz', '2.5 kHz']));
});

const grid: Grid = { sampleRate: 16_000, fftSize: 2048, level: 3 };
/** A tile whose bin b of column c has a tone only at bin 128 (1 kHz): -12.34 dB. */
function tone(): Uint16Array {
  const codes = new Uint16Array(TILE_COLUMNS * 1025).fill(codeOf(-120));
  for (let column = 0; column < TILE_COLUMNS; column += 1) codes[column * 1025 + 128] = codeOf(-12.34);
  return codes;
}

describe('pictures of tiles', () => {
  it.each(SCALES)('%s: 1 kHz is in its row, and nowhere else', (scale) => {
    const axis = new FrequencyAxis(scale, 8000, 257);
    const image = { width: 4, height: 257, data: new Uint8ClampedArray(4 * 4 * 257), colorSpace: 'srgb' } as ImageData;
    const look = { axis, topDb: 0, rangeDb: 80, colours: colourTable('grey') };
    const loudest = paint(image, grid, 0, 128, look, () => ({ codes: tone() }));
    expect(loudest).toBeCloseTo(-12.34, 6);
    const bright = Array.from({ length: 257 }, (_, y) => y).filter((y) => image.data[4 * (y * 4 + 2)]! > 100);
    const row = Math.floor(axis.yAt(1000) - 1e-9);
    for (const y of bright) expect(Math.abs(y - row)).toBeLessThanOrEqual(scale === 'linear' ? 1 : 3);
    expect(bright.length).toBeGreaterThan(0);
  });

  it('reads the level from the tile, and none where there is no sound', () => {
    const axis = new FrequencyAxis('linear', 8000, 400);
    const row = binsAt(grid, axis, Math.floor(axis.yAt(1000) - 1e-9));
    expect(row[0]).toBeLessThanOrEqual(128);
    expect(row[1]).toBeGreaterThanOrEqual(128);
    expect(levelAt(grid, { codes: tone() }, 5, row)).toEqual({ bin: 128, db: expect.closeTo(-12.34, 6) });
    expect(levelAt(grid, { codes: new Uint16Array(TILE_COLUMNS * 1025).fill(NOTHING) }, 5, row)).toBeNull();
    expect(levelAt(grid, undefined, 5, row)).toBeNull();
  });

  it('covers every bin by a row of the full axis, each once', () => {
    const axis = new FrequencyAxis('linear', 8000, 300);
    const rows = Array.from({ length: 300 }, (_, y) => binsAt(grid, axis, y)).reverse();
    expect(rows[0]![0]).toBe(0);
    expect(rows.at(-1)![1]).toBe(1023);
    for (let y = 1; y < 300; y += 1) expect(rows[y]![0]).toBe(rows[y - 1]![1] + 1);
  });

  it('chooses the level nearest to a pixel, and the column nearest to a sample', () => {
    const hop = hopOf(16_000);
    expect([hop, levelFor(16_000, 1), levelFor(16_000, hop * 8), levelFor(16_000, hop * 1000)]).toEqual([16, 0, 3, 10]);
    expect([columnAt(grid, 0), columnAt(grid, 130), columnAt(grid, 1e6)]).toEqual([0, 1, 7813]);
  });
});

it('has colours that only grow lighter', () => {
  for (const colours of ['grey', 'amber'] as const) {
    const table = colourTable(colours);
    for (let n = 1; n < 256; n += 1)
      for (let k = 0; k < 3; k += 1) expect(table[3 * n + k]!).toBeGreaterThanOrEqual(table[3 * n - 3 + k]! - 1);
    expect(table[765]).toBeGreaterThan(240);
    expect(table[0]).toBeLessThan(0x20);
  }
});
