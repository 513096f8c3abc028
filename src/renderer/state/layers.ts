/** What can be drawn over the picture: the face's own contours, and what the detectors draw. */
export const FACE_LAYERS = ['box', 'eyelids', 'irises', 'lips', 'oval'] as const;
export type FaceLayer = (typeof FACE_LAYERS)[number];

/** `selected`: the drawing of the detector whose finding is selected, and the region of that finding. */
export type Layer = FaceLayer | 'selected' | `detector:${string}`;

export const USUAL_LAYERS: ReadonlySet<Layer> = new Set<Layer>(['box', 'eyelids', 'irises', 'selected']);

/** Whether a detector's drawing is shown. */
export function drawsFor(layers: ReadonlySet<Layer>, detectorId: string, selectedDetectorId: string | null): boolean {
  return layers.has(`detector:${detectorId}`) || (layers.has('selected') && detectorId === selectedDetectorId);
}
