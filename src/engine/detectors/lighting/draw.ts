/** Beside each face a matt ball under the light that was fitted, and an arrow from where the light comes. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { AT } from './observe.ts';
import { isDirected, samplesOf } from './series.ts';

/** Of the width of the face. */
const BALL = 0.2;

export function drawLight({ row, face }: Drawable): Shape[] {
  const ball = row.values.slice(AT.ball, AT.cells).filter((value) => value !== null);
  if (face === null || ball.length !== AT.cells - AT.ball) return [];
  const [left, top, width, height] = face.box;
  const radius = BALL * width;
  const at: [number, number] = [left + width + 1.3 * radius, top + radius];
  const below: [number, number] = [at[0] - radius, at[1] + 1.6 * radius];
  const [sample] = samplesOf([row]);
  const shapes: Shape[] = [{ kind: 'sphere', at, radius, coefficients: ball }];
  if (sample === undefined || !isDirected(sample)) return [...shapes, { kind: 'text', at: below, text: 'no direction of the light' }];
  const [x, y] = sample.light;
  const size = Math.hypot(x, y);
  const [ux, uy] = [x / size, y / size];
  const middle: [number, number] = [left + width / 2, top + height / 2];
  const reach = Math.max(width, height);
  return [
    ...shapes,
    {
      kind: 'arrow',
      from: [middle[0] + 0.95 * reach * ux, middle[1] + 0.95 * reach * uy],
      to: [middle[0] + 0.55 * reach * ux, middle[1] + 0.55 * reach * uy],
      tone: 'strong',
    },
    { kind: 'text', at: below, text: `light from ${sample.from.toFixed(0)}° ± ${(2 * sample.fromError).toFixed(0)}°` },
  ];
}
