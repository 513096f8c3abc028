import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { faceFilm, publicSample } from './goal-films.ts';
import { goalRows, isMet, measurePart } from './goals.ts';

it('sets each number beside its goal, and tells nothing about what was not measured', () => {
  const rows = goalRows({
    'visual-720': { timesRealTime: 3, timesDecodeOnly: 2.6, peakMiB: 1 },
    import: { mb: 10, importMbPerSecond: 5 },
    'memory-short': { peakMiB: 400 },
    'memory-long': { peakMiB: 460 },
    human: { times: 5.9 },
  });
  expect(rows.map((row) => [row.words, row.value, row.goal, isMet(row)])).toEqual([
    ['720p25, whole examination', 3, { atLeast: 3 }, true],
    ['720p25, over decoding alone', 2.6, { atMost: 2.5 }, false],
    ['tracking, beside human', 5.9, { atLeast: 6 }, false],
    ['memory of the longer film', expect.closeTo(15, 9), { atMost: 15 }, true],
  ]);
});

it('measures a part in a process of its own, and ends it when asked', { timeout: 60_000 }, async () => {
  const folder = tempFolder();
  const temporary = tempFolder();
  vi.stubEnv('TMPDIR', temporary);
  const never = new AbortController().signal;
  const numbers = await measurePart('memory-short', folder, never, 4);
  expect(Object.keys(numbers)).toEqual(['frames', 'totalSeconds', 'concludingSeconds', 'concludingBlockedMs', 'peakMiB', 'allPeakMiB']);
  // Four seconds at two frames a second; packets are repeated as they are, so the end may hold one or two more.
  expect([8, 9, 10]).toContain(numbers.frames);
  expect(numbers.peakMiB).toBeGreaterThan(50);
  // With ffmpeg; the system is asked ten times a second.
  expect(numbers.allPeakMiB).toBeGreaterThan(50);
  await expect(measurePart('seek', folder, AbortSignal.timeout(20), 2)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(readdirSync(temporary)).toEqual([]);
  vi.unstubAllEnvs();
});

it('leaves no half film behind', async () => {
  const folder = tempFolder();
  const maker = { folder, ffmpegPath: 'ffmpeg', sample: publicSample() ?? '' };
  await expect(faceFilm({ ...maker, sample: '/no/such/film' }, 720, 1)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  const path = await faceFilm(maker, 720, 1);
  await ffmpeg('-i', path, '-f', 'null', '-');
  expect(await faceFilm({ ...maker, ffmpegPath: '/no/such/program' }, 720, 1)).toBe(path);
});
