/** Lights the face of a real clip anew: the light of the scene is taken away as far as it was fitted, that of a lamp put in its place, with soft edges. */
import { must } from '../../src/base/assert.ts';
import { Failure } from '../../src/base/failure.ts';
import { FACE_OVAL } from '../../src/engine/faces/landmarks.ts';
import { meanFace, meanNormal } from '../../src/engine/faces/normals.ts';
import { headPose } from '../../src/engine/faces/pose.ts';
import { LINEAR_LIGHT } from '../../src/engine/signal/linear-light.ts';
import { rotate, type Point } from '../../src/engine/signal/rotation.ts';
import { changeFilm } from './change-faces.ts';
import type { Planes } from './eye-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

export interface Lamp {
  /** Towards the lamp, of length one: x right, y down, z away from the camera. */
  readonly towards: Point;
  /** Light from everywhere, where the lamp alone gives 1 to skin that faces it. */
  readonly ambient: number;
  /** `scene`: the lamp stays where it is; `head`: it turns with the head, as shading that was painted onto a face does. */
  readonly fixedTo: 'scene' | 'head';
}

interface RelightFace {
  readonly input: string;
  readonly range: FrameRange;
  /** Frames of the output that are changed, by the output's own numbers, both ends included. */
  readonly changed: FrameRange;
  readonly lamp: Lamp;
  /** The scene's own light that is taken away, as the detector gives it (log light per unit of normal); `null`: it stays beneath. */
  readonly instead: Point | null;
  readonly output: string;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function relightFace({ changed, lamp, instead, ...film }: RelightFace): Promise<{ readonly changed: number }> {
  const count = await changeFilm(film, async (picture, frame, find) => {
    const face = await find(picture, frame);
    if (face === undefined || frame < changed.fromFrame || frame > changed.toFrame) return false;
    relight(picture, face.mesh, lamp, instead);
    return true;
  });
  if (count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to light');
  return { changed: count };
}

/** Pixels between two places at which the gain is worked out. */
const GRID = 4;
/** Of an inter-ocular distance: how far a mesh point's gain reaches. */
const REACH = 0.1;

/** In place, one frame; samples in limited range (BT.601). Brightness as a whole stays as it was. */
export function relight(planes: Planes, mesh: Float32Array, lamp: Lamp, instead: Point | null): void {
  const pose = headPose(mesh);
  const points = meanFace.map((_place, k) => {
    const own = meanNormal(k);
    const seen = rotate(pose.rotation, own);
    const along = dot(lamp.fixedTo === 'scene' ? seen : own, lamp.towards);
    const added = lamp.ambient + Math.max(0, along);
    return {
      x: mesh[3 * k] ?? 0,
      y: mesh[3 * k + 1] ?? 0,
      front: seen[2] < 0,
      gain: added / (instead === null ? 1 : Math.exp(dot(instead, seen))),
    };
  });
  const seen = points.filter(({ front }) => front);
  const usual = Math.exp(seen.reduce((sum, { gain }) => sum + Math.log(gain), 0) / seen.length);
  const mask = maskOf(mesh);
  const reach = 2 * (REACH * pose.scale) ** 2;
  const gainAt = (x: number, y: number): number => {
    let [sum, total] = [1e-9, 1e-9];
    for (const point of seen) {
      const weight = Math.exp(-((point.x - x) ** 2 + (point.y - y) ** 2) / reach);
      sum += weight * (point.gain / usual);
      total += weight;
    }
    return sum / total;
  };
  paint(planes, mask.box, (x, y) => {
    const weight = mask.at(x, y);
    return weight === 0 ? 1 : gainAt(x, y) ** weight;
  });
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** 1 well inside the face's oval drawn out by a tenth, fading to 0 at its edge. */
function maskOf(mesh: Float32Array): {
  readonly box: readonly [number, number, number, number];
  readonly at: (x: number, y: number) => number;
} {
  const oval = FACE_OVAL.map((k) => [mesh[3 * k] ?? 0, mesh[3 * k + 1] ?? 0] as const);
  const cx = oval.reduce((sum, [x]) => sum + x, 0) / oval.length;
  const cy = oval.reduce((sum, [, y]) => sum + y, 0) / oval.length;
  const polar = oval
    .map(([x, y]) => ({ angle: Math.atan2(y - cy, x - cx), radius: 1.12 * Math.hypot(x - cx, y - cy) }))
    .sort((a, b) => a.angle - b.angle);
  const radiusAt = (angle: number): number => {
    const next = polar.findIndex((one) => one.angle >= angle);
    const [b, a] = [must(polar[next < 0 ? 0 : next], 'a corner'), must(polar.at((next < 0 ? 0 : next) - 1), 'a corner')];
    const turn = (from: number, to: number): number => (to - from + 4 * Math.PI) % (2 * Math.PI);
    const share = turn(a.angle, b.angle) > 0 ? turn(a.angle, angle) / turn(a.angle, b.angle) : 0;
    return a.radius + share * (b.radius - a.radius);
  };
  const most = Math.max(...polar.map(({ radius }) => radius));
  return {
    box: [cx - most, cy - most, cx + most, cy + most],
    at: (x, y) => {
      const t = Math.min(1, Math.max(0, (1 - Math.hypot(x - cx, y - cy) / radiusAt(Math.atan2(y - cy, x - cx))) / 0.15));
      return t * t * (3 - 2 * t);
    },
  };
}

/** Multiplies linear light by a gain that is worked out on a grid and read between; colours keep their share of the luma. */
export function paint(
  { width, height, bytes }: Planes,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  gain: (x: number, y: number) => number,
): void {
  const [left, top] = [Math.max(0, Math.floor(x0)), Math.max(0, Math.floor(y0))];
  const [right, bottom] = [Math.min(width - 1, Math.ceil(x1)), Math.min(height - 1, Math.ceil(y1))];
  const columns = Math.ceil((right - left) / GRID) + 2;
  const grid = Array.from({ length: columns * (Math.ceil((bottom - top) / GRID) + 2) }, (_, k) =>
    gain(left + (k % columns) * GRID, top + Math.floor(k / columns) * GRID),
  );
  const read = (x: number, y: number): number => {
    const [u, v] = [(x - left) / GRID, (y - top) / GRID];
    const place = Math.floor(v) * columns + Math.floor(u);
    const [fu, fv] = [u - Math.floor(u), v - Math.floor(v)];
    const row = (from: number): number => (grid[from] ?? 1) * (1 - fu) + (grid[from + 1] ?? 1) * fu;
    return row(place) * (1 - fv) + row(place + columns) * fv;
  };
  const halfWide = (width + 1) >> 1;
  const blue = width * height;
  const red = blue + halfWide * ((height + 1) >> 1);
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const factor = read(x, y);
      if (factor === 1) continue;
      const at = y * width + x;
      const before = Math.min(255, Math.max(0, ((bytes[at] ?? 16) - 16) * (255 / 219)));
      const light = Math.min(1, factor * (LINEAR_LIGHT[Math.round(before)] ?? 0));
      const after = 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
      bytes[at] = Math.round(16 + (219 / 255) * after);
      if (x % 2 !== 0 || y % 2 !== 0 || before < 1) continue;
      for (const start of [blue, red]) {
        const place = start + (y >> 1) * halfWide + (x >> 1);
        bytes[place] = Math.min(240, Math.max(16, Math.round(128 + ((bytes[place] ?? 128) - 128) * (after / before))));
      }
    }
  }
}
