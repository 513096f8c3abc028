import { expect, it } from 'vitest';
import { assessTrack, formatChance } from './assess.ts';
import type { Blink } from './blinks.ts';
import { chanceOfAtMost } from './chance.ts';
import { NORMS, PARAMETERS } from './parameters.ts';
import { rhythmOf } from './rhythm.ts';

it('says a chance in two digits, and never as 0', () => {
  const said = [0.00009, 1e-4, 0.000123, 0.01234, 0.0999, 0.1, 0.456, 1].map(formatChance);
  expect(said).toEqual(['less than 0.0001', '0.0001', '0.00012', '0.012', '0.1', '0.10', '0.46', '1.00']);
});

it('shares out the judged time among speaking and silence, each with its own norm', () => {
  // Four minutes at 25 frames/s, the mouth moving in the first: openness 0.3 of eyes 24 px wide, none of them closing.
  const rows = Array.from({ length: 6000 }, (_, frame) => ({
    frame,
    ptsUs: frame * 40_000,
    trackId: 0,
    values: [0.3, 0.28, 24, 24, frame < 1500 ? 0.3 + 0.2 * Math.sin(frame) : 0.1, 0],
  }));
  const { series, speakingShare, chance, chanceOfNone, blinks, reason } = assessTrack(0, rows);
  expect(series.assessableUs / 6e7).toBeCloseTo(4, 2);
  expect(speakingShare).toBeGreaterThan(0.24);
  expect(speakingShare).toBeLessThan(0.27);
  const minutes = series.assessableUs / 6e7;
  const exposures = [
    { minutes: minutes * speakingShare, ...NORMS.speaking },
    { minutes: minutes * (1 - speakingShare), ...NORMS.silent },
  ];
  expect(blinks).toEqual([]);
  expect(chance).toBeCloseTo(chanceOfAtMost(0, exposures, PARAMETERS.recall.value), 12);
  expect([chanceOfNone, reason]).toEqual([chance, null]);
});

it('needs eyes of the least width, and the least time', () => {
  const reasonOf = (frames: number, width: number) =>
    assessTrack(
      0,
      Array.from({ length: frames }, (_, frame) => ({
        frame,
        ptsUs: frame * 40_000,
        trackId: 0,
        values: [0.3, 0.28, width, width, 0.1, 0],
      })),
    ).reason;
  const least = PARAMETERS.minimumEyeWidthPx.value;
  expect([reasonOf(6000, least), reasonOf(6000, least - 0.1)]).toEqual([null, expect.stringContaining('pixels wide')]);
  expect(reasonOf(50, 24)).toMatch(/^The eyes could be judged for (1\.9|2\.0) s only/);
});

it('the rhythm is of intervals between apexes, its variation over n - 1, the eyes compared where both are seen', () => {
  // Apexes 2 and 4 s apart by turns: eight intervals of mean 3 and sum of squares 8.
  let apexUs = 0;
  const blinks = Array.from({ length: 9 }, (_, k) => {
    apexUs += k === 0 ? 0 : k % 2 === 1 ? 2e6 : 4e6;
    const limit = PARAMETERS.incompleteOpenness.value;
    return { apexUs, left: k < 3 ? null : 0.2, right: k > 5 ? null : 0.25, opennessAtApex: k < 3 ? limit + 0.01 : limit };
  }) as unknown as Blink[];
  const rhythm = rhythmOf(blinks, () => true);
  expect(rhythm.intervals).toBe(8);
  expect(rhythm.variation).toBeCloseTo(Math.sqrt(8 / 7) / 3, 12);
  expect(rhythm.incompleteShare).toBe(3 / 9);
  expect(rhythm.eyeDifference).toBeCloseTo(0.05, 12);
});
