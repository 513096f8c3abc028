/** Why no test of the light could be made, with the numbers that say so. */
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import { usual, type Assessment } from './assess.ts';

export function reasonAgainst({ faces }: Assessment, still: boolean): string {
  const face = faces.toSorted((a, b) => b.samples.length - a.samples.length || b.rows.length - a.rows.length)[0];
  if (face === undefined) return 'No face was found.';
  const { samples, directed, rows } = face;
  if (samples.length === 0) {
    const most = (place: number): number => rows.reduce((top, { values }) => Math.max(top, values[place] ?? 0), 0);
    const eyes = most(AT.eyes);
    if (eyes < PARAMETERS.minimumEyes.value) {
      return `The eyes are at most ${eyes.toFixed(0)} pixels apart; at least ${PARAMETERS.minimumEyes.value} are needed.`;
    }
    const patches = most(AT.patches);
    if (patches < PARAMETERS.minimumPatches.value) {
      return (
        `At most ${patches} patches of bare skin can be read, of which ${PARAMETERS.minimumPatches.value} are needed (up to ${(100 * most(AT.saturated)).toFixed(0)} % of them are ` +
        'saturated; others are dark or of another colour: hair, beard, spectacles, shadow).'
      );
    }
    return `In none of ${rows.length} measured frames do pose (at most ${PARAMETERS.maximumYaw.value} degrees of yaw) and fit of the face allow a measure.`;
  }
  const { strength, r2, error } = usual(samples);
  if (directed.length === 0) {
    return (
      `The light is too even or too uneven for a direction: lateral light ${strength.toFixed(2)} (at least ${PARAMETERS.minimumStrength.value}), ` +
      `fit ${r2.toFixed(2)} (at least ${PARAMETERS.minimumFit.value}), standard error ${error.toFixed(0)} degrees (at most ${PARAMETERS.maximumFromError.value}).`
    );
  }
  if (still) {
    return (
      'One face with light from one side has nothing to be compared with: where its light comes from is given for the examiner, and is no score. ' +
      'Two faces in one picture, or a film, would allow a test.'
    );
  }
  return `The face could be used in ${samples.length} measured frames only; at least ${PARAMETERS.stepLeast.value} are needed.`;
}
