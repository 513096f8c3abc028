/** Whether an examination looked for faces: where it did not, "0 frames with a face" would say of the picture what nobody measured. */
export interface Sought {
  readonly framesWithFace: number;
  readonly plan: { readonly detectors: readonly { readonly id: string }[] };
  readonly outcomes: readonly { readonly detectorId: string; readonly outcome: { readonly status: string } }[];
}

/** `ofFaces`: the detector is fed with faces. Before the outcomes the plan says what will be looked for. */
export function facesSought({ framesWithFace, plan, outcomes }: Sought, ofFaces: (detectorId: string) => boolean): boolean {
  if (framesWithFace > 0) return true;
  if (outcomes.length === 0) return plan.detectors.some(({ id }) => ofFaces(id));
  return outcomes.some(
    ({ detectorId, outcome }) => ofFaces(detectorId) && (outcome.status === 'measured' || outcome.status === 'abstained'),
  );
}
