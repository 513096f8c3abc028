import { expect, it } from 'vitest';
import type { ObservationRow } from '../interface.ts';
import { breathFinding, breathMeasures, breathSignal } from './breath-words.ts';
import { breathsOf } from './breaths.ts';
import { pausesOf, slotsOf } from './melody.ts';
import { BREATH_STEPS, SLOTS } from './observe.ts';

interface Step {
  readonly levelDb: number;
  readonly flatnessDb: number;
  readonly periodic?: true;
  readonly speech: number;
}
const VOICE: Step = { levelDb: -20, flatnessDb: -14, periodic: true, speech: 0.99 };
const ROOM: Step = { levelDb: -70, flatnessDb: -3, speech: 0.1 };
const BREATH: Step = { levelDb: -42, flatnessDb: -5, speech: 0.2 };

/** Steps of 20 ms, from the start on: so many of each. */
function rows(...parts: readonly (readonly [number, Step])[]): ObservationRow[] {
  const steps = parts.flatMap(([count, step]) => Array.from({ length: count }, () => step));
  return Array.from({ length: Math.ceil(steps.length / BREATH_STEPS) }, (_, block) => {
    const at = (k: number): Step => steps[block * BREATH_STEPS + k] ?? ROOM;
    const every = <T>(count: number, value: (k: number) => T): T[] => Array.from({ length: count }, (_k, k) => value(k));
    const values = [
      ...[null, null, null],
      ...every(SLOTS, (k) => (at(2 * k).periodic === true ? 120 : null)),
      ...every(SLOTS, (k) => at(2 * k).speech),
      ...every(BREATH_STEPS, (k) => at(k).levelDb),
      ...every(BREATH_STEPS, (k) => at(k).flatnessDb),
    ];
    return { frame: block, ptsUs: block * 1_000_000, trackId: null, values };
  });
}

/** Two seconds of voice, a pause of 600 ms that has so many steps of this in its middle, two seconds of voice. */
const paused = (count: number, step: Step): ObservationRow[] =>
  rows([100, VOICE], [10, ROOM], [count, step], [20 - count, ROOM], [100, VOICE]);

it('finds noise between the words, at its time and with its level against the voice', () => {
  expect(breathsOf(paused(12, BREATH))).toEqual([{ startUs: 2_210_000, endUs: 2_450_000, belowVoiceDb: -22 }]);
});

it.each([
  ['shorter than 140 ms', paused(6, BREATH)],
  ['less than 10 dB below the voice', paused(12, { ...BREATH, levelDb: -29 })],
  ['more than 45 dB below it', paused(12, { ...BREATH, levelDb: -66 })],
  ['periodic and little weaker than the voice', paused(12, { ...BREATH, levelDb: -31, periodic: true })],
  ['not flat', paused(12, { ...BREATH, flatnessDb: -12 })],
  ['taken for speech all the time', paused(12, { ...BREATH, speech: 0.99 })],
  ['running into the voice', rows([100, VOICE], [10, ROOM], [12, BREATH], [100, VOICE])],
  ['the whole of the sound between words', rows([100, VOICE], [100, BREATH], [100, VOICE])],
  ['a second and more from any voice', rows([100, VOICE], [60, ROOM], [12, BREATH], [60, ROOM], [100, VOICE])],
])('takes noise for no breath that is %s', (_name, observed) => {
  expect(breathsOf(observed)).toEqual([]);
});

it('takes the decay of a voice for no breath', () => {
  const decay = (perStep: number): ObservationRow[] =>
    rows(
      [100, VOICE],
      ...Array.from({ length: 15 }, (_, k) => [1, { ...BREATH, levelDb: -32 - k * perStep }] as const),
      [15, ROOM],
      [100, VOICE],
    );
  expect(breathsOf(decay(1.4))).toEqual([]);
  expect(breathsOf(decay(0.5))).toHaveLength(1);
});

it('says nothing with less than half a second of voice', () => {
  expect(breathsOf(rows([20, VOICE], [10, ROOM], [12, BREATH], [40, ROOM]))).toBeNull();
});

it('does not join what a jump of the clock parts', () => {
  const observed = rows([95, VOICE], [5, BREATH], [5, BREATH], [20, ROOM], [100, VOICE]);
  expect(breathsOf(observed)).toHaveLength(1);
  expect(breathsOf(observed.map((row) => (row.frame < 2 ? row : { ...row, ptsUs: row.ptsUs + 500_000 })))).toEqual([]);
});

it('gives a rate and a spacing from twenty seconds of speaking on', () => {
  const measured = (times: number): Record<string, number> => {
    const observed = rows(
      ...Array.from(
        { length: times },
        () =>
          [
            [100, VOICE],
            [10, ROOM],
            [12, BREATH],
            [8, ROOM],
          ] as const,
      ).flat(),
      [100, VOICE],
    );
    return Object.fromEntries(
      breathMeasures(breathsOf(observed) ?? [], pausesOf(slotsOf(observed))).map(({ name, value }) => [name, value]),
    );
  };
  expect(measured(2)).toEqual({ breaths: 2, 'pauses of 0.3 s with a breath': 2, breath: 0.24, 'breaths against the voice': -22 });
  expect(measured(8)).toMatchObject({ breaths: 8, 'breaths in a minute of speaking': 21.1, 'from breath to breath': 2.6 });
});

it('draws breaths and puts each before the examiner as a note', () => {
  const [breath] = breathsOf(paused(12, BREATH)) ?? [];
  if (breath === undefined) throw new Error('a breath was made');
  expect(breathSignal('prosody' as never, [breath], [2_160_000, 2_240_000, 2_440_000, 2_480_000]).values).toEqual([null, -22, -22, null]);
  const { spoken } = pausesOf(slotsOf(paused(12, BREATH)));
  expect(breathFinding('prosody' as never, breath, spoken)).toMatchObject({
    weight: 'note',
    title: 'Breath-like noise, 240 ms, 22 dB below the voice',
    startUs: 2_210_000,
    firstFrame: null,
  });
});

it('says whether a breath lies before, between or after the words', () => {
  const observed = rows(
    [20, ROOM],
    [12, BREATH],
    [8, ROOM],
    [100, VOICE],
    [10, ROOM],
    [12, BREATH],
    [8, ROOM],
    [100, VOICE],
    [10, ROOM],
    [12, BREATH],
    [40, ROOM],
  );
  const { spoken } = pausesOf(slotsOf(observed));
  expect(spoken).toEqual({ startUs: 800_000, endUs: 5_400_000 });
  const places = (breathsOf(observed) ?? []).map((breath) => breathFinding('prosody' as never, breath, spoken).explanation);
  expect(places.map((words) => words.slice(0, words.indexOf(' lies ')))).toEqual([
    'Before the first word',
    'Between the words',
    'After the last word',
  ]);
  const [first] = breathsOf(observed) ?? [];
  expect(first === undefined ? '' : breathFinding('prosody' as never, first, null).explanation).toMatch(/^Beside the voice lies noise/);
});
