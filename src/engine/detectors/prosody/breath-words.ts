/** Breaths -> measures, a signal and notes. */
import type { FindingDraft, Measure, Signal } from '../../../contract/analysis.ts';
import { rounded } from '../../rounded.ts';
import { median } from '../../signal/stats.ts';
import { inSound } from '../in-sound.ts';
import type { Breath } from './breaths.ts';
import type { Pauses } from './melody.ts';
import { PARAMETERS } from './parameters.ts';

const secondsOf = ({ startUs, endUs }: { readonly startUs: number; readonly endUs: number }): number => (endUs - startUs) / 1e6;

export function breathMeasures(breaths: readonly Breath[], pauses: Pauses): Measure[] {
  const wide = pauses.stretches.filter((pause) => secondsOf(pause) >= PARAMETERS.breathPause.value);
  const breathed = wide.filter((pause) => breaths.some(({ startUs, endUs }) => startUs < pause.endUs && endUs > pause.startUs));
  const spacings = breaths.slice(1).map(({ startUs }, k) => (startUs - (breaths[k]?.startUs ?? startUs)) / 1e6);
  const long = pauses.speakingSeconds >= PARAMETERS.breathSpeech.value;
  return [
    { name: 'breaths', value: breaths.length, unit: 'count' },
    ...(wide.length === 0 ? [] : [{ name: 'pauses of 0.3 s with a breath', value: breathed.length, unit: `of ${String(wide.length)}` }]),
    ...(breaths.length === 0
      ? []
      : [
          { name: 'breath', value: rounded(median(breaths.map(secondsOf)), 2), unit: 's, median' },
          {
            name: 'breaths against the voice',
            value: rounded(median(breaths.map(({ belowVoiceDb }) => belowVoiceDb)), 1),
            unit: 'dB, median',
          },
        ]),
    ...(long
      ? [{ name: 'breaths in a minute of speaking', value: rounded((60 * breaths.length) / pauses.speakingSeconds, 1), unit: '/min' }]
      : []),
    ...(long && spacings.length > 0 ? [{ name: 'from breath to breath', value: rounded(median(spacings), 1), unit: 's, median' }] : []),
  ];
}

/** Level against the voice, drawn only where a breath is. */
export function breathSignal(detectorId: Signal['detectorId'], breaths: readonly Breath[], times: readonly number[]): Signal {
  let next = 0;
  const values = times.map((ptsUs) => {
    while (next < breaths.length && (breaths[next]?.endUs ?? 0) <= ptsUs) next += 1;
    const breath = breaths[next];
    return breath !== undefined && ptsUs >= breath.startUs ? rounded(breath.belowVoiceDb, 1) : null;
  });
  return {
    detectorId,
    trackId: null,
    frames: null,
    ptsUs: [...times],
    levels: [],
    name: 'breath',
    title: 'Breath, level against the voice',
    unit: 'dB',
    values,
  };
}

/** By its middle: the first and the last word are known to a slot of 40 ms. */
function placeOf({ startUs, endUs }: Breath, spoken: Pauses['spoken']): string {
  const middleUs = (startUs + endUs) / 2;
  if (spoken === null) return 'Beside the voice';
  return middleUs < spoken.startUs ? 'Before the first word' : middleUs > spoken.endUs ? 'After the last word' : 'Between the words';
}

export function breathFinding(detectorId: FindingDraft['detectorId'], breath: Breath, spoken: Pauses['spoken']): FindingDraft {
  const ms = Math.round(secondsOf(breath) * 1000);
  const below = Math.round(-breath.belowVoiceDb);
  return {
    ...inSound(detectorId, breath),
    kind: 'breath-like-noise',
    title: `Breath-like noise, ${String(ms)} ms, ${String(below)} dB below the voice`,
    measure: { name: 'duration', value: ms, unit: 'ms' },
    weight: 'note',
    explanation:
      `${placeOf(breath, spoken)} lies noise without a period for ${String(ms)} ms, from ${String(PARAMETERS.breathBandLow.value)} to ${String(PARAMETERS.breathBandHigh.value)} Hz ` +
      `${String(below)} dB below the voice and clear of the room. It is normal. A long consonant, the room or a rustle can look like it.`,
    check:
      'Listen to it with the words beside it, and look at the spectrogram: bands like those of a whispered vowel, and a phrase that begins soon after.',
  };
}
