/** All rows -> direction and strength of the light, whether it stays in the scene, changes suddenly, or differs between faces. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { roundedPlain } from '../../rounded.ts';
import { assess, scoreOf, turningScore, type Assessment, type FaceLight } from './assess.ts';
import { pairFinding, stepFinding, turningFinding } from './findings.ts';
import { fromOf } from '../../faces/face-light.ts';
import { PARAMETERS } from './parameters.ts';
import { reasonAgainst } from './reasons.ts';
import { isDirected, meanOf } from './series.ts';

type Id = FindingDraft['detectorId'];

export function concludeLight(id: Id, input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const all = assess(input.rows, still);
  return {
    outcome: outcomeOf(all, still),
    signals: all.faces.flatMap((face) => signalsOf(id, face)),
    findings: [
      ...all.faces.flatMap((face) => [
        ...(face.turns && face.turning !== null && turningScore(face.turning) > 1
          ? [turningFinding(id, face, face.turning, input.faceAt)]
          : []),
        ...face.stepFindings.map((step) => stepFinding(id, step, input.faceAt)),
      ]),
      ...all.pairs.filter(({ beyond }) => beyond > PARAMETERS.pairLimit.value).map((pair) => pairFinding(id, pair, input.faceAt)),
    ],
  };
}

function outcomeOf(all: Assessment, still: boolean): Outcome {
  const score = scoreOf(all);
  const measures = measuresOf(all);
  if (score === null) return { status: 'abstained', reason: reasonAgainst(all, still), measures };
  return { status: 'measured', score: roundedPlain(score, 3), measures, statement: statementOf(all, still) };
}

function statementOf({ faces, pairs }: Assessment, still: boolean): string {
  const parts: string[] = [];
  const turned = faces
    .flatMap(({ turns, turning }) => (turns && turning !== null ? [turning] : []))
    .toSorted((a, b) => turningScore(b) - turningScore(a))[0];
  const step = faces.flatMap((face) => face.step ?? []).toSorted((a, b) => b.size - a.size)[0];
  const pair = pairs.toSorted((a, b) => b.beyond - a.beyond)[0];
  if (turned !== undefined) {
    parts.push(
      `While the head turns, the shading of the face changes ${turned.slope.toFixed(2)} times (standard error ${turned.error.toFixed(2)}) as much as light that stays ` +
        'in the scene would change it; 0 means that the shading is carried along with the face.',
    );
  } else if (!still) parts.push('Whether the light stays in the scene while the head turns cannot be told here.');
  if (step !== undefined) {
    parts.push(
      `The greatest sudden change of the lateral light that the picture beside the head does not share is ${step.size.toFixed(2)} (limit ${PARAMETERS.stepLimit.value}), at frame ${step.after.frame}.`,
    );
  }
  if (pair !== undefined) {
    parts.push(
      `The faces of tracks ${pair.one.trackId} and ${pair.other.trackId} are lit from directions ${pair.angle.toFixed(0)} degrees apart (standard error ${pair.error.toFixed(0)}; ` +
        `limit ${PARAMETERS.pairLimit.value} beyond two of them).`,
    );
  }
  return parts.join(' ');
}

function measuresOf({ faces, pairs }: Assessment): Measure[] {
  const foremost = faces.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (foremost === undefined) return [];
  const { samples, directed, turning, turns, step, rows } = foremost;
  const out: Measure[] = [{ name: 'frames measured', value: rows.length, unit: 'count' }];
  if (samples.length > 0) {
    out.push({
      name: 'frames with light from one side',
      value: roundedPlain(directed.length / samples.length, 2),
      unit: 'share of those that could be used',
    });
    out.push({
      name: 'lateral light',
      value: roundedPlain(
        meanOf(samples, ({ strength }) => strength),
        2,
      ),
      unit: 'log light per unit of normal',
    });
    out.push({
      name: 'fit',
      value: roundedPlain(
        meanOf(samples, ({ r2 }) => r2),
        2,
      ),
      unit: 'share of variance',
    });
  }
  if (directed.length > 0) {
    const [x, y] = [meanOf(directed, ({ light }) => light[0]), meanOf(directed, ({ light }) => light[1])];
    const error = meanOf(directed, ({ fromError }) => fromError);
    const from = fromOf(x, y);
    out.push({
      ...{ name: 'light from', value: roundedPlain(from, 0), unit: 'degrees clockwise from above, in the picture' },
      ...{
        interval: [roundedPlain(from - 2 * error, 0), roundedPlain(from + 2 * error, 0)],
        intervalKind: 'two standard errors, jackknife over nine parts of the face',
      },
    });
  }
  if (turning !== null) {
    const { slope, error, expected } = turning;
    out.push({ name: 'change of shading to be expected from turning', value: roundedPlain(expected, 4), unit: 'log light, rms' });
    if (turns)
      out.push({
        ...{ name: 'change of shading seen', value: roundedPlain(slope, 2), unit: 'times the expected one' },
        ...{
          interval: [roundedPlain(slope - 2 * error, 2), roundedPlain(slope + 2 * error, 2)],
          intervalKind: 'two standard errors, jackknife over ten stretches of time',
        },
      });
  }
  if (step !== null) out.push({ name: 'greatest sudden change', value: roundedPlain(step.size, 2), unit: 'log light per unit of normal' });
  const pair = pairs.toSorted((a, b) => b.beyond - a.beyond)[0];
  if (pair !== undefined)
    out.push({
      ...{ name: 'angle between the light of two faces', value: roundedPlain(pair.angle, 0), unit: 'degrees' },
      ...{
        interval: [roundedPlain(Math.max(0, pair.angle - 2 * pair.error), 0), roundedPlain(Math.min(180, pair.angle + 2 * pair.error), 0)],
        intervalKind: 'two standard errors',
      },
    });
  return out;
}

/** A still has no course in time; its values stand in the measures. */
function signalsOf(detectorId: Id, { trackId, samples, rows }: FaceLight): Signal[] {
  if (rows.length < 2 || samples.length === 0) return [];
  const usable = new Map(samples.map((sample) => [sample.frame, sample]));
  const common = { detectorId, trackId, frames: rows.map(({ frame }) => frame), ptsUs: rows.map(({ ptsUs }) => ptsUs) };
  const from = rows.map(({ frame }) => {
    const sample = usable.get(frame);
    return sample !== undefined && isDirected(sample) ? sample.from : null;
  });
  const strength = rows.map(({ frame }) => usable.get(frame)?.strength ?? null);
  return [
    { ...common, name: 'lightFrom', title: 'Light from (clockwise from above)', unit: 'degrees', values: from, levels: [] },
    {
      ...common,
      ...{ name: 'lateralLight', title: 'Lateral light', unit: 'log light per unit of normal', values: strength },
      levels: [{ name: 'least for a direction', value: PARAMETERS.minimumStrength.value }],
    },
  ];
}
