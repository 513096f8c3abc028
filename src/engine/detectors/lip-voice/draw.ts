/** The lips' outline with the level of the sound in the last two seconds beside the face. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable, ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';

export function drawLipVoice({ row, before, face }: Drawable): Shape[] {
  if (face === null) return [];
  const [left, top, width] = face.box;
  const rows = [...before, row];
  const shapes: Shape[] = [];
  if (face.lips.length > 1) shapes.push({ kind: 'line', points: face.lips.map(([x, y]) => [x, y]), closed: true, tone: 'strong' });
  const beside = left + width + 4;
  shapes.push({
    kind: 'trace',
    at: [beside, top],
    label: 'mouth',
    values: scaled(rows.map((one) => one.values[AT.opening] ?? null)),
    tone: 'quiet',
  });
  shapes.push({ kind: 'trace', at: [beside, top + 56], label: 'sound', values: scaled(rows.map(loudness)), tone: 'strong' });
  return shapes;
}

function loudness(row: ObservationRow): number | null {
  const parts = row.values.slice(AT.parts, AT.parts + 4).flatMap((part) => part ?? []);
  return parts.length === 0 ? null : Math.max(-60, 20 * Math.log10(Math.max(1e-6, ...parts)));
}

/** From the least to the greatest of what is shown; a curve that does not move lies at the bottom. */
function scaled(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values.map((value) => (value === null ? null : high > low ? (value - low) / (high - low) : 0));
}
