/** What the blink detector puts before a person: each blink as a note, and too few of them as an anomaly. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import { must } from '../../../base/assert.ts';
import type { Box } from '../../../contract/values.ts';
import { boxAround } from '../../faces/boxes.ts';
import type { ConcludeInput } from '../interface.ts';
import { formatChance, type TrackAssessment } from './assess.ts';
import type { Blink } from './blinks.ts';
import { poissonInterval } from './chance.ts';
import { PARAMETERS } from './parameters.ts';

/** The box around both eyes of a face in a frame. */
type Eyes = (frame: number, trackId: number) => Box | null;

export function eyesIn({ faceAt }: Pick<ConcludeInput, 'faceAt'>): Eyes {
  return (frame, trackId) => {
    const face = faceAt(frame, trackId);
    return face === null ? null : boxAround([...face.leftEye, ...face.rightEye]);
  };
}

export function blinkFinding(detectorId: FindingDraft['detectorId'], trackId: number, blink: Blink, eyes: Eyes): FindingDraft {
  const ms = Math.round((blink.endUs - blink.startUs) / 1000);
  const closure = Math.round((1 - blink.opennessAtApex) * 100);
  return {
    detectorId,
    kind: 'blink',
    title: `Blink, ${ms} ms, ${closure} % closure`,
    trackId,
    firstFrame: blink.firstFrame,
    lastFrame: blink.lastFrame,
    keyFrame: blink.apexFrame,
    startUs: blink.startUs,
    endUs: blink.endUs,
    region: eyes(blink.apexFrame, trackId),
    measure: { name: 'duration', value: ms, unit: 'ms' },
    weight: 'note',
    explanation: `${eyeWords(blink)} below half of the movement for ${Math.round(blink.halfWidthUs / 1000)} ms.`,
    check: 'Step through the frames: do the upper lids of both eyes go down and up again together?',
  };
}

function eyeWords(blink: Blink): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  if (blink.left !== null && blink.right !== null) {
    return `Openness of the left eye fell to ${percent(blink.left)} and of the right eye to ${percent(blink.right)} of this person's baseline,`;
  }
  const [name, share] = blink.left === null ? ['right', blink.right] : ['left', blink.left];
  return `Openness of the ${name} eye fell to ${percent(share ?? blink.opennessAtApex)} of this person's baseline (the other eye could not be judged),`;
}

/** `chance` is the one that was compared with the level: already multiplied by the number of faces that were tested. */
export function fewBlinksFinding(detectorId: FindingDraft['detectorId'], track: TrackAssessment, chance: number, eyes: Eyes): FindingDraft {
  const seen = track.series.samples.filter((s) => s.both !== null);
  const first = must(seen[0], 'an assessed track has samples');
  const last = must(seen.at(-1), 'an assessed track has samples');
  const seconds = (track.series.assessableUs / 1e6).toFixed(1);
  const count = track.blinks.length;
  const [, upper] = poissonInterval(count);
  const rate = (upper / (track.series.assessableUs / 6e7)).toFixed(1);
  return {
    detectorId,
    kind: 'few-blinks',
    title: count === 0 ? `No blink in ${seconds} s` : `${count} ${count === 1 ? 'blink' : 'blinks'} in ${seconds} s`,
    trackId: track.series.trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: first.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs + last.shownUs,
    region: eyes(first.frame, track.series.trackId),
    measure: { name: 'chance of so few blinks', value: chance, unit: '' },
    weight: 'anomaly',
    explanation:
      `${count === 0 ? 'No blink was' : `${count} ${count === 1 ? 'blink was' : 'blinks were'}`} measured while the eyes could be judged for ${seconds} s ` +
      `(the rate is at most ${rate} per minute, 95 % Poisson). By published norms the chance that a genuine person blinks so rarely is ` +
      `${formatChance(chance)}, below the level of ${PARAMETERS.fewBlinksLevel.value}. Persons who stare or concentrate do this too.`,
    check:
      'Play the interval and watch only the eyes: do the lids ever close? Look for lids that tremble, smear or stand still while the head moves.',
  };
}

export function regularBlinksFinding(
  detectorId: FindingDraft['detectorId'],
  track: TrackAssessment,
  variation: number,
  eyes: Eyes,
): FindingDraft {
  const first = must(track.blinks[0], 'intervals lie between blinks');
  const last = must(track.blinks.at(-1), 'intervals lie between blinks');
  const { intervals } = track.rhythm;
  const mean = (last.apexUs - first.apexUs) / 1e6 / (track.blinks.length - 1);
  return {
    detectorId,
    kind: 'regular-blinks',
    title: `${intervals} intervals between blinks that vary by ${Math.round(variation * 100)} % only`,
    trackId: track.series.trackId,
    firstFrame: first.firstFrame,
    lastFrame: last.lastFrame,
    keyFrame: first.apexFrame,
    startUs: first.startUs,
    endUs: last.endUs,
    region: eyes(first.apexFrame, track.series.trackId),
    measure: { name: 'variation of the intervals', value: variation, unit: 'standard deviation / mean' },
    weight: 'anomaly',
    explanation:
      `The blinks follow each other about every ${mean.toFixed(1)} s, and these intervals have a standard deviation of ${Math.round(variation * 100)} % of ` +
      `their mean, below the limit of ${Math.round(PARAMETERS.regularVariation.value * 100)} %. The three genuine persons measured so far gave 69 to 134 %.`,
    check: 'Go from blink to blink with the arrow keys: do they come like a clock, and does each look like the one before?',
  };
}
