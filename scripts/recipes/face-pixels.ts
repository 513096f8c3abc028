/** Changes the fine structure of a face inside its oval, with soft edges: its resolution, or its noise. */
import { at } from '../../src/base/at.ts';
import { cubic, type Planes } from './eye-patch.ts';
import { depth, outlineOf, type Points } from './face-patch.ts';

/** `rescaled`: scaled down by the factor (areas averaged) and up again (Catmull-Rom). */
export type FaceChange =
  | { readonly kind: 'rescaled'; readonly factor: number }
  /** Bilateral filter: deviations in pixels and in grey levels. */
  | { readonly kind: 'smoothed'; readonly radius: number; readonly levels: number }
  /** White Gaussian noise on luma, grey levels; the same seed gives the same noise. */
  | { readonly kind: 'noised'; readonly deviation: number; readonly seed: number };

/** The change fades in over this share of the outline's width. */
const FEATHER = 0.1;

export interface Layer {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
}

/** Changes the planes in place; `points` are the face's 468, full-size pixels. Noise is added to luma alone, the others change chroma too. */
export function changeFacePixels(planes: Planes, points: Points, change: FaceChange): void {
  const outline = outlineOf(points);
  const { bytes, width, height } = planes;
  const luma = width * height;
  const [half, low] = [(width + 1) >> 1, (height + 1) >> 1];
  const y = { samples: bytes.subarray(0, luma), width, height, unit: 1 };
  const cb = { samples: bytes.subarray(luma, luma + half * low), width: half, height: low, unit: 2 };
  const cr = { samples: bytes.subarray(luma + half * low, luma + 2 * half * low), width: half, height: low, unit: 2 };
  for (const layer of change.kind === 'noised' ? [y] : [y, cb, cr]) changeLayer(layer, outline, change);
}

/** White Gaussian noise over the whole luma plane, in place; grey levels. */
export function addGrain({ bytes, width, height }: Planes, deviation: number, seed: number): void {
  const random = gaussian(seed);
  for (let k = 0; k < width * height; k += 1) bytes[k] = Math.max(0, Math.min(255, Math.round(at(bytes, k) + deviation * random())));
}

/** The change over the box `[left, top, right, bottom]` of the layer at full strength; a copy, the layer stays as it is. */
export function changedCopy(
  layer: Layer,
  change: FaceChange,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Uint8Array {
  const { samples, width, height } = layer;
  const out = samples.slice();
  const changed = valuesOf(layer, change);
  for (let j = Math.max(0, top); j < Math.min(height, bottom); j += 1) {
    for (let i = Math.max(0, left); i < Math.min(width, right); i += 1) {
      out[j * width + i] = Math.max(0, Math.min(255, Math.round(changed(i, j))));
    }
  }
  return out;
}

function changeLayer({ samples, width, height, unit }: Layer, outline: Points, change: FaceChange): void {
  const xs = outline.map(([x]) => x / unit);
  const ys = outline.map(([, y]) => y / unit);
  const [x0, x1] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))];
  const [y0, y1] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
  const feather = FEATHER * (Math.max(...xs) - Math.min(...xs));
  const source = { samples: samples.slice(), width, height, unit };
  const changed = valuesOf(source, change);
  for (let j = y0; j < y1; j += 1) {
    for (let i = x0; i < x1; i += 1) {
      const inside = depth(outline, (i + 0.5) * unit, (j + 0.5) * unit) / unit;
      if (inside <= 0) continue;
      const t = Math.min(1, inside / feather);
      const before = at(source.samples, j * width + i);
      const after = before + t * t * (3 - 2 * t) * (changed(i, j) - before);
      samples[j * width + i] = Math.max(0, Math.min(255, Math.round(after)));
    }
  }
}

function valuesOf(source: Layer, change: FaceChange): (x: number, y: number) => number {
  if (change.kind === 'rescaled') {
    const small = shrink(source, change.factor);
    return (x, y) => cubic(small.samples, small.width, small.height, (x + 0.5) / change.factor - 0.5, (y + 0.5) / change.factor - 0.5);
  }
  if (change.kind === 'smoothed') return (x, y) => bilateral(source, x, y, change.radius, change.levels);
  const random = gaussian(change.seed);
  return (x, y) => at(source.samples, y * source.width + x) + change.deviation * random();
}

/** Means over factor x factor pixels; at the right and lower edge over those that are there. */
function shrink({ samples, width, height, unit }: Layer, factor: number): Layer {
  const [w, h] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const out = new Uint8Array(w * h);
  for (let j = 0; j < h; j += 1) {
    for (let i = 0; i < w; i += 1) {
      let sum = 0;
      let n = 0;
      for (let y = j * factor; y < Math.min(height, (j + 1) * factor); y += 1) {
        for (let x = i * factor; x < Math.min(width, (i + 1) * factor); x += 1, n += 1) sum += at(samples, y * width + x);
      }
      out[j * w + i] = Math.round(sum / n);
    }
  }
  return { samples: out, width: w, height: h, unit };
}

/** Tomasi & Manduchi 1998: a mean weighted by distance and by likeness. */
function bilateral({ samples, width, height }: Layer, x: number, y: number, radius: number, levels: number): number {
  const centre = at(samples, y * width + x);
  const reach = Math.ceil(2 * radius);
  let sum = 0;
  let weight = 0;
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v += 1) {
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u += 1) {
      const value = at(samples, v * width + u);
      const w = Math.exp(-((u - x) ** 2 + (v - y) ** 2) / (2 * radius ** 2) - (value - centre) ** 2 / (2 * levels ** 2));
      sum += w * value;
      weight += w;
    }
  }
  return sum / weight;
}

/** Standard normal numbers: the mulberry32 generator and the Box-Muller transform. */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
