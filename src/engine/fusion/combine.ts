/** From the scores of several detectors to one likelihood ratio: only by a fusion of exactly these detectors, and only inside its conditions. Pure. */
import { must } from '../../base/assert.ts';
import { verbalScale } from '../../base/verbal-scale.ts';
import type { Outcome, Plan } from '../../contract/analysis.ts';
import type { Combined, LockedFusion } from '../../contract/fusion.ts';
import type { ConditionValues } from './condition-values.ts';
import { held, otherDetector, outside } from './evaluate.ts';

export interface ConcludedCue {
  readonly detectorId: string;
  readonly outcome: Outcome;
}

/** A cue that is missing is left out, never filled in: the pattern of those that are there has a fit of its own (ADR 0012). */
export function combine(
  locked: LockedFusion,
  concluded: readonly ConcludedCue[],
  values: ConditionValues,
  plan: Pick<Plan, 'detectors' | 'weights'>,
): Combined {
  const { fusion, sha256 } = locked;
  const cues = fusion.cues.map(({ id }) => id);
  const none = (reason: string): Combined => ({ status: 'notValidated', cues, reason, fusionSha256: sha256 });
  const left = fusion.conditions.map((condition) => outside(condition, values, [])).find((words) => words !== null);
  if (left !== undefined) return none(left);
  const scores = new Map<string, number>();
  const without: { detectorId: (typeof cues)[number]; reason: string }[] = [];
  for (const cue of fusion.cues) {
    const ran = plan.detectors.find(({ id }) => id === cue.id);
    const outcome = concluded.find(({ detectorId }) => detectorId === cue.id)?.outcome;
    const reason =
      ran === undefined || outcome === undefined
        ? 'it was not asked'
        : (otherDetector({ ...ran, weights: plan.weights }, cue, 'fusion') ?? (outcome.status === 'measured' ? null : noScore(outcome)));
    if (reason === null && outcome?.status === 'measured') scores.set(cue.id, outcome.score);
    else without.push({ detectorId: cue.id, reason: reason ?? 'it gave no score' });
  }
  const same = (ids: readonly string[]): boolean => ids.length === scores.size && ids.every((id) => scores.has(id));
  const pattern = fusion.patterns.find((one) => same(one.cues.map(({ id }) => id)));
  if (pattern === undefined) {
    const missing = without.map(({ detectorId, reason }) => `${detectorId}: ${reason}`).join('; ');
    const why = scores.size < 2 ? 'fewer than two of its cues gave a score' : fusion.refused.find((one) => same(one.cues))?.reason;
    return none(`${why ?? 'it was not fitted for the cues that gave a score'} (${missing})`);
  }
  const contributions = pattern.cues.map(({ id, centre, slope }) => {
    const score = must(scores.get(id), 'every cue of the pattern has a score');
    return { detectorId: id, score, log10LR: slope * (score - centre) };
  });
  const ratio = held(
    contributions.reduce((sum, one) => sum + one.log10LR, pattern.constant),
    pattern.bounds,
  );
  return {
    status: 'evaluated',
    cues,
    ...ratio,
    verbal: verbalScale(ratio.log10LR),
    constant: pattern.constant,
    contributions,
    without,
    fusion: locked,
  };
}

function noScore(outcome: Exclude<Outcome, { status: 'measured' }>): string {
  return outcome.status === 'failed' ? `it failed (${outcome.error.code})` : outcome.reason.replace(/\.$/, '');
}
