/** Beside the face: its azimuthal power spectrum, from coarse on the left to fine on the right. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { FIRST_RING } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

/** Decades between bottom and top of the curve. */
const HEIGHT = 9;

export function drawSpectrum({ row, face }: Drawable): readonly Shape[] {
  if (face === null || row.values[1] === null) return [];
  const [left, top, width] = face.box;
  const values = Array.from({ length: PARAMETERS.bands.value }, (_, ring) => {
    const power = row.values[FIRST_RING + ring] ?? null;
    return power === null ? null : Math.max(0, Math.min(1, (power + 1) / HEIGHT));
  });
  return [{ kind: 'trace', at: [left + width + 4, top], label: 'power, coarse to fine', values, tone: 'strong' }];
}
