/** The axes of the head from between the eyes, and the way that point went in the last two seconds. */
import type { Shape } from '../../../contract/analysis.ts';
import { compose, rotate, turn, type Point } from '../../signal/rotation.ts';
import type { Drawable, ObservationRow } from '../interface.ts';
import { AT } from './observe.ts';

/** Inter-ocular distances. */
const LENGTH = 0.9;

export function drawPose({ row, before }: Drawable): Shape[] {
  const origin = originOf(row);
  const [yaw, pitch, roll] = row.values;
  const scale = row.values[AT.scale];
  if (origin === null || yaw == null || pitch == null || roll == null || scale == null) return [];
  const rotation = compose(turn([0, 1, 0], -yaw), compose(turn([1, 0, 0], -pitch), turn([0, 0, 1], roll)));
  const axis = (direction: Point, tone: 'x' | 'y' | 'z'): Shape => {
    const [x, y] = rotate(rotation, direction);
    return { kind: 'arrow', from: origin, to: [origin[0] + LENGTH * scale * x, origin[1] + LENGTH * scale * y], tone };
  };
  const trail = [...before, row].map(originOf).filter((place) => place !== null);
  return [
    ...(trail.length > 1 ? [{ kind: 'line' as const, points: trail, closed: false, tone: 'quiet' as const }] : []),
    axis([1, 0, 0], 'x'),
    axis([0, 1, 0], 'y'),
    axis([0, 0, -1], 'z'),
  ];
}

function originOf(row: ObservationRow): [number, number] | null {
  const [x, y] = [row.values[AT.originX], row.values[AT.originY]];
  return x == null || y == null ? null : [x, y];
}
