/** From stored rows to conclusions: the same code for a case and for a one-shot score. Pure; a detector that throws fails alone. */
import * as z from 'zod';
import { assert } from '../../base/assert.ts';
import { FindingDraft, Outcome, type Plan, Signal, type Track } from '../../contract/analysis.ts';
import type { Combined } from '../../contract/fusion.ts';
import type { WireError } from '../../contract/errors.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { DetectorId } from '../../contract/values.ts';
import type { AnyDetector, ConcludeInput, Conclusion, ObservationRow } from '../../engine/detectors/interface.ts';
import { conditionValues } from '../../engine/fusion/condition-values.ts';
import { combine } from '../../engine/fusion/combine.ts';
import { evaluate } from '../../engine/fusion/evaluate.ts';
import { detectorFailure } from '../../engine/lanes.ts';
import type { ShelvedFusion } from '../validation/fusions.ts';
import type { Calibrations } from '../validation/calibrations.ts';

const ConclusionSchema = z.strictObject({ outcome: Outcome, signals: z.array(Signal), findings: z.array(FindingDraft) });

export interface Examined {
  readonly facts: MediaFacts;
  readonly structure?: FileStructure | null;
  readonly keyFrames?: readonly number[];
  readonly tracks: readonly Track[];
  readonly framesTotal: number;
  readonly framesDecoded: number;
  /** Detectors that failed while they observed. */
  readonly failures: ReadonlyMap<string, WireError>;
  /** In order of frame, then track. */
  rows(detectorId: string): readonly ObservationRow[];
  /** `null` where no such face is stored, and where outlines are not kept. */
  readonly faceAt: ConcludeInput['faceAt'];
}

/** What turns a score into a likelihood ratio, and what the detectors ran with. */
export interface Evaluating {
  readonly calibrations: Calibrations;
  /** None when absent. */
  readonly fusions?: readonly ShelvedFusion[];
  readonly plan: Pick<Plan, 'detectors' | 'weights'>;
}

export interface DetectorConclusion extends Conclusion {
  readonly detectorId: DetectorId;
}

const without = (detectorId: DetectorId, outcome: Outcome): DetectorConclusion => ({ detectorId, outcome, signals: [], findings: [] });

/** What an evaluation needs to know of the examination. */
type Conditions = Pick<Examined, 'facts' | 'tracks'>;
type Judged = Pick<DetectorConclusion, 'detectorId' | 'outcome'>;

export function concludeAll(detectors: readonly AnyDetector[], examined: Examined, evaluating?: Evaluating): DetectorConclusion[] {
  const concluded = detectors.map((detector) => concludeOne(detector, examined));
  return evaluating === undefined ? concluded : evaluateAll(concluded, examined, evaluating);
}

export function evaluateAll<T extends Judged>(concluded: readonly T[], conditions: Conditions, evaluating: Evaluating): T[] {
  return concluded.map((conclusion) => ({ ...conclusion, outcome: evaluated(conclusion, conditions, evaluating) }));
}

/** One for each fusion of which the plan has at least two cues. */
export function combineAll(concluded: readonly Judged[], { facts, tracks }: Conditions, { fusions = [], plan }: Evaluating): Combined[] {
  const values = conditionValues(facts, tracks);
  return fusions.flatMap((one): Combined[] => {
    const cues = 'problem' in one ? one.cues : one.fusion.cues.map(({ id }) => id);
    if (cues.filter((cue) => plan.detectors.some(({ id }) => id === cue)).length < 2) return [];
    if ('problem' in one) return [{ status: 'notValidated', cues: [...cues], reason: one.problem, fusionSha256: one.sha256 }];
    return [combine(one, concluded, values, plan)];
  });
}

function evaluated({ detectorId, outcome }: Judged, { facts, tracks }: Conditions, { calibrations, plan }: Evaluating): Outcome {
  const shelved = calibrations.get(detectorId);
  const ran = plan.detectors.find(({ id }) => id === detectorId);
  if (outcome.status !== 'measured' || shelved === undefined || ran === undefined) return outcome;
  const evaluation =
    'problem' in shelved
      ? { status: 'notValidated' as const, reason: shelved.problem, calibrationSha256: shelved.sha256 }
      : evaluate(outcome.score, outcome.measures, conditionValues(facts, tracks), { ...ran, weights: plan.weights }, shelved);
  return { ...outcome, evaluation };
}

export function concludeOne(detector: AnyDetector, examined: Examined): DetectorConclusion {
  const { id } = detector.card;
  const failure = examined.failures.get(id);
  if (failure !== undefined) return without(id, { status: 'failed', error: failure });
  try {
    const applicability = detector.applies(examined.facts);
    if (!applicability.applies) return without(id, { status: 'notApplicable', reason: applicability.reason });
    const { facts, structure = null, keyFrames = [], tracks, framesTotal, framesDecoded, faceAt } = examined;
    const input: ConcludeInput = { facts, structure, keyFrames, tracks, framesTotal, framesDecoded, rows: examined.rows(id), faceAt };
    const concluded = ConclusionSchema.parse(detector.conclude(input));
    if (concluded.outcome.status === 'measured') assert(concluded.outcome.evaluation === undefined, 'a detector evaluates nothing itself');
    return { detectorId: id, ...concluded };
  } catch (error) {
    const words = error instanceof z.ZodError ? new Error(`its conclusion has the wrong shape: ${z.prettifyError(error)}`) : error;
    return without(id, { status: 'failed', error: detectorFailure(id, words).error });
  }
}
