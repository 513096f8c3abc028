/** What the detector of bandwidth and floor puts before a person. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { inSound } from '../in-sound.ts';
import { formerRate } from './coder.ts';
import type { Pause } from './levels.ts';
import { PARAMETERS } from './parameters.ts';
import type { Narrow } from './series.ts';
import type { Wall } from './spectrum-wall.ts';

type Id = FindingDraft['detectorId'];

interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

const kHz = (hz: number): string => `${(hz / 1000).toFixed(1)} kHz`;

/** The whole sound ends far below what its file lets expect. */
export function wallFinding(detectorId: Id, span: Span, wall: Wall, sampleRate: number, expectedHz: number): FindingDraft {
  const former = formerRate(wall.hz, sampleRate);
  return {
    ...inSound(detectorId, span),
    kind: 'bandwidth-below-rate',
    title: `Nothing above ${kHz(wall.hz)}, though the file has room up to ${kHz(expectedHz)}`,
    measure: { name: 'cut-off', value: Math.round(wall.hz), unit: 'Hz' },
    weight: 'note',
    explanation:
      `Everything above lies at least ${wall.dropDb.toFixed(0)} dB below what is just beneath the edge (limit ${String(PARAMETERS.wallDrop.value)} dB). The sound went through something narrower than ` +
      `this file: ${former === null ? 'a coder or a filter' : `a sample rate of ${String(former)} Hz, or the low pass of a coder`}. So do recordings of telephone and radio, MP3 saved again without loss, ` +
      'and synthesis at a lower rate: it tells of the history, not of who spoke.',
    check:
      'Look at the spectrogram over the whole range. Does the device that is said to have made the recording write at this rate, and without such an edge?',
  };
}

export function stepFinding(detectorId: Id, stretch: Narrow, wholeHz: number): FindingDraft {
  return {
    ...inSound(detectorId, stretch),
    kind: 'bandwidth-step',
    title: `For ${String(stretch.seconds)} s nothing above ${kHz(stretch.hz)}, elsewhere up to ${kHz(wholeHz)}`,
    measure: { name: 'cut-off', value: Math.round(stretch.hz), unit: 'Hz' },
    weight: 'anomaly',
    explanation:
      `In each second of this stretch everything above its edge lies at least ${String(PARAMETERS.wallDrop.value)} dB lower, while the rest of the recording reaches farther. Sound from another source, or ` +
      'treated in another way, was put in here; a call on a loudspeaker, a change of the transmission and a tone without overtones look alike.',
    check: 'Listen across both ends of the stretch. Does the noise behind the words change with the voice?',
  };
}

/** Pauses near one another as one. */
function grouped(pauses: readonly Pause[]): Pause[][] {
  const groups: Pause[][] = [];
  for (const pause of pauses) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && pause.startUs - last.endUs < PARAMETERS.together.value * 1e6) group.push(pause);
    else groups.push([pause]);
  }
  return groups;
}

const spanOf = (pauses: readonly Pause[]): Span => ({ startUs: pauses[0]?.startUs ?? 0, endUs: pauses.at(-1)?.endUs ?? 0 });
const counted = (pauses: readonly Pause[]): string => (pauses.length === 1 ? 'a pause' : `${String(pauses.length)} pauses`);

export function silenceFindings(detectorId: Id, pauses: readonly Pause[]): FindingDraft[] {
  return grouped(pauses).map((group) => ({
    ...inSound(detectorId, spanOf(group)),
    kind: 'digital-silence',
    title: `Digital silence in ${counted(group)} between words`,
    measure: { name: 'pauses', value: group.length, unit: 'count' },
    weight: 'note',
    explanation:
      'Every sample of the pause has one value. A microphone always gives noise: the pause was put in by a program, or something muted it (a gate, a codec that sends no silence, the mute of a call).',
    check: 'Enlarge the waveform in the pause. Does every pause of the recording look like this, or only some?',
  }));
}

export function gateFindings(detectorId: Id, pauses: readonly Pause[]): FindingDraft[] {
  return grouped(pauses).map((group) => ({
    ...inSound(detectorId, spanOf(group)),
    kind: 'abrupt-pause',
    title: `The level falls abruptly into ${counted(group)}`,
    measure: { name: 'greatest fall in 40 ms', value: Math.round(10 * Math.max(...group.map(({ fallDb }) => fallDb))) / 10, unit: 'dB' },
    weight: 'note',
    explanation: `Words end by a fall of at least ${String(PARAMETERS.fall.value)} dB within 40 ms. A room lets a voice fade; a noise gate or a cut takes its end away, and what is left as noise between words was not the room’s.`,
    check: 'Listen to the ends of the words on headphones. Is the fading of the room cut off?',
  }));
}
