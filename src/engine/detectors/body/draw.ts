/** The skeleton as far as it is seen, with the line of the shoulders. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { AT, LEFT_SHOULDER, RIGHT_SHOULDER } from './observe.ts';
import { PARAMETERS } from './parameters.ts';

/** Arms, sides, hips and legs by number of point. */
const BONES = [
  [5, 7],
  [7, 9],
  [6, 8],
  [8, 10],
  [5, 11],
  [6, 12],
  [11, 12],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
] as const;

export function drawBody({ row: { values } }: Drawable): Shape[] {
  const point = (k: number): [number, number] | null => {
    const [x, y, confidence] = values.slice(AT.points + 3 * k, AT.points + 3 * k + 3);
    return x == null || y == null || confidence == null || confidence < PARAMETERS.minimumConfidence.value ? null : [x, y];
  };
  const line = (from: number, to: number, tone: 'strong' | 'quiet'): Shape[] => {
    const [a, b] = [point(from), point(to)];
    return a === null || b === null ? [] : [{ kind: 'line', points: [a, b], closed: false, tone }];
  };
  const dots = Array.from({ length: 17 }, (_, k) => point(k)).filter((place) => place !== null);
  return [
    ...BONES.flatMap(([from, to]) => line(from, to, 'quiet')),
    ...line(LEFT_SHOULDER, RIGHT_SHOULDER, 'strong'),
    ...(dots.length > 0 ? [{ kind: 'dots' as const, points: dots, tone: 'quiet' as const }] : []),
  ];
}
