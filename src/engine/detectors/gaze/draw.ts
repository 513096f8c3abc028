/** A ray from each iris in the direction of its gaze, and the line between the corners of each eye. */
import type { Shape } from '../../../contract/analysis.ts';
import type { Drawable } from '../interface.ts';
import { AT } from './observe.ts';

/** Eye widths: long enough to be seen, short enough to stay on the face. */
const LENGTH = 2.5;

export function drawGaze({ row, face }: Drawable): Shape[] {
  if (face === null) return [];
  return [
    { first: 0, iris: face.rightIris, lids: face.rightEye },
    { first: AT.left, iris: face.leftIris, lids: face.leftEye },
  ].flatMap(({ first, iris, lids }): Shape[] => {
    const [x, y] = [row.values[first + AT.rayX], row.values[first + AT.rayY]];
    const centre = iris[0];
    // The stored ring begins at the outer corner; the inner one is its ninth point.
    const [outer, inner] = [lids[0], lids[8]];
    if (x == null || y == null || centre === undefined || outer === undefined || inner === undefined) return [];
    const length = LENGTH * Math.hypot(inner[0] - outer[0], inner[1] - outer[1]);
    return [
      { kind: 'line', points: [[...outer], [...inner]], closed: false, tone: 'quiet' },
      { kind: 'arrow', from: [...centre], to: [centre[0] + length * x, centre[1] + length * y], tone: 'strong' },
    ];
  });
}
