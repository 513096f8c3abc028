/** What the coding-frames detector puts before a person: where the frames shift, and that sound which is not AAC now was coded so before. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { inSound } from '../in-sound.ts';
import type { Coding } from './codings.ts';
import { overlaid, type Stretch } from './stretches.ts';

type Id = FindingDraft['detectorId'];

const seconds = (us: number): string => (us / 1e6).toFixed(1);

/** Between each two stretches that follow one another with different offsets, of which neither shows in the other. In a file that is of this coding itself its own
 * may have covered an older one in part, so there it is a note. */
export function shiftFindings(detectorId: Id, coding: Coding, stretches: readonly Stretch[], isOwn: boolean): FindingDraft[] {
  return stretches.slice(1).flatMap((after, n) => {
    const before = stretches[n];
    if (before === undefined || overlaid(before, after, coding)) return [];
    const shift = (after.offset - before.offset + coding.frameSamples) % coding.frameSamples;
    return [
      {
        // Where seconds of both show their offset, the joint lies in the last second of the one or the first of the other.
        ...inSound(detectorId, { startUs: Math.max(before.startUs, before.endUs - 1_000_000), endUs: after.startUs + 1_000_000 }),
        weight: isOwn ? ('note' as const) : ('anomaly' as const),
        kind: 'frame-offset-changes',
        title: 'The frames that the sound was coded in shift here',
        measure: { name: 'shift', value: shift, unit: `samples of ${String(coding.frameSamples)}` },
        explanation:
          `From ${seconds(before.startUs)} to ${seconds(before.endUs)} s the frames of an earlier ${coding.name} coding begin ${String(before.offset)} samples after a multiple of ${String(coding.frameSamples)} ` +
          `(contrast ${before.medianContrast.toFixed(0)} in ${String(before.clearSeconds)} seconds), from ${seconds(after.startUs)} to ${seconds(after.endUs)} s ${String(after.offset)} samples ` +
          `(${after.medianContrast.toFixed(0)} in ${String(after.clearSeconds)}). One unbroken coding keeps one offset: between them sound was taken out or put in after that coding, two codings ` +
          'were joined, or packets were lost.',
        check:
          'Listen to the seconds around it and look for a joint in the spectrogram. Could the recorder have paused, or a program joined two files? Does the picture jump there?',
      },
    ];
  });
}

/** A fact for the record, where the file itself does not say so. */
export function codedBefore(detectorId: Id, coding: Coding, stretches: readonly Stretch[]): FindingDraft[] {
  const first = stretches[0];
  const last = stretches.at(-1);
  if (first === undefined || last === undefined) return [];
  const offsets = [...new Set(stretches.map(({ offset }) => offset))];
  return [
    {
      ...inSound(detectorId, { startUs: first.startUs, endUs: last.endUs }),
      weight: 'note',
      kind: 'coded-before',
      title: `This sound was coded as ${coding.name} before`,
      measure: { name: 'offset of the first frames', value: first.offset, unit: 'samples' },
      explanation:
        `Coefficients of a transform as ${coding.name} uses it are nearly zero in frames of ${String(coding.frameSamples)} samples at offset ${offsets.join(', ')} far more often than by ` +
        `chance (median contrast ${first.medianContrast.toFixed(0)} standard deviations), and at no other. The file does not say that it is ${coding.name}: it was decoded from it and stored ` +
        'anew at the same sample rate.',
      check: 'Is it said to be an original recording? What does the device or program that is said to have made it write?',
    },
  ];
}
