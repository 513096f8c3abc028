/** A calibration of invented scores, for tests of what is done with one. */
import type { Calibration, LockedCalibration, PoolDescription } from '../../src/contract/calibration.ts';
import { makeCalibration } from '../../src/core/validation/make-calibration.ts';
import { parametersSha256 } from '../../src/core/analysis/plan.ts';
import { blinkCard } from '../../src/engine/detectors/blink/card.ts';
import { knownScores } from './known-scores.ts';

export const madeDescription: PoolDescription = {
  propositions: {
    h1: 'The face in this item was synthesised by the method of the test.',
    h2: 'The face in this item was recorded by a camera.',
  },
  pool: 'Numbers drawn from two normal distributions; no real media.',
  conditions: [
    { on: 'kind', oneOf: ['video'] },
    { on: 'widthPx', least: 200, most: 2000 },
  ],
  limits: ['It was made for a test and says nothing of real media.'],
};

/** Line of two unit normals two apart: log10 LR is about (2 · score - 2) / ln 10. */
export function madeCalibration(change: Partial<Calibration['detector']> = {}): LockedCalibration {
  const detector = {
    id: blinkCard.id,
    version: blinkCard.version,
    parametersSha256: parametersSha256(blinkCard),
    weights: [],
    ...change,
  };
  const fit = { rows: knownScores(100, 100, 2), sha256: 'b'.repeat(64) };
  return {
    sha256: 'd'.repeat(64),
    calibration: makeCalibration({ detector, description: madeDescription, fit, test: null, date: '2026-11-24' }),
  };
}
