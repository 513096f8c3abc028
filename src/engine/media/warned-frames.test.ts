import { expect, it } from 'vitest';
import { ConcealedFrames } from './concealed.ts';
import { missingWords, warnedFrames } from './warned-frames.ts';

const pts = Array.from({ length: 200 }, (_, frame) => frame * 512);

function concealed(frames: readonly number[]): readonly (readonly [number, number])[] {
  const reader = new ConcealedFrames();
  for (const frame of frames) {
    reader.read('[h264 @ 0x55] [info] concealing 30 DC, 30 AC, 30 MV errors in P frame');
    reader.read('[warning] corrupt decoded frame in stream 0');
    reader.read(`[info] decoder -> ist_index:0 type:video frame_pts:${String(frame * 512)} frame_pts_time:0`);
  }
  return reader.warnings(pts).flatMap(warnedFrames);
}

it('reads back which frames ffmpeg completed from others', () => {
  expect(concealed([7])).toEqual([[7, 7]]);
  expect(concealed([3, 4, 5, 9, 11, 12])).toEqual([
    [3, 5],
    [9, 9],
    [11, 12],
  ]);
  // The words name the first fifty stretches.
  const many = concealed(Array.from({ length: 60 }, (_, k) => k * 2));
  expect([many.length, many.at(-1)]).toEqual([50, [98, 98]]);
});

it('reads back which frames are missing, and leaves the place of all others as it is', () => {
  expect(warnedFrames({ frame: 12, words: missingWords(12, 20) })).toEqual([[12, 20]]);
  expect(warnedFrames({ frame: 12, words: missingWords(12, 12) })).toEqual([[12, 12]]);
  expect(warnedFrames({ frame: 4, words: 'From here on another size 320x240 (before: 640x480).' })).toEqual([[4, 4]]);
  expect(warnedFrames({ frame: null, words: 'ffmpeg: something' })).toEqual([]);
});
