/** What the splice detector puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { inSound } from '../in-sound.ts';
import { PARAMETERS } from './parameters.ts';

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
  title: `${seconds(endUs - startUs)} s of sound at ${seconds(startUs)} s come again at ${seconds(againUs)} s`,
  measure: { name: 'fingerprint signs that differ', value: Math.round(differing * 1000) / 10, unit: '%' },
  weight: 'anomaly',
  explanation:
    `Of the fingerprint signs of both places ${(100 * differing).toFixed(1)} % differ (limit ${String(100 * PARAMETERS.repeatDiffering.value)} %; of unlike sounds half of them do). Nobody says the same twice so alike. ` +
    'Music made of samples, ring tones, machines, announcements and echoes of a call repeat themselves in genuine recordings; the ends are known to about 50 ms.',
  check: 'Listen to both places one after the other and lay their waveforms over one another. Is even the noise behind the voice the same?',
});
