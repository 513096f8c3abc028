/** Where a finding of the sound lies: in time, in no frame and on no face. */
import type { FindingDraft } from '../../contract/analysis.ts';

export const inSound = (detectorId: FindingDraft['detectorId'], { startUs, endUs }: Pick<FindingDraft, 'startUs' | 'endUs'>) => ({
  detectorId,
  trackId: null,
  firstFrame: null,
  lastFrame: null,
  keyFrame: null,
  region: null,
  startUs,
  endUs,
});
