import { expect, it } from 'vitest';
import { FindingDraft, Outcome, Signal } from '../../../contract/analysis.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import type { ObservationRow } from '../interface.ts';
import { prosodyDetector } from './detector.ts';
import { pausesOf, rangesOf, slotsOf } from './melody.ts';
import { SLOT_US, SLOTS } from './observe.ts';

/** A voice whose melody is a cosine of so many semitones from top to bottom about 150 Hz, spoken without a break but for `pause` slots in each row. */
function rows(seconds: number, swing: number, pause = 0): ObservationRow[] {
  return Array.from({ length: seconds }, (_, block) => {
    const place = Array.from({ length: SLOTS }, (_s, k) => block * SLOTS + k);
    const hz = place.map((at, k) => (k < pause ? null : 150 * 2 ** ((swing / 2 / 12) * Math.cos((2 * Math.PI * at) / SLOTS))));
    const speech = place.map((_at, k) => (k < pause ? 0.1 : 0.9));
    return { frame: block, ptsUs: block * 1_000_000, trackId: null, values: [0.02, 0.08, 11, ...hz, ...speech] };
  });
}

function conclude(observed: readonly ObservationRow[]) {
  const conclusion = prosodyDetector.conclude({
    facts: VIDEO_FACTS,
    rows: observed,
    tracks: [],
    framesTotal: 0,
    framesDecoded: 0,
    faceAt: () => null,
  });
  expect(Outcome.parse(conclusion.outcome)).toEqual(conclusion.outcome);
  for (const finding of conclusion.findings) expect(FindingDraft.parse(finding)).toEqual(finding);
  for (const signal of conclusion.signals) expect(Signal.parse(signal)).toEqual(signal);
  return conclusion;
}

it('measures the range of a melody that is known: a cosine lies within cos(π/10) of its swing for its middle 80 %', () => {
  const [first, ...others] = rangesOf(slotsOf(rows(6, 10)));
  // Sampled at 25 places in a period, the percentiles lie within a twentieth of the continuous ones.
  expect(first?.semitones).toBeCloseTo(10 * Math.cos(Math.PI / 10), 0);
  expect([first?.startUs, first?.endUs]).toEqual([0, 50 * SLOT_US]);
  expect(others).toHaveLength(4);
});

it('finds a flat melody, and none in one that moves', () => {
  const flat = conclude(rows(6, 3));
  expect(flat.findings.map(({ kind, weight }) => `${weight} ${kind}`)).toEqual(['anomaly flat-melody']);
  expect(flat.findings[0]).toMatchObject({ startUs: 0, endUs: 6_000_000, firstFrame: null, measure: { unit: 'semitones' } });
  const moving = conclude(rows(6, 10));
  expect(moving.findings).toEqual([]);
  expect(flat.outcome.status === 'measured' && flat.outcome.score).toBeGreaterThan(1);
  expect(moving.outcome.status === 'measured' && moving.outcome.score).toBeLessThan(1);
  expect(moving.signals.map(({ name, frames }) => [name, frames])).toEqual([
    ['fundamental', null],
    ['speech', null],
    ['breath', null],
  ]);
});

it('abstains with less than two seconds of voice, and says how much there was', () => {
  const { outcome, findings } = conclude(rows(1, 3));
  expect(outcome).toMatchObject({
    status: 'abstained',
    reason: '1.0 s of voice in speech were found; at least 2 s are needed for its melody.',
  });
  expect(findings).toEqual([]);
  expect(conclude([]).outcome).toMatchObject({ status: 'abstained', reason: 'No sound was heard.' });
});

it('counts pauses of a fifth of a second and more, not those at the ends', () => {
  // Each row begins with 6 silent slots (240 ms) and speaks for 760 ms; the first pause is the beginning.
  expect(pausesOf(slotsOf(rows(4, 8, 6)))).toMatchObject({
    speakingSeconds: expect.closeTo(3.76, 6) as number,
    stretches: [
      { startUs: 1_000_000, endUs: 1_240_000 },
      { startUs: 2_000_000, endUs: 2_240_000 },
      { startUs: 3_000_000, endUs: 3_240_000 },
    ],
    count: 3,
    medianSeconds: expect.closeTo(0.24, 6) as number,
    longestSpeechSeconds: expect.closeTo(0.76, 6) as number,
  });
  // 160 ms are no pause: all is one stretch but for the silence in front.
  expect(pausesOf(slotsOf(rows(4, 8, 4)))).toMatchObject({
    count: 0,
    medianSeconds: null,
    longestSpeechSeconds: expect.closeTo(4 - 0.16, 6) as number,
  });
});
