/** Changes one eye or the teeth of a face in planar 4:2:0: a highlight elsewhere, another colour of the iris, teeth without gaps. */
import { at } from '../../src/base/at.ts';
import type { EyeMesh, FaceItem } from '../../src/engine/faces/face.ts';
import { median, quantile } from '../../src/engine/signal/stats.ts';
import { cubic, type Planes } from './eye-patch.ts';
import { depth } from './face-patch.ts';

/** Left and right are the person's own. */
export type EyeChange =
  /** The brightest spot of the left iris moves by so many iris radii: to the picture's right, down. */
  | { readonly kind: 'highlight'; readonly by: readonly [number, number] }
  /** The left iris gets so much more blue and red chroma, 8-bit counts. */
  | { readonly kind: 'colour'; readonly cb: number; readonly cr: number }
  /** What is bright between the lips becomes one white band: a mean that favours the bright, weighted by a Gaussian of so many mouth widths. */
  | { readonly kind: 'teeth'; readonly width: number };

/** Changes the planes in place; the face's places in pixels of these planes. */
export function changeEyes(planes: Planes, face: Pick<FaceItem, 'leftEye' | 'mesh'>, change: EyeChange): void {
  if (change.kind === 'highlight') moveHighlight(planes, face.leftEye, change.by);
  else if (change.kind === 'colour') recolour(planes, face.leftEye, change.cb, change.cr);
  else smoothTeeth(planes, face.mesh, change.width);
}

function circleOf({ iris }: EyeMesh): { readonly x: number; readonly y: number; readonly radius: number } {
  const [x, y] = [at(iris, 0), at(iris, 1)];
  const rim = [1, 2, 3, 4].map((k) => Math.hypot(at(iris, 2 * k) - x, at(iris, 2 * k + 1) - y));
  return { x, y, radius: rim.reduce((sum, one) => sum + one / 4, 0) };
}

/** 1 well inside, 0 from `edge` on, a cosine over the last fifth. */
function soft(distance: number, edge: number): number {
  if (distance >= edge) return 0;
  return distance <= 0.8 * edge ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (distance - 0.8 * edge)) / (0.2 * edge));
}

/** Half of a highlight's reach, iris radii. */
const SPOT = 0.3;

function moveHighlight({ bytes, width, height }: Planes, eye: EyeMesh, by: readonly [number, number]): void {
  const { x, y, radius } = circleOf(eye);
  const inside: { readonly i: number; readonly j: number; readonly luma: number }[] = [];
  for (let j = Math.max(0, Math.floor(y - radius)); j < Math.min(height, y + radius); j += 1) {
    for (let i = Math.max(0, Math.floor(x - radius)); i < Math.min(width, x + radius); i += 1) {
      if (Math.hypot(i + 0.5 - x, j + 0.5 - y) < 0.6 * radius) inside.push({ i, j, luma: at(bytes, j * width + i) });
    }
  }
  const usual = median(inside.map(({ luma }) => luma));
  const peak = inside.reduce((best, pixel) => (pixel.luma > best.luma ? pixel : best));
  const reach = SPOT * radius;
  const source = bytes.slice(0, width * height);
  const excess = source.map((luma, k) => {
    const [i, j] = [k % width, Math.floor(k / width)];
    return Math.round(Math.max(0, luma - usual) * soft(Math.hypot(i - peak.i, j - peak.j), reach));
  });
  for (let j = Math.max(0, Math.floor(y - 2 * radius)); j < Math.min(height, y + 2 * radius); j += 1) {
    for (let i = Math.max(0, Math.floor(x - 2 * radius)); i < Math.min(width, x + 2 * radius); i += 1) {
      const k = j * width + i;
      const added = cubic(excess, width, height, i - by[0] * radius, j - by[1] * radius);
      bytes[k] = Math.max(0, Math.min(255, Math.round(at(source, k) - at(excess, k) + added)));
    }
  }
}

function recolour({ bytes, width, height }: Planes, eye: EyeMesh, cb: number, cr: number): void {
  const { x, y, radius } = circleOf(eye);
  const [wide, high] = [(width + 1) >> 1, (height + 1) >> 1];
  for (const [plane, by] of [cb, cr].entries()) {
    const start = width * height + plane * wide * high;
    for (let j = 0; j < high; j += 1) {
      for (let i = 0; i < wide; i += 1) {
        const weight = soft(Math.hypot(2 * i + 1 - x, 2 * j + 1 - y), 1.1 * radius);
        if (weight === 0) continue;
        const k = start + j * wide + i;
        bytes[k] = Math.max(0, Math.min(255, Math.round(at(bytes, k) + weight * by)));
      }
    }
  }
}

/** Inner border of the lips as a closed polygon (MediaPipe's face mesh). */
const INNER_LIPS = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95] as const;

function smoothTeeth({ bytes, width, height }: Planes, mesh: Float32Array, share: number): void {
  const lips = INNER_LIPS.map((k): readonly [number, number] => [at(mesh, 3 * k), at(mesh, 3 * k + 1)]);
  const [xs, ys] = [lips.map(([x]) => x), lips.map(([, y]) => y)];
  const deviation = share * (Math.max(...xs) - Math.min(...xs));
  const pixels: { readonly i: number; readonly j: number; readonly luma: number }[] = [];
  for (let j = Math.max(0, Math.floor(Math.min(...ys))); j < Math.min(height, Math.max(...ys)); j += 1) {
    for (let i = Math.max(0, Math.floor(Math.min(...xs))); i < Math.min(width, Math.max(...xs)); i += 1) {
      if (depth(lips, i + 0.5, j + 0.5) > 0) pixels.push({ i, j, luma: at(bytes, j * width + i) });
    }
  }
  const bright =
    0.4 *
    quantile(
      pixels.map(({ luma }) => luma),
      0.95,
    );
  const teeth = pixels.filter(({ luma }) => luma >= bright);
  for (const { i, j } of teeth) {
    let [sum, weights] = [0, 0];
    for (const other of teeth) {
      const weight = other.luma ** 3 * Math.exp(-((other.i - i) ** 2 + (other.j - j) ** 2) / (2 * deviation ** 2));
      sum += weight * other.luma;
      weights += weight;
    }
    bytes[j * width + i] = Math.round(sum / weights);
  }
}
