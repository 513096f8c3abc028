import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { inputArgs } from './input.ts';
import { probeStill } from './probe-still.ts';
import { sniff } from './sniff.ts';
import { findTools } from './tools.ts';

const PICTURE = ['-read_intervals', '%+#40', '-show_entries', 'frame=width:frame_side_data=side_data_type,rotation,displaymatrix'];
const LIMITS = { timeoutMs: 20_000, maxStdoutBytes: 1 << 20 };

async function targetOf(path: string) {
  const { ffmpegPath, ffprobePath } = await findTools();
  return { path, demuxer: (await sniff(path))?.demuxer ?? '', ffmpegPath, ffprobePath, signal: undefined };
}

it.each(['jpg', 'png', 'webp', 'tiff', 'bmp'])('a %s: one run gives exactly what two give', async (ending) => {
  const path = await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=90x60', '-frames:v', '1', join(tempFolder(), `a.${ending}`));
  const target = await targetOf(path);
  const ask = (...args: string[]): unknown =>
    JSON.parse(execFileSync(target.ffprobePath, ['-v', 'error', ...args, '-of', 'json', ...inputArgs(path, target.demuxer)]).toString());
  const answer = await probeStill(target, PICTURE, LIMITS);
  expect(JSON.stringify(answer?.header)).toBe(JSON.stringify(ask('-show_format', '-show_streams')));
  expect({ frames: answer?.frames }).toEqual(ask(...PICTURE));
});

it('leaves a still that ffprobe complains about to the questions one by one', async () => {
  const path = await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=90x60', '-frames:v', '1', join(tempFolder(), 'a.png'));
  writeFileSync(path, readFileSync(path).fill(0xff, 100, 200));
  expect(await probeStill(await targetOf(path), PICTURE, LIMITS)).toBeNull();
});
