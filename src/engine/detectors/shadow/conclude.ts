/** All rows -> whether the shadows on the face fit its light, and whether they keep still from frame to frame. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { roundedPlain } from '../../rounded.ts';
import { assess, comparisonScore, scoreOf, type FaceShadows } from './assess.ts';
import { comparisonFinding, flickerFinding, jumpFinding } from './findings.ts';
import { AT } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

type Id = FindingDraft['detectorId'];

export function concludeShadow(id: Id, input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const faces = assess(input.rows, still);
  return {
    outcome: outcomeOf(faces, still),
    signals: faces.flatMap((face) => signalsOf(id, face)),
    findings: faces.flatMap(({ trackId, comparison, jumpFindings, flickerFindings }) => [
      ...(comparison !== null && comparisonScore(comparison) > 1 ? [comparisonFinding(id, trackId, comparison, input.faceAt)] : []),
      ...flickerFindings.map((stretch) => flickerFinding(id, trackId, stretch, input.faceAt)),
      ...jumpFindings.map((change) => jumpFinding(id, change, input.faceAt)),
    ]),
  };
}

function outcomeOf(faces: readonly FaceShadows[], still: boolean): Outcome {
  const score = scoreOf(faces);
  const measures = measuresOf(faces);
  if (score === null) return { status: 'abstained', reason: reasonAgainst(faces, still), measures };
  return { status: 'measured', score: roundedPlain(score, 3), measures, statement: statementOf(faces, still) };
}

function statementOf(faces: readonly FaceShadows[], still: boolean): string {
  const parts: string[] = [];
  const compared = faces.flatMap(({ comparison }) => comparison ?? []).toSorted((a, b) => b.beyond - a.beyond)[0];
  const side = (light: number): string => `${Math.abs(light).toFixed(2)} from the person’s ${light >= 0 ? 'left' : 'right'}`;
  if (compared !== undefined) {
    parts.push(
      `The skin outside the shadows tells of lateral light of ${side(compared.shading)} (standard error ${compared.error.toFixed(2)}), the shadows beside nose and mouth of ` +
        `${side(compared.shadows)}: beyond two standard errors ${compared.beyond.toFixed(2)} apart (limit ${PARAMETERS.contradictionLimit.value}).`,
    );
  } else parts.push('The light is too even, or the face too covered, for the shadows to be compared with it.');
  const [jump] = faces.flatMap((face) => face.jump ?? []).toSorted((a, b) => b.size - a.size);
  const [flicker] = faces.flatMap((face) => face.flicker ?? []).toSorted((a, b) => b.usual - a.usual);
  if (jump !== undefined && flicker !== undefined) {
    parts.push(
      `From one frame to the next the shadows of nose and chin change by ${flicker.usual.toFixed(3)} log light at most in half of the pairs of a stretch (limit ` +
        `${PARAMETERS.flickerLimit.value}), and once by ${jump.size.toFixed(3)} (limit ${PARAMETERS.jumpLimit.value}), at frame ${jump.after.frame}.`,
    );
  } else if (!still) parts.push('Too few pairs of neighbouring frames could be measured to tell whether the shadows keep still.');
  return parts.join(' ');
}

const DEPTH_NAMES = ['skin under the nose', 'skin under the lower lip', 'eye sockets', 'neck under the chin'] as const;

function measuresOf(faces: readonly FaceShadows[]): Measure[] {
  const foremost = faces.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (foremost === undefined) return [];
  const { rows, samples, comparison, changes, jump, flicker } = foremost;
  const out: Measure[] = [{ name: 'frames measured', value: rows.length, unit: 'count' }];
  if (comparison !== null) {
    const { shading, shadows, error } = comparison;
    const unit = 'log light per unit of normal, to the person’s left';
    out.push({
      ...{ name: 'lateral light by the shading', value: roundedPlain(shading, 2), unit },
      ...{
        interval: [roundedPlain(shading - 2 * error, 2), roundedPlain(shading + 2 * error, 2)],
        intervalKind: 'two standard errors, jackknife over nine parts of the face',
      },
    });
    out.push({ name: 'lateral light by the shadows', value: roundedPlain(shadows, 2), unit });
  }
  for (const [k, name] of DEPTH_NAMES.entries()) {
    const known = samples.flatMap(({ depths }) => depths[k] ?? []);
    if (known.length > 0) out.push({ name: `${name} against the cheeks`, value: roundedPlain(median(known), 2), unit: 'log light' });
  }
  if (changes.length > 0) out.push({ name: 'pairs of neighbouring frames', value: changes.length, unit: 'count' });
  if (jump !== null) out.push({ name: 'greatest change of the shadows', value: roundedPlain(jump.size, 3), unit: 'log light' });
  if (flicker !== null)
    out.push({ name: 'usual change in the strongest stretch', value: roundedPlain(flicker.usual, 3), unit: 'log light' });
  return out;
}

function reasonAgainst(faces: readonly FaceShadows[], still: boolean): string {
  const face = faces.toSorted((a, b) => b.samples.length - a.samples.length || b.rows.length - a.rows.length)[0];
  if (face === undefined) return 'No face was found.';
  const { rows, samples } = face;
  const { minimumEyes, maximumYaw, minimumPatches, minimumStrength, minimumFit, maximumError, flickerPairs } = PARAMETERS;
  const most = (place: number): number => rows.reduce((top, { values }) => Math.max(top, values[place] ?? 0), 0);
  if (samples.length === 0) {
    if (most(AT.eyes) < minimumEyes.value)
      return `The eyes are at most ${most(AT.eyes).toFixed(0)} pixels apart; at least ${minimumEyes.value} are needed.`;
    return `In none of ${rows.length} measured frames do pose (at most ${maximumYaw.value} degrees of yaw) and fit of the face allow a measure.`;
  }
  const few = still
    ? ''
    : ` ${face.changes.length} pairs of neighbouring frames could be compared; at least ${flickerPairs.value} are needed.`;
  if (most(AT.patches) < minimumPatches.value) {
    return (
      `At most ${most(AT.patches)} patches of bare skin outside the shadows can be read, of which ${minimumPatches.value} are needed (up to ${(100 * most(AT.saturated)).toFixed(0)} % are saturated; ` +
      `others are dark or of another colour).${few}`
    );
  }
  const usual = (place: number): number => median(rows.flatMap(({ values }) => values[place] ?? []));
  return (
    `The light is too even or too uneven for a direction, or the sides of nose and mouth cannot be read: lateral light ${usual(AT.strength).toFixed(2)} (at least ${minimumStrength.value}), ` +
    `fit ${usual(AT.fit).toFixed(2)} (at least ${minimumFit.value}), standard error ${usual(AT.lightXError).toFixed(2)} (at most ${maximumError.value}).${few}`
  );
}

/** A still has no course in time; its values stand in the measures. */
function signalsOf(detectorId: Id, { trackId, samples, changes }: FaceShadows): Signal[] {
  if (samples.length < 2) return [];
  const common = { detectorId, trackId, frames: samples.map(({ frame }) => frame), ptsUs: samples.map(({ ptsUs }) => ptsUs) };
  const sizes = new Map(changes.map(({ after, size }) => [after.frame, size]));
  const unit = 'log light per unit of normal, to the person’s left';
  return [
    {
      ...common,
      name: 'lightOfShading',
      title: 'Lateral light by the shading',
      unit,
      values: samples.map(({ directed }) => directed?.shading ?? null),
      levels: [],
    },
    {
      ...common,
      name: 'lightOfShadows',
      title: 'Lateral light by the shadows',
      unit,
      values: samples.map(({ directed }) => directed?.shadows ?? null),
      levels: [],
    },
    {
      ...common,
      ...{ name: 'shadowChange', title: 'Change of the shadows from frame to frame', unit: 'log light' },
      values: samples.map(({ frame }) => sizes.get(frame) ?? null),
      levels: [
        { name: 'limit of one change', value: PARAMETERS.jumpLimit.value },
        { name: 'limit of the usual change', value: PARAMETERS.flickerLimit.value },
      ],
    },
  ];
}
