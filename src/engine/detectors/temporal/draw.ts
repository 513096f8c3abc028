/** Over the frame: its fingerprint, and how much the picture changed up to here. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { hexOf } from './series.ts';

export function drawTemporal({ row, before }: Drawable): readonly Shape[] {
  const changes = [...before, row].map(({ values }) => values[0] ?? null);
  const most = Math.max(1, ...changes.map((value) => value ?? 0));
  const fingerprint = hexOf(row.values[3]) + hexOf(row.values[4]);
  return [
    { kind: 'text', at: [0, 0], text: `pixels SHA-256 ${fingerprint}…` },
    {
      kind: 'trace',
      at: [0, 0],
      label: `change, top ${most.toFixed(1)}`,
      values: changes.map((value) => (value === null ? null : value / most)),
      tone: 'strong',
    },
  ];
}
