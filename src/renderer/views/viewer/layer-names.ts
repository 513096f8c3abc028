/** What is drawn over the picture, in the words that go into the record of a snapshot; the overlay menu says them in the chosen language. */
import type { FaceLayer, Layer } from '../../state/layers.ts';

const RECORD_SELECTED = 'Of the selected finding';
export const RECORD_LAYER_NAMES: Readonly<Record<FaceLayer, string>> = {
  box: 'Face box and track',
  eyelids: 'Eyelids',
  irises: 'Irises',
  lips: 'Lips',
  oval: 'Outline of the face',
};

/** `selectedId`: of the finding whose drawing is shown. */
export function layerNames(layers: readonly Layer[], selectedId: string | null, titleOf: (detectorId: string) => string): string[] {
  return layers.map((layer) => {
    if (layer === 'selected') return `${RECORD_SELECTED} ${selectedId ?? ''}`.trimEnd();
    return layer.startsWith('detector:') ? titleOf(layer.slice('detector:'.length)) : RECORD_LAYER_NAMES[layer as FaceLayer];
  });
}
