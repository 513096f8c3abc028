/** One second of sound -> the melody of the voice in it, every 40 ms, how uneven its periods are, and where nobody speaks. */
import { must } from '../../../base/assert.ts';
import type { Network } from '../../inference/networks.ts';
import { perturbation } from '../../signal/periods.ts';
import { NoiseBand } from '../../signal/noise-band.ts';
import { harmonicityDb, pitchTrack, type PitchFrame } from '../../signal/pitch.ts';
import { median } from '../../signal/stats.ts';
import { resample } from '../../sound/resampler.ts';
import { mono, type SoundBlock } from '../../sound/sound-block.ts';
import { speechSteps, VOICE_RATE, VOICE_STEP } from '../../sound/voice.ts';
import type { Column, SoundRow } from '../interface.ts';
import { PARAMETERS } from './parameters.ts';

const SLOT_SECONDS = PARAMETERS.slot.value;
/** Slots of a row: one second of them, ending one slot before the end of the block, where the last whole frame of the melody lies. */
export const SLOTS = Math.round(1 / SLOT_SECONDS);
export const SLOT_US = SLOT_SECONDS * 1e6;
/** Steps of a row in which breath is looked for; the first begins with the first slot. */
export const BREATH_STEPS = Math.round(1 / PARAMETERS.breathStep.value);
export const BREATH_STEP_US = PARAMETERS.breathStep.value * 1e6;
const BREATH_WINDOW = 2 * Math.round(PARAMETERS.breathStep.value * VOICE_RATE);

const SCALARS = [
  { name: 'jitter', unit: 'of a period' },
  { name: 'shimmer', unit: 'of an amplitude' },
  { name: 'harmonicity', unit: 'dB' },
] as const;

const several = (count: number, name: string, unit: string): Column[] =>
  Array.from({ length: count }, (_, k) => ({ name: `${name}${String(k)}`, unit, internal: true as const }));

export const COLUMNS: readonly Column[] = [
  ...SCALARS,
  ...several(SLOTS, 'fundamental', 'Hz'),
  ...several(SLOTS, 'speech', 'probability'),
  ...several(BREATH_STEPS, 'band level', 'dB'),
  ...several(BREATH_STEPS, 'band flatness', 'dB'),
];
export const FIRST_FUNDAMENTAL = SCALARS.length;
export const FIRST_SPEECH = SCALARS.length + SLOTS;
export const FIRST_LEVEL = SCALARS.length + 2 * SLOTS;
export const FIRST_FLATNESS = FIRST_LEVEL + BREATH_STEPS;

const BAND = new NoiseBand({
  rate: VOICE_RATE,
  windowSamples: BREATH_WINDOW,
  bandHz: [PARAMETERS.breathBandLow.value, PARAMETERS.breathBandHigh.value],
});

/** A function of the block and of the one before it: the voice network begins anew one second earlier and has settled by then. */
export async function observeVoice(block: SoundBlock, network: Network): Promise<readonly SoundRow[]> {
  const before = block.previous === null ? new Float32Array(0) : mono(block.previous.channels);
  const own = mono(block.channels);
  const samples = new Float32Array(before.length + own.length);
  samples.set(before);
  samples.set(own, before.length);
  const rate = block.sampleRate;
  // Where the first slot begins, seconds after the first of `samples`; at the start of a recording it lies before the sound.
  const beginning = before.length / rate - SLOT_SECONDS;
  const atVoiceRate = resample(samples, rate, VOICE_RATE);
  const speech = await speechSteps(network, atVoiceRate);
  const track = pitchTrack(samples, rate, { floorHz: PARAMETERS.floor.value, ceilingHz: PARAMETERS.ceiling.value });
  const spoken = track.filter((frame) => frame.seconds >= beginning && speakingAt(speech, frame.seconds));
  const voiced = spoken.filter(({ hz }) => hz !== null);
  const band = Array.from({ length: BREATH_STEPS }, (_, k) =>
    BAND.at(atVoiceRate, Math.round((beginning + k * PARAMETERS.breathStep.value) * VOICE_RATE)),
  );
  const { jitterLocal, shimmerLocal } = perturbation(samples, rate, onlyRuns(track, spoken));
  const values = [
    rounded(jitterLocal, 5),
    rounded(shimmerLocal, 4),
    voiced.length === 0 ? null : rounded(median(voiced.map(({ strength }) => harmonicityDb(strength))), 2),
    ...eachSlot(beginning, (from, to) => {
      const inside = voiced.filter(({ seconds }) => seconds >= from && seconds < to).map(({ hz }) => must(hz, 'a voiced frame'));
      return inside.length === 0 ? null : rounded(median(inside), 2);
    }),
    ...eachSlot(beginning, (from, to) => {
      const inside = speech.filter((_, k) => middleOf(k) >= from && middleOf(k) < to);
      return inside.length === 0 ? null : rounded(Math.max(...inside), 3);
    }),
    ...band.map((frame) => rounded(frame?.levelDb ?? null, 1)),
    ...band.map((frame) => rounded(frame?.flatnessDb ?? null, 1)),
  ];
  return [{ ptsUs: block.ptsUs - SLOT_US, values }];
}

const eachSlot = (beginning: number, value: (from: number, to: number) => number | null): (number | null)[] =>
  Array.from({ length: SLOTS }, (_, k) => value(beginning + k * SLOT_SECONDS, beginning + (k + 1) * SLOT_SECONDS));

const rounded = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Math.round(value * 10 ** digits) / 10 ** digits;

const STEP_SECONDS = VOICE_STEP / VOICE_RATE;
const middleOf = (step: number): number => (step + 0.5) * STEP_SECONDS;

const speakingAt = (speech: readonly number[], seconds: number): boolean =>
  (speech[Math.min(speech.length - 1, Math.floor(seconds / STEP_SECONDS))] ?? 0) >= PARAMETERS.speech.value;

/** The track with silence instead of everything that is not among `kept`, so that periods are marked only there. */
function onlyRuns(track: readonly PitchFrame[], kept: readonly PitchFrame[]): PitchFrame[] {
  const wanted = new Set(kept);
  return track.map((frame) => (wanted.has(frame) ? frame : { ...frame, hz: null }));
}
