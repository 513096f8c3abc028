/** Bars of the action-unit-like lengths beside the face, from the 1st to the 99th percentile of the persons measured. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { MEASURES } from './measures.ts';

export function drawExpression({ row, face }: Drawable): Shape[] {
  if (face === null) return [];
  const [left, top, width] = face.box;
  const bars = MEASURES.map(({ title, range: [low, high], inverse }, column) => {
    const value = row.values[column];
    if (value == null) return { label: title, value: null };
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return { label: title, value: inverse === true ? 1 - share : share };
  });
  return [{ kind: 'bars', at: [left + width + 4, top], bars }];
}
