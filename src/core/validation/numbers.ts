/** Every number of a validation for one detector under one condition, from scored files alone. */
import { cllr } from '../../engine/fusion/cllr.ts';
import { leastCllr } from '../../engine/fusion/isotonic.ts';
import type { Scored } from '../../engine/fusion/scored.ts';
import { crossFitted, type JudgedFile } from './cross-fit.ts';
import { equalErrorRate, misleadingShare } from './curves.ts';
import { areaUnderCurve, aucInterval, groupInterval } from './metrics.ts';

/** Bootstrap samples for intervals whose ends are read to two digits. */
const DRAWS = 500;

/** A scored file; `log10LR` where an installed calibration gave one. */
export interface RatedFile extends Scored {
  readonly log10LR?: number;
}

type Interval = readonly [number, number] | null;

export interface Numbers {
  readonly files: { readonly genuine: number; readonly synthetic: number };
  readonly groups: { readonly genuine: number; readonly synthetic: number };
  readonly auc: number | null;
  readonly aucInterval: Interval;
  readonly equalErrorRate: number | null;
  readonly equalErrorInterval: Interval;
  readonly leastCllr: number | null;
  /** `null` where no likelihood ratios could be made. */
  readonly ratios: {
    readonly from: 'installed calibration' | 'cross-fitted by group';
    readonly judged: readonly JudgedFile[];
    readonly cllr: number;
    readonly cllrInterval: Interval;
    /** Cllr less the least: what a better calibration of the same scores could win. Below 0 is chance, since the least one saw these very files. */
    readonly calibrationLoss: number;
    readonly misleading: { readonly genuine: number; readonly synthetic: number };
  } | null;
}

export function numbersOf(files: readonly RatedFile[]): Numbers {
  const of = (synthetic: boolean): readonly RatedFile[] => files.filter((file) => file.synthetic === synthetic);
  const groups = (synthetic: boolean): number => new Set(of(synthetic).map(({ group }) => group)).size;
  const least = leastCllr(files);
  return {
    files: { genuine: of(false).length, synthetic: of(true).length },
    groups: { genuine: groups(false), synthetic: groups(true) },
    auc: areaUnderCurve(files),
    aucInterval: aucInterval(files),
    equalErrorRate: equalErrorRate(files),
    equalErrorInterval: least === null ? null : groupInterval(files, equalErrorRate, DRAWS),
    leastCllr: least,
    ratios: least === null ? null : ratiosOf(files, least),
  };
}

function ratiosOf(files: readonly RatedFile[], least: number): Numbers['ratios'] {
  const given = files.flatMap(({ log10LR, synthetic, group }) => (log10LR === undefined ? [] : [{ log10LR, synthetic, group }]));
  const installed = given.length === files.length;
  const judged = installed ? given : crossFitted(files);
  const cost = judged === null ? null : cllr(judged);
  if (judged === null || cost === null) return null;
  return {
    from: installed ? 'installed calibration' : 'cross-fitted by group',
    judged,
    cllr: cost,
    cllrInterval: groupInterval(judged, cllr, DRAWS),
    calibrationLoss: cost - least,
    misleading: { genuine: misleadingShare(judged, false), synthetic: misleadingShare(judged, true) },
  };
}
