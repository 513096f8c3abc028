/** What can be drawn over the picture: the face's own contours, and what the detectors draw. */
import type { Finding, FrameOverlay } from '../../contract/analysis.ts';
import type { Note } from '../../contract/notes.ts';
import type { Box } from '../../contract/values.ts';

export const FACE_LAYERS = ['box', 'eyelids', 'irises', 'lips', 'oval'] as const;
export type FaceLayer = (typeof FACE_LAYERS)[number];

/** `selected`: the drawing of the detector whose finding is selected, and the region of that finding. */
export type Layer = FaceLayer | 'selected' | `detector:${string}`;

export const USUAL_LAYERS: ReadonlySet<Layer> = new Set<Layer>(['box', 'eyelids', 'irises', 'selected']);

/** Whether a detector's drawing is shown. */
export function drawsFor(layers: ReadonlySet<Layer>, detectorId: string, selectedDetectorId: string | null): boolean {
  return layers.has(`detector:${detectorId}`) || (layers.has('selected') && detectorId === selectedDetectorId);
}

/** Of the chosen layers those that show something on this frame: what is recorded as drawn was drawn. */
export function drawnLayers(layers: ReadonlySet<Layer>, overlay: FrameOverlay | null, selected: Finding | null): Layer[] {
  if (overlay === null) return [];
  const drawing = new Set<string>(overlay.drawings.filter(({ shapes }) => shapes.length > 0).map(({ detectorId }) => detectorId));
  return [...layers].filter((layer) => {
    if (layer === 'selected') return selected !== null && (drawing.has(selected.detectorId) || regionIn(selected, overlay.frame) !== null);
    return layer.startsWith('detector:') ? drawing.has(layer.slice('detector:'.length)) : overlay.faces.length > 0;
  });
}

/** Where a finding says to look, in its own frames. */
export function regionIn({ region, firstFrame, lastFrame }: Finding, frame: number): Box | null {
  return frame < (firstFrame ?? frame) || frame > (lastFrame ?? frame) ? null : region;
}

/** Own findings with a region in this frame. */
export const notesIn = (notes: readonly Note[], frame: number): Note[] =>
  notes.filter(
    ({ region, frames, withdrawn }) => region !== null && frames !== null && withdrawn === null && frame >= frames[0] && frame <= frames[1],
  );
