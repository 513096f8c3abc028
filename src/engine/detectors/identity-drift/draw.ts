/** Beside the face: how far it is from the pictures of the last seconds, and those distances as a curve. */
import type { Shape } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import type { Drawable } from '../interface.ts';
import { distance, likePose, sampleOf } from './samples.ts';

export function drawIdentity({ row, before, face }: Drawable): Shape[] {
  const now = sampleOf(row);
  if (now === null || face === null) return [];
  const earlier = before.map(sampleOf).filter((sample) => sample !== null);
  const distances = earlier.map((sample) => (likePose(sample, now) ? distance(sample, now) : null));
  const known = distances.filter((value) => value !== null);
  const [left, top, width, height] = face.box;
  const beside: [number, number] = [left + width + 6, top + height / 2];
  if (known.length === 0) return [{ kind: 'text', at: beside, text: 'face: no picture of like pose just before' }];
  return [
    { kind: 'text', at: beside, text: `face: ${median(known).toFixed(2)} from the pictures before` },
    {
      kind: 'trace',
      at: [beside[0], beside[1] + 16],
      label: 'distance to each, oldest first',
      values: [...distances.map((value) => (value === null ? null : Math.min(1, Math.max(0, value)))), 0],
      tone: 'strong',
    },
  ];
}
