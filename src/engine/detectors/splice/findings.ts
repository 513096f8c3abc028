/** What the splice detector puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { inSound } from '../in-sound.ts';
import type { HumJump } from './hum-jumps.ts';
import { PARAMETERS } from './parameters.ts';
import type { RoomStep } from './room-steps.ts';

type Id = FindingDraft['detectorId'];

export interface Joint {
  readonly atUs: number;
  readonly ratio: number;
}

export interface Copy {
  readonly startUs: number;
  readonly endUs: number;
  readonly againUs: number;
  readonly differing: number;
}

const seconds = (us: number): string => (us / 1e6).toFixed(2);

export const jointFinding = (detectorId: Id, { atUs, ratio }: Joint): FindingDraft => ({
  ...inSound(detectorId, { startUs: atUs, endUs: atUs }),
  kind: 'waveform-break',
  title: `The waveform breaks at ${(atUs / 1e6).toFixed(4)} s`,
  measure: { name: 'error of prediction over the greatest around', value: Math.round(ratio * 10) / 10, unit: 'times' },
  weight: 'note',
  explanation:
    `Between two samples neither the sound before predicts what follows nor the other way round: the error is ${ratio.toFixed(1)} times the greatest within ` +
    `${String(PARAMETERS.aroundSeconds.value * 1000)} ms on either side (limit ${String(PARAMETERS.breakRatio.value)}), and is no single wrong sample. Sound joined without a cross-fade looks like this; ` +
    'so do lost samples of a transmission, a fault of a recorder and clicks of the lips: about 14 times an hour in genuine speech.',
  check: 'Enlarge the waveform to single samples there. Does the curve jump? Do words, breath and room go on across it?',
});

export const copyFinding = (detectorId: Id, { startUs, endUs, againUs, differing }: Copy): FindingDraft => ({
  ...inSound(detectorId, { startUs: againUs, endUs: againUs + endUs - startUs }),
  kind: 'repeated-segment',
  copyOf: { startUs, endUs },
  title: `${seconds(endUs - startUs)} s of sound at ${seconds(startUs)} s come again at ${seconds(againUs)} s`,
  measure: { name: 'fingerprint signs that differ', value: Math.round(differing * 1000) / 10, unit: '%' },
  weight: 'anomaly',
  explanation:
    `Of the fingerprint signs of both places ${(100 * differing).toFixed(1)} % differ (limit ${String(100 * PARAMETERS.repeatDiffering.value)} %; of unlike sounds half of them do). Nobody says the same twice so alike. ` +
    'Music made of samples, ring tones, machines, announcements and echoes of a call repeat themselves in genuine recordings; the ends are known to about 50 ms.',
  check: 'Listen to both places one after the other and lay their waveforms over one another. Is even the noise behind the voice the same?',
});

export const roomFinding = (detectorId: Id, { startUs, endUs, gapDb, changeDb }: RoomStep): FindingDraft => ({
  ...inSound(detectorId, { startUs, endUs }),
  kind: 'room-step',
  title: `The noise in the pauses changes between ${seconds(startUs)} and ${seconds(endUs)} s`,
  measure: { name: 'gap between the ranges of noise on both sides', value: Math.round(gapDb * 10) / 10, unit: 'dB' },
  weight: 'note',
  explanation:
    `In half of the bands or more, what varies in the pauses before (10th to 90th percentile) and behind do not meet: they are ${gapDb.toFixed(1)} dB apart (limit ${String(PARAMETERS.roomGap.value)}). ` +
    `In the mean the noise ${changeDb < 0 ? 'falls' : 'rises'} by ${Math.abs(changeDb).toFixed(1)} dB. Sound of another room or another device does this; so do a fan that starts, a door, a breath in a pause, a noise gate ` +
    'and a recorder that adapts its level. Where the joint lies within these pauses, and whether there is one, is not measured.',
  check: 'Listen to the pauses on both sides on headphones. Does the room change at once, and inside a pause or behind a word?',
});

export const humFinding = (detectorId: Id, { atUs, lineHz, degrees, gain, ratioDb }: HumJump): FindingDraft => ({
  ...inSound(detectorId, { startUs: atUs, endUs: atUs }),
  kind: 'hum-phase-jump',
  title: `The phase of the mains hum jumps by ${Math.abs(degrees).toFixed(0)}° at ${seconds(atUs)} s`,
  measure: { name: 'gain of two phases over one', value: Math.round(gain * 10) / 10, unit: 'times the noise' },
  weight: 'note',
  explanation:
    `The hum at ${String(lineHz)} Hz is ${ratioDb.toFixed(0)} dB above the noise beside it on both sides (limit ${String(PARAMETERS.humMargin.value)}). One tone whose phase jumps there explains it better than one of steady phase, by ` +
    `${gain.toFixed(1)} times the noise (limit ${String(PARAMETERS.humGain.value)}). Sound that was taken out or put in does this; so do a switched load or engine near the recorder, lost samples of a transmission, and a low voice at ${String(lineHz)} Hz.`,
  check: 'Look at the spectrogram below 200 Hz with a long window. Is the line steady on both sides, and is a voice or an engine upon it?',
});
