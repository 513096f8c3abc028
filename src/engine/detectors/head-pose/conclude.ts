/** All rows -> jumps of the pose, range and speed of turning, disagreement of inner face and outline. Pure. */
import type { FindingDraft, Measure, Outcome } from '../../../contract/analysis.ts';
import { quantile } from '../../signal/stats.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import { assess, jerkOf, rangeOf, scoreOf, type Assessment } from './assess.ts';
import { jumpFinding } from './findings.ts';
import { heads, seriesOf } from './series.ts';
import { poseSignals } from './signals.ts';

export function concludePose(detectorId: FindingDraft['detectorId'], input: ConcludeInput): Conclusion {
  const assessments = heads(input.rows).map((rows) => assess(seriesOf(rows)));
  const testable = assessments.filter(({ reason }) => reason === null);
  return {
    outcome: outcomeOf(assessments, testable),
    signals: assessments.flatMap((one) => poseSignals(detectorId, one)),
    findings: testable.flatMap(({ jumps }) => jumps.map((jump) => jumpFinding(detectorId, jump, input.faceAt))),
  };
}

function outcomeOf(all: readonly Assessment[], testable: readonly Assessment[]): Outcome {
  const longest = all.toSorted((a, b) => b.series.usableUs - a.series.usableUs)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const scored = testable.flatMap((one) => (one.greatest === null ? [] : [{ one, score: scoreOf(one.greatest) }]));
  const foremost = scored.toSorted((a, b) => b.score - a.score)[0]?.one;
  if (foremost?.greatest == null)
    return {
      status: 'abstained',
      reason: longest.reason ?? 'The pose could not be followed over five frames.',
      measures: measuresOf(longest),
    };
  const { greatest } = foremost;
  const jumps = testable.reduce((sum, one) => sum + one.jumps.length, 0);
  return {
    status: 'measured',
    score: Math.max(0, rounded(scoreOf(greatest), 2)),
    measures: measuresOf(foremost),
    statement:
      `The head's most isolated turn from one frame to the next is ${greatest.angle.toFixed(1)} degrees at frame ${greatest.after.frame}, ` +
      `${Math.max(0, greatest.excess).toFixed(1)} degrees more than the neighbouring steps would give; ${jumps === 0 ? 'none' : String(jumps)} ` +
      `of the turns ${jumps > 1 ? 'exceed' : 'exceeds'} its limit (${greatest.limit.toFixed(1)} degrees at that frame). In the genuine films measured it was at most 8.5 degrees.`,
  };
}

function measuresOf(one: Assessment): Measure[] {
  const { series, speeds, deviations } = one;
  const out: Measure[] = [
    { name: 'time followed', value: rounded(series.usableUs / 1e6, 2), unit: 's' },
    { name: 'eye distance', value: rounded(series.eyeDistancePx, 1), unit: 'px' },
    { name: 'pose jumps', value: one.jumps.length, unit: 'count' },
    { name: 'jumps shared by the background', value: one.shared, unit: 'count' },
  ];
  for (const angle of ['yaw', 'pitch', 'roll'] as const) {
    const range = rangeOf(one, angle);
    if (range !== null) out.push({ name: `range of ${angle}`, value: rounded(range, 1), unit: 'degrees, 5th to 95th percentile' });
  }
  const known = speeds.flatMap((speed) => speed ?? []);
  if (known.length > 0) out.push({ name: 'fastest turning', value: rounded(Math.max(...known), 0), unit: 'degrees/s' });
  const jerk = jerkOf(one);
  if (jerk !== null) out.push({ name: 'jerk', value: rounded(jerk, 0), unit: 'degrees/s³, 99th percentile' });
  const deviating = deviations.flatMap((deviation) => deviation ?? []);
  if (deviating.length > 0)
    out.push({ name: 'inner face against outline', value: rounded(quantile(deviating, 0.99), 2), unit: 'degrees, 99th percentile' });
  return out;
}
