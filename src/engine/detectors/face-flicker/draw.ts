/** Beside the face: how much it and what lies around it changed up to this frame. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';

/** Luma steps at the top of the curves. */
const TOP = 12;

export function drawFlicker({ row, before, face }: Drawable): readonly Shape[] {
  if (face === null) return [];
  const [left, top, width] = face.box;
  const rows = [...before, row];
  const curve = (column: number, label: string, tone: 'strong' | 'quiet'): Shape => ({
    kind: 'trace',
    at: [left + width + 4, top],
    label,
    values: rows.map(({ values }) => {
      const value = values[column] ?? null;
      return value === null ? null : Math.min(1, value / TOP);
    }),
    tone,
  });
  return [curve(0, `change of the face, top ${String(TOP)}`, 'strong'), curve(2, 'change around it', 'quiet')];
}
