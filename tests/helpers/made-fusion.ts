/** A fusion of invented scores: two cues, unit normal, half of each the same, for tests of what is done with one. */
import type { Calibration } from '../../src/contract/calibration.ts';
import type { LockedFusion } from '../../src/contract/fusion.ts';
import { DetectorId } from '../../src/contract/values.ts';
import { parametersSha256 } from '../../src/core/analysis/plan.ts';
import { probit } from '../../src/base/probit.ts';
import { makeFusion, type CueScores, type FusionRequest } from '../../src/core/validation/make-fusion.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { madeDescription } from './made-calibration.ts';

/** Of each class: pairs with correlation `rho`, moved by `apart` in the synthetic ones. The second coordinate runs over the golden section. */
export function pairedScores(count: number, apart: readonly [number, number], rho: number, ids: readonly [string, string]): CueScores[] {
  return [false, true].flatMap((synthetic) =>
    Array.from({ length: count }, (_, i) => {
      const x = probit((i + 0.5) / count);
      const y = probit((((i + 0.5) * 0.618_033_988_749_895) % 1) * 0.998 + 0.001);
      const both = [x, rho * x + Math.sqrt(1 - rho * rho) * y] as const;
      const scores = new Map(ids.map((id, k) => [id, (both[k] ?? 0) + (synthetic ? (apart[k] ?? 0) : 0)]));
      return { synthetic, group: `${synthetic ? 's' : 'g'}${String(i)}`, scores, fields: {} };
    }),
  );
}

const identity = (id: string): Calibration['detector'] => {
  const card = detectors.find((one) => one.card.id === id)?.card;
  if (card === undefined) throw new Error(`no detector ${id}`);
  return { id: DetectorId.parse(id), version: card.version, parametersSha256: parametersSha256(card), weights: [] };
};

export function fusionRequest(ids: readonly [string, string] = ['blink', 'head-pose'], change: Partial<FusionRequest> = {}): FusionRequest {
  return {
    cues: ids.map(identity),
    description: madeDescription,
    fit: { files: pairedScores(300, [1.5, 1.5], 0.5, ids), sha256: 'b'.repeat(64) },
    test: null,
    date: '2026-11-28',
    ...change,
  };
}

export const madeFusion = (ids?: readonly [string, string]): LockedFusion => ({
  sha256: 'f'.repeat(64),
  fusion: makeFusion(fusionRequest(ids)),
});
