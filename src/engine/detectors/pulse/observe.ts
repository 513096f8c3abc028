/** One face in one frame -> mean colour of three patches of skin and of the picture's upper corners, and where the patches are. */
import type { FaceItem } from '../../faces/face.ts';
import { meshPoint } from '../../faces/pose.ts';
import type { WorkingFrame } from '../../media/frame.ts';
import type { Box } from '../../../contract/values.ts';
import { cornersOf, ellipseOf, REGIONS, type Ellipse, type EyeCorners, type Pixel } from './regions.ts';

/** At most about so many chroma samples of a patch are read, each with its four luma samples. */
const ENOUGH = 900;
/** Luma below and red above which a pixel no longer follows the light. Our choice. */
const DARK = 24;
const BRIGHT = 250;
const NOSE_TIP = 4;

type Row = (number | null)[];

export function observeFace({ image, mesh, leftEye, rightEye, box }: FaceItem): Row {
  const eyes: EyeCorners = { left: cornersOf(leftEye.contour), right: cornersOf(rightEye.contour) };
  const row: Row = [];
  REGIONS.forEach(({ middle: points }, region) => {
    const middle = mean(points.map((index) => meshPoint(mesh, index)));
    const patch = inEllipse(image, ellipseOf(region, middle, eyes));
    row.push(...colours(patch), round(middle[0], 100), round(middle[1], 100), patch.pixels);
  });
  row.push(...colours(inCorners(image, box)));
  const [a, b] = [mean(eyes.left), mean(eyes.right)];
  row.push(round(Math.hypot(a[0] - b[0], a[1] - b[1]), 100));
  const nose = meshPoint(mesh, NOSE_TIP);
  const to = ([x, y]: Pixel): number => Math.hypot(nose[0] - x, nose[1] - y);
  row.push(round(Math.log(to(eyes.left[0]) / to(eyes.right[0])), 1e4));
  return row.map((value) => (value !== null && Number.isFinite(value) ? value : null));
}

interface Patch {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly clipped: number;
  /** Luma pixels that the patch covers; all of them count, also where only some are read. */
  readonly pixels: number;
}

class Sums {
  y = 0;
  cb = 0;
  cr = 0;
  clipped = 0;
  read = 0;
  readonly image: WorkingFrame;

  constructor(image: WorkingFrame) {
    this.image = image;
  }

  /** One chroma sample with its four luma samples. */
  add(column: number, row: number): void {
    const { y, cb, cr, width } = this.image;
    const wide = (width + 1) >> 1;
    const from = 2 * row * width + 2 * column;
    const luma = ((y[from] ?? 0) + (y[from + 1] ?? 0) + (y[from + width] ?? 0) + (y[from + width + 1] ?? 0)) / 4;
    const redness = cr[row * wide + column] ?? 0;
    this.y += luma;
    this.cb += cb[row * wide + column] ?? 0;
    this.cr += redness;
    if (luma < DARK || luma + 1.402 * (redness - 128) > BRIGHT) this.clipped += 1;
    this.read += 1;
  }

  /** ITU-R BT.601, full range. */
  patch(pixels: number): Patch {
    const n = this.read;
    if (n === 0) return { red: Number.NaN, green: Number.NaN, blue: Number.NaN, clipped: Number.NaN, pixels: 0 };
    const [y, cb, cr] = [this.y / n, this.cb / n - 128, this.cr / n - 128];
    return { red: y + 1.402 * cr, green: y - 0.344136 * cb - 0.714136 * cr, blue: y + 1.772 * cb, clipped: this.clipped / n, pixels };
  }
}

/** Every pixel, or every second, third ... in both directions where the ellipse is large. An ellipse that leaves the picture gives nothing. */
function inEllipse(image: WorkingFrame, { middle, across, along }: Ellipse): Patch {
  const sums = new Sums(image);
  // In chroma samples: half of the working pixels.
  const k = 1 / (2 * image.scale);
  const [mx, my] = [middle[0] * k, middle[1] * k];
  const [ax, ay, bx, by] = [across[0] * k, across[1] * k, along[0] * k, along[1] * k];
  const area = ax * by - ay * bx;
  const halfWide = Math.hypot(ax, bx);
  const halfHigh = Math.hypot(ay, by);
  const [left, right, top, bottom] = [mx - halfWide, mx + halfWide, my - halfHigh, my + halfHigh];
  if (!(left >= 0 && top >= 0 && right <= image.width >> 1 && bottom <= image.height >> 1)) return sums.patch(0);
  const step = Math.max(1, Math.ceil(Math.sqrt((Math.PI * Math.abs(area)) / ENOUGH)));
  for (let row = Math.ceil(top - 0.5); row + 0.5 < bottom; row += step) {
    const dy = row + 0.5 - my;
    for (let column = Math.ceil(left - 0.5); column + 0.5 < right; column += step) {
      const dx = column + 0.5 - mx;
      const u = (dx * by - dy * bx) / area;
      const v = (dy * ax - dx * ay) / area;
      if (u * u + v * v < 1) sums.add(column, row);
    }
  }
  return sums.patch(4 * sums.read * step * step);
}

/** The upper corners of the picture, a sixth wide and high, without those that the face reaches: fixed places, so that only the light changes them. */
function inCorners(image: WorkingFrame, [x, y, width, height]: Box): Patch {
  const sums = new Sums(image);
  const wide = Math.floor(image.width / 12);
  const high = Math.floor(image.height / 12);
  const step = Math.max(1, Math.ceil(Math.sqrt((wide * high) / ENOUGH)));
  const reach = 2 * image.scale;
  for (const from of [0, (image.width >> 1) - wide]) {
    const near = x - width / 3 < (from + wide) * reach && x + (4 * width) / 3 > from * reach && y - height / 3 < high * reach;
    if (near) continue;
    for (let row = 0; row < high; row += step) for (let column = 0; column < wide; column += step) sums.add(from + column, row);
  }
  return sums.patch(4 * sums.read * step * step);
}

const colours = ({ red, green, blue, clipped }: Patch): number[] => [
  round(red, 1000),
  round(green, 1000),
  round(blue, 1000),
  round(clipped, 1000),
];

const round = (value: number, parts: number): number => Math.round(value * parts) / parts;

function mean(points: readonly (readonly [number, number, ...number[]])[]): Pixel {
  let [x, y] = [0, 0];
  for (const [px, py] of points) {
    x += px / points.length;
    y += py / points.length;
  }
  return [x, y];
}
