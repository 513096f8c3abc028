/** What a coder quantised, in frames of films in BT.709 and BT.2020: found again, and free of the steps that shared chroma puts into luma. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { at } from '../../base/at.ts';
import { allBlocks } from '../detectors/compression/regions.ts';
import { gridSteps } from '../detectors/compression/grid-steps.ts';
import { codedLuma } from './coded-luma.ts';
import { decodeFrames } from './decode.ts';
import { probe } from './probe.ts';
import { findTools, type MediaTools } from './tools.ts';

const folder = tempFolder();
let tools: MediaTools;
beforeAll(async () => {
  tools = await findTools();
});

const [WIDTH, HEIGHT] = [320, 240];
/** Luma that rises slowly with noise of a few levels, colours as of skin that change from one chroma sample to the next. */
const SKIN =
  `nullsrc=size=${String(WIDTH)}x${String(HEIGHT)}:rate=25:duration=0.04,format=yuv420p,` +
  `geq=lum='100+X/7+mod(X*X*7+Y*Y*13+X*Y*31\\,5)':cb='108+mod(X*11+Y*Y*5\\,9)':cr='146+mod(X*X*3+Y*7\\,9)'`;

/** The same coded values in each, whatever the film says of them. */
async function luma(space: string, range = 'tv'): Promise<{ shown: Uint8Array; coded: Uint8Array }> {
  const path = join(folder, `${space}-${range}.mkv`);
  await clips.ffmpeg('-f', 'lavfi', '-i', SKIN, '-c:v', 'ffv1', '-bitexact', '-colorspace', space, '-color_range', range, path);
  const { facts, index } = await probe(path, tools);
  const request = { path, ffmpegPath: tools.ffmpegPath, facts, timeBase: index!.timeBase, pts: index!.pts, maxWorkingWidth: 1920 };
  for await (const frame of decodeFrames(request)) return { shown: frame.y.slice(), coded: codedLuma(facts)(frame).slice() };
  throw new Error('no frame');
}

/** How much larger steps at even places of a grid are than those at odd ones, mean of both directions, grey levels. */
function evenOverOdd(plane: Uint8Array): number {
  const steps = gridSteps({ luma: plane, width: WIDTH, height: HEIGHT }, allBlocks(WIDTH, HEIGHT)) ?? [];
  return steps.reduce((sum, step, place) => sum + (place % 2 === 0 ? step : -step), 0) / 8;
}

it.each(['bt709', 'bt2020nc'])('%s: nearly every value is that of the same film in BT.601, none is two steps off', async (space) => {
  const { shown: wanted } = await luma('smpte170m');
  const { shown, coded } = await luma(space);
  const off = Array.from(coded, (value, k) => Math.abs(value - at(wanted, k)));
  expect(Math.max(...off)).toBeLessThanOrEqual(2);
  expect(off.filter((by) => by > 0).length / off.length).toBeLessThan(0.03);
  // As it is shown, nearly every value is another.
  expect(shown.filter((value, k) => value !== at(wanted, k)).length / off.length).toBeGreaterThan(0.5);
});

it('has no steps that only the sharing of chroma makes', async () => {
  const [as601, as709] = [await luma('smpte170m'), await luma('bt709')];
  const usual = evenOverOdd(as601.shown);
  expect(evenOverOdd(as709.shown) - usual).toBeGreaterThan(0.1);
  expect(Math.abs(evenOverOdd(as709.coded) - usual)).toBeLessThan(0.02);
});

it('full range: within one level', async () => {
  const [as601, as709] = [await luma('smpte170m', 'pc'), await luma('bt709', 'pc')];
  for (const [k, value] of as709.coded.entries()) expect(Math.abs(value - at(as601.shown, k))).toBeLessThanOrEqual(1);
});

it('a film in BT.601, and one that says nothing, is left as it is', async () => {
  const { shown, coded } = await luma('smpte170m');
  expect(coded).toEqual(shown);
});
