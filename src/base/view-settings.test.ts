import { expect, it } from 'vitest';
import type { ViewSettings } from '../contract/view.ts';
import { applyView, channelRow, isNeutral, levelsTable, NEUTRAL, viewWords } from './view-settings.ts';

const rgba = (...pixels: readonly (readonly [number, number, number])[]): Uint8Array =>
  Uint8Array.from(pixels.flatMap((pixel) => [...pixel, 255]));
const rgb = (shown: Uint8ClampedArray): number[][] =>
  Array.from({ length: shown.length / 4 }, (_, n) => [...shown.subarray(4 * n, 4 * n + 3)]);
const view = (changed: Partial<ViewSettings>): ViewSettings => ({ ...NEUTRAL, ...changed });

it('leaves every value as it is when nothing is set', () => {
  const all = rgba(...Array.from({ length: 256 }, (_, n) => [n, 255 - n, (n * 7) % 256] as const));
  expect([...applyView(all, 16, 16, NEUTRAL)]).toEqual([...all]);
  expect([isNeutral(NEUTRAL), isNeutral(view({ matrix: 'bt709' })), isNeutral(view({ gamma: 1.1 }))]).toEqual([true, true, false]);
});

it('shows one channel as grey, colour differences around 128', () => {
  const colours = rgba([255, 0, 0], [0, 0, 255], [90, 90, 90], [10, 200, 30]);
  const greys = (changed: Partial<ViewSettings>) => rgb(applyView(colours, 4, 1, view(changed))).map(([grey]) => grey);
  expect(greys({ channel: 'r' })).toEqual([255, 0, 90, 10]);
  expect(greys({ channel: 'y' })).toEqual([76, 29, 90, 124]);
  expect(greys({ channel: 'y', matrix: 'bt709' })).toEqual([54, 18, 90, 147]);
  // JPEG's own numbers (ITU-T T.871, clause 7): Cb of blue and Cr of red are 255.5 and are cut to 255.
  expect(greys({ channel: 'cb' })).toEqual([85, 255, 128, 75]);
  expect(greys({ channel: 'cr' })).toEqual([255, 107, 128, 47]);
  for (const channel of ['cb', 'cr'] as const) {
    const [red = 0, green = 0, blue = 0] = channelRow(view({ channel, matrix: 'bt709' })) ?? [];
    expect(red + green + blue).toBeCloseTo(0, 12);
  }
});

it('applies black, white, gamma and inversion in this order', () => {
  const table = levelsTable({ black: 50, white: 150, gamma: 1, invert: false });
  expect([0, 50, 100, 150, 255].map((value) => table[value])).toEqual([0, 0, 128, 255, 255]);
  const bright = levelsTable({ black: 0, white: 255, gamma: 2, invert: false });
  expect([bright[0], bright[64], bright[255]]).toEqual([0, 128, 255]);
  const inverted = levelsTable({ black: 0, white: 255, gamma: 2, invert: true });
  expect(inverted[64]).toBe(127);
});

it('equalises: a narrow ramp is spread over all values, and colour keeps its differences', () => {
  const ramp = rgba(...Array.from({ length: 100 }, (_, n) => [100 + (n % 4), 100 + (n % 4), 100 + (n % 4)] as const));
  const shown = rgb(applyView(ramp, 10, 10, view({ contrast: 'equalise' }))).map(([grey]) => grey);
  expect(shown.slice(0, 4)).toEqual([64, 128, 191, 255]);
  const tinted = rgba([100, 110, 90], [101, 111, 91]);
  const [first = [], second = []] = rgb(applyView(tinted, 2, 1, view({ contrast: 'equalise' })));
  expect([first[1]! - first[0]!, first[0]! - first[2]!]).toEqual([10, 10]);
  expect(second[0]! - first[0]!).toBeGreaterThan(100);
});

it('raises local contrast (CLAHE) without making an even picture uneven', () => {
  const even = rgba(...Array.from({ length: 64 * 64 }, () => [120, 120, 120] as const));
  expect(new Set(rgb(applyView(even, 64, 64, view({ contrast: 'clahe' }))).map(String)).size).toBe(1);
  // A faint pattern in one corner becomes stronger there.
  const faint = rgba(...Array.from({ length: 64 * 64 }, (_, n) => (n % 2 === 0 ? ([120, 120, 120] as const) : ([124, 124, 124] as const))));
  const [dark = [0], light = [0]] = rgb(applyView(faint, 64, 64, view({ contrast: 'clahe' })));
  expect(light[0]! - dark[0]!).toBeGreaterThan(4);
});

it('says what is set', () => {
  expect(viewWords(NEUTRAL)).toBe('as decoded');
  expect(viewWords(view({ channel: 'r', gamma: 1.8 }))).toBe('channel R, gamma 1.8');
  expect(viewWords(view({ channel: 'cb', matrix: 'bt709', black: 12, white: 240, invert: true }))).toBe(
    'channel Cb (BT.709), black 12, white 240, inverted',
  );
  expect(viewWords(view({ channel: 'g', contrast: 'clahe' }))).toBe('channel G, local contrast by CLAHE');
  expect(viewWords(view({ contrast: 'equalise' }))).toBe('histogram equalised, of luma (BT.601)');
});
