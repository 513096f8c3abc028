/** What the body detector puts before a person: stretches in which the picture of the torso stands still under a moving head. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import type { Still } from './assess.ts';
import { PARAMETERS } from './parameters.ts';
import type { Sample } from './series.ts';

export function stillFinding(
  detectorId: FindingDraft['detectorId'],
  trackId: number,
  { from, to, clearest, torso }: Still,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft {
  const seconds = (to.ptsUs - from.ptsUs) / 1e6;
  return {
    detectorId,
    kind: 'still-body',
    title: `The head moves over a torso that stands still for ${seconds.toFixed(1)} s`,
    trackId,
    firstFrame: from.frame,
    lastFrame: to.frame,
    keyFrame: clearest.middle.frame,
    startUs: from.ptsUs,
    endUs: to.ptsUs,
    region: faceAt(clearest.middle.frame, trackId) === null ? null : torsoBox(clearest.middle),
    measure: { name: 'change of the torso’s picture, at most', value: Math.round(torso * 1000) / 1000, unit: '8-bit counts' },
    weight: 'anomaly',
    explanation:
      `From frame ${from.frame} to ${to.frame} nine tenths of the torso’s cells change by ${torso.toFixed(2)} grey levels at most (standard deviation ` +
      `in windows of ${PARAMETERS.windowSeconds.value} s; limit ${PARAMETERS.stillLimit.value}) while the head moves by up to ${clearest.head.toFixed(2)} inter-ocular distances. ` +
      'A living body shares some of the head’s movement and breathes. Strong compression that repeats unchanged blocks, and a body that is a still part of the ' +
      'scene (a display, a cardboard figure), do this too.',
    check:
      'Play the stretch with the torso enlarged: do collar, folds and shoulders stand as in a photograph while the head turns? ' +
      'Look at the neck for a seam, and whether the rest of the picture stands still block by block as well.',
  };
}

/** Between the shoulders, from the chin down; full-size pixels. */
function torsoBox({ left, right, head, scale }: Sample): [number, number, number, number] {
  const x = Math.min(left[0], right[0]);
  return [x, head[1] + PARAMETERS.belowEyes.value * scale, Math.max(1, Math.abs(left[0] - right[0])), 2 * scale];
}
