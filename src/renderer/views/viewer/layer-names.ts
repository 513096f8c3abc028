/** What is drawn over the picture, in the words of the overlay menu. */
import type { FaceLayer, Layer } from '../../state/layers.ts';

export const FACE_LAYER_NAMES: Readonly<Record<FaceLayer, string>> = {
  box: 'Face box and track',
  eyelids: 'Eyelids',
  irises: 'Irises',
  lips: 'Lips',
  oval: 'Outline of the face',
};

export function layerNames(layers: ReadonlySet<Layer>, titleOf: (detectorId: string) => string): string[] {
  return [...layers].map((layer) => {
    if (layer === 'selected') return 'Of the selected finding';
    return layer.startsWith('detector:') ? titleOf(layer.slice('detector:'.length)) : FACE_LAYER_NAMES[layer as FaceLayer];
  });
}
