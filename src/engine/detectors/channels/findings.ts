/** What the channels detector puts before a person: notes, since none of it is unlike genuine media by itself. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { inSound } from '../in-sound.ts';
import { PARAMETERS } from './parameters.ts';
import { valueOf, type Relation, type Second, type Stretch } from './relations.ts';

type Id = FindingDraft['detectorId'];

const noted = (detectorId: Id, span: Pick<Stretch, 'startUs' | 'endUs'>) => ({ ...inSound(detectorId, span), weight: 'note' as const });

/** Each stretch of copies, and of two channels only where they are the exception. */
export function relationFindings(detectorId: Id, all: readonly Stretch[], most: Relation | null, sampleRate: number): FindingDraft[] {
  return all
    .filter(({ relation }) => relation !== 'different' || most !== 'different')
    .map((stretch) => ({ ...noted(detectorId, stretch), ...wordsOf(stretch, most, sampleRate) }));
}

type Words = Pick<FindingDraft, 'kind' | 'title' | 'measure' | 'explanation' | 'check'>;

function wordsOf({ relation, seconds, startUs, endUs }: Stretch, most: Relation | null, sampleRate: number): Words {
  const lengthSeconds = { name: 'length', value: Math.round((endUs - startUs) / 1e4) / 100, unit: 's' };
  const exception =
    relation === most || most === null
      ? ''
      : ' Elsewhere the channels belong together in another way: sound from another source begins and ends here, or the mix changes.';
  const check =
    'Listen to each channel alone and to their difference. What do the device and the program that is said to have made the recording write?';
  switch (relation) {
    case 'identical':
      return {
        kind: 'channels-identical',
        title: 'Both channels hold the same samples',
        measure: lengthSeconds,
        explanation: `The two channels are the same to the last bit: one microphone written twice, or a mono recording made stereo by a program.${exception}`,
        check,
      };
    case 'scaled':
      return {
        kind: 'channels-copied',
        title: 'One channel is a copy of the other',
        measure: { name: 'greatest residual', value: residualOf(seconds), unit: 'dB re the channel' },
        explanation: `But for their level and for what coding leaves, the two channels are one signal (limit ${String(PARAMETERS.copyResidual.value)} dB).${exception}`,
        check,
      };
    case 'inverted':
      return {
        kind: 'channels-inverted',
        title: 'One channel is the other with its sign changed',
        measure: { name: 'greatest residual', value: residualOf(seconds), unit: 'dB re the channel' },
        explanation: `Played together in mono the two channels cancel each other. Crossed wires do this, and programs that widen a mono recording.${exception}`,
        check,
      };
    case 'delayed': {
      const delay = seconds[0]?.delaySamples ?? 0;
      const ms = (1000 * Math.abs(delay)) / sampleRate;
      return {
        kind: 'channels-delayed',
        title: `The ${delay > 0 ? 'second' : 'first'} channel is the other, ${ms.toFixed(2)} ms later`,
        measure: { name: 'delay', value: delay, unit: 'samples' },
        explanation:
          `But for ${String(Math.abs(delay))} samples of delay the two channels are one signal. A whole recording delayed so exactly was delayed by a program or by the path of one signal, ` +
          `not by two microphones.${exception}`,
        check,
      };
    }
    case 'one-silent':
      return {
        kind: 'channel-silent',
        title: 'One of two channels is silent',
        measure: lengthSeconds,
        explanation: `One channel stays below ${String(PARAMETERS.soundingLevel.value)} dB while the other sounds.${exception}`,
        check,
      };
    case 'different':
      return {
        kind: 'channels-differ',
        title: 'Here the channels are two recordings',
        measure: lengthSeconds,
        explanation: `The channels are no copies of one another here.${exception}`,
        check,
      };
  }
}

const residualOf = (seconds: readonly Second[]): number =>
  Math.round(Math.max(...seconds.map(({ row }) => valueOf(row, 'residual') ?? Number.NEGATIVE_INFINITY)) * 10) / 10;

export function offsetFinding(detectorId: Id, all: readonly Second[], offset: number): FindingDraft[] {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || Math.abs(offset) < PARAMETERS.offset.value) return [];
  return [
    {
      ...noted(detectorId, { startUs: first.startUs, endUs: last.endUs }),
      kind: 'offset',
      title: 'The recording lies off zero',
      measure: { name: 'offset from zero', value: Math.round(offset * 1e5) / 1e5, unit: 'of full scale' },
      explanation:
        `The mean of the whole recording is ${(100 * offset).toFixed(2)} % of full scale (told from ${String(100 * PARAMETERS.offset.value)} %). Converters of cheap recorders do this, ` +
        'and so do some programs that synthesise speech; most recorders and platforms take it away.',
      check: 'Look at the waveform in a silent part. Do other recordings of the same device lie as far off zero?',
    },
  ];
}

/** Neighbouring seconds together. */
export function clippingFindings(detectorId: Id, all: readonly Second[]): FindingDraft[] {
  const found: { startUs: number; endUs: number; samples: number; peak: number }[] = [];
  let before: Second | null = null;
  for (const one of all) {
    const samples = valueOf(one.row, 'clipped') ?? 0;
    if (samples >= PARAMETERS.fewestClipped.value) {
      const last = found.at(-1);
      const peak = valueOf(one.row, 'peak') ?? 0;
      if (last !== undefined && before !== null && last.endUs === before.endUs) {
        last.endUs = one.endUs;
        last.samples += samples;
        last.peak = Math.max(last.peak, peak);
      } else found.push({ startUs: one.startUs, endUs: one.endUs, samples, peak });
    }
    before = one;
  }
  return found.map(({ samples, peak, ...span }) => ({
    ...noted(detectorId, span),
    kind: 'clipping',
    title: 'Tops of the waveform are cut off',
    measure: { name: 'samples in flat tops', value: samples, unit: 'count' },
    explanation:
      `Runs of ${String(PARAMETERS.clippedRun.value)} and more equal samples at the greatest value, with sharp edges; the greatest sample is ${peak.toFixed(3)} of full scale. ` +
      (peak < 0.98
        ? 'They lie below full scale: the sound was made quieter after it was clipped.'
        : 'It was recorded or amplified too loud.'),
    check: 'Enlarge the waveform there. Is it clipped at the same level before and after?',
  }));
}
