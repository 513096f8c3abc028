/** A face of which only two eyes and a row of teeth are painted: what is in it is known exactly. */
import type { EyeMesh, FaceItem } from '../../src/engine/faces/face.ts';
import { CANONICAL_FACE } from '../../src/engine/faces/canonical-face.ts';

export interface PaintedEyes {
  /** Iris radius, pixels. */
  readonly radius?: number;
  /** Highlight of the right and the left eye, iris radii from the iris's centre; `null` for none. Several are painted alike. */
  readonly right?: readonly (readonly [number, number])[];
  readonly left?: readonly (readonly [number, number])[];
  /** Cb and Cr of the left iris; the right one has 118 and 138. */
  readonly leftColour?: readonly [number, number];
  /** How much darker the gaps between teeth are than the teeth, grey levels. */
  readonly gaps?: number;
  readonly yaw?: number;
}

const SIDE = 320;
const [SKIN, WHITE, IRIS, TOOTH, SHINE] = [150, 210, 70, 200, 250];
const [LEFT_X, RIGHT_X, EYE_Y] = [215, 105, 130];
const MOUTH = { x: 160, y: 240, halfWidth: 50, halfHeight: 12 };

export function paintedEyes({
  radius = 10,
  right = [],
  left = [],
  leftColour = [118, 138],
  gaps = 60,
  yaw = 0,
}: PaintedEyes = {}): FaceItem {
  const y = new Uint8Array(SIDE * SIDE);
  const [cb, cr] = [new Uint8Array((SIDE * SIDE) / 4).fill(118), new Uint8Array((SIDE * SIDE) / 4).fill(150)];
  const eyeAt = (px: number, py: number, x: number, spots: readonly (readonly [number, number])[]): number | null => {
    const [u, v] = [(px - x) / radius, (py - EYE_Y) / radius];
    if (Math.abs(u) / 2.4 + Math.abs(v) / 1.9 > 1) return null;
    if (Math.hypot(u, v) > 1) return WHITE;
    return spots.some(([sx, sy]) => Math.hypot(u - sx, v - sy) < 0.17) ? SHINE : IRIS;
  };
  /** Means over 3 x 3 places in each pixel, so that edges lie where they are meant to. */
  const meanAt = (px: number, py: number, value: (x: number, y: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < 9; k += 1) sum += value(px + ((k % 3) + 0.5) / 3, py + (Math.floor(k / 3) + 0.5) / 3);
    return sum / 9;
  };
  const lumaAt = (px: number, py: number): number => {
    const eye = eyeAt(px, py, RIGHT_X, right) ?? eyeAt(px, py, LEFT_X, left);
    if (eye !== null) return eye;
    const [u, v] = [(px - MOUTH.x) / MOUTH.halfWidth, (py - MOUTH.y) / MOUTH.halfHeight];
    if (Math.hypot(u, v) > 1) return Math.hypot(u, v) < 1.8 ? SKIN - 40 : SKIN;
    return Math.abs(u) > 0.92 ? 20 : (px - MOUTH.x + 1000) % 10 < 2 ? TOOTH - gaps : TOOTH;
  };
  for (let py = 0; py < SIDE; py += 1) {
    for (let px = 0; px < SIDE; px += 1) {
      const bare =
        (Math.abs(py - EYE_Y) > 2.5 * radius || Math.min(Math.abs(px - LEFT_X), Math.abs(px - RIGHT_X)) > 2.5 * radius) && py < 200;
      y[py * SIDE + px] = bare ? SKIN : Math.round(meanAt(px, py, lumaAt));
      const chroma = (py >> 1) * (SIDE / 2) + (px >> 1);
      if (Math.hypot(px - LEFT_X, py - EYE_Y) < 1.2 * radius) [cb[chroma], cr[chroma]] = leftColour;
      else if (Math.hypot(px - RIGHT_X, py - EYE_Y) < 1.2 * radius) [cb[chroma], cr[chroma]] = [118, 138];
      else if (Math.hypot((px - MOUTH.x) / MOUTH.halfWidth, (py - MOUTH.y) / MOUTH.halfHeight) < 1) cr[chroma] = 135;
    }
  }
  const image = { frame: 0, ptsUs: 0, width: SIDE, height: SIDE, scale: 1, y, cb, cr };
  return {
    image,
    trackId: 0,
    confidence: 1,
    box: [60, 60, 200, 230],
    mesh: meshOf(yaw),
    leftEye: eyeMesh(LEFT_X, radius, -1),
    rightEye: eyeMesh(RIGHT_X, radius, 1),
  };
}

/** The rigid points of the mean face, turned, and the lips of the painted mouth. */
function meshOf(yaw: number): Float32Array {
  const mesh = new Float32Array(3 * 468);
  const [cos, sin] = [Math.cos((yaw * Math.PI) / 180), Math.sin((yaw * Math.PI) / 180)];
  for (const [index, x, y, z] of CANONICAL_FACE)
    mesh.set([160 + 110 * (x * cos - z * sin), 130 + 110 * y, 110 * (x * sin + z * cos)], 3 * index);
  const ring = (indices: readonly number[], side: number, reach: number): void =>
    indices.forEach((index, k) => {
      const angle = Math.PI * (1 - k / (indices.length - 1));
      mesh.set([MOUTH.x + MOUTH.halfWidth * Math.cos(angle), MOUTH.y + side * reach * MOUTH.halfHeight * Math.sin(angle), 0], 3 * index);
    });
  ring([78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308], -1, 1);
  ring([78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308], 1, 1);
  ring([61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291], 1, 1.7);
  return mesh;
}

function eyeMesh(x: number, radius: number, towardsNose: 1 | -1): EyeMesh {
  const contour = new Float32Array(2 * 71);
  for (let k = 0; k <= 8; k += 1)
    contour.set([x + towardsNose * 2.4 * radius * (k / 4 - 1), EYE_Y + radius * 1.4 * Math.sin((k * Math.PI) / 8)], 2 * k);
  for (let k = 9; k <= 15; k += 1) {
    const along = (k - 8) / 8;
    contour.set([x + towardsNose * 2.4 * radius * (2 * along - 1), EYE_Y - radius * 1.4 * Math.sin(along * Math.PI)], 2 * k);
  }
  // The network's circle, a little off, as it is in pictures.
  const iris = new Float32Array(10);
  const [cx, cy] = [x + 0.1 * radius, EYE_Y];
  iris.set([cx, cy, cx + radius, cy, cx, cy - radius, cx - radius, cy, cx, cy + radius]);
  return { contour, iris, widthWorkingPx: 4.8 * radius };
}
