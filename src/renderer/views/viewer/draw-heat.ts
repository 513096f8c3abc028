/** Draws shapes whose colour is a value: heat maps, coloured contours, lit balls, and the picture along a contour unrolled. */
import { ballPicture, heatColour, heatOpacity } from '../../../base/heat.ts';
import type { Shape } from '../../../contract/analysis.ts';
import { token } from '../../ui/colours.ts';
import { plate, small, type Canvas } from './canvas.ts';

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;
type Place = readonly [number, number];

const LEGEND = { ramp: 48, row: 14 };
const BALL = 64;
/** Rows of the unrolled picture, columns for each of its places, and screen pixels for each of its pixels. */
const STRIP = { rows: 24, columns: 6, magnified: 2 };

const css = (share: number, opacity: number): string => {
  const [red, green, blue] = heatColour(share);
  return `rgb(${red} ${green} ${blue} / ${opacity})`;
};

export function drawGrid(canvas: Canvas, { box: [left, top, width, height], columns, rows, values, legend }: Of<'grid'>): void {
  const { pen, x, y } = canvas;
  const edge = (from: number, size: number, share: number, place: (value: number) => number): number =>
    Math.round(place(from + size * share));
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const [x0, x1] = [edge(left, width, column / columns, x), edge(left, width, (column + 1) / columns, x)];
    const [y0, y1] = [edge(top, height, row / rows, y), edge(top, height, (row + 1) / rows, y)];
    pen.fillStyle = css(value, heatOpacity(value));
    pen.fillRect(x0, y0, x1 - x0, y1 - y0);
  }
  drawLegend(canvas, [left, top + height], legend);
}

export function drawRibbon(canvas: Canvas, { points, values, closed, legend }: Of<'ribbon'>): void {
  const { pen, ratio, x, y } = canvas;
  const count = closed ? points.length : points.length - 1;
  pen.save();
  pen.lineCap = 'round';
  // Dark under bright, so that the line shows on any picture.
  for (const under of [true, false]) {
    pen.lineWidth = (under ? 5 : 3) * ratio;
    for (let k = 0; k < count; k += 1) {
      const [from, to] = [points[k], points[(k + 1) % points.length]];
      const value = values[k] ?? null;
      if (from === undefined || to === undefined || value === null) continue;
      pen.strokeStyle = under ? token('--stage') : css(0.25 + 0.75 * value, 1);
      pen.beginPath();
      pen.moveTo(x(from[0]), y(from[1]));
      pen.lineTo(x(to[0]), y(to[1]));
      pen.stroke();
    }
  }
  pen.restore();
  const lowest = points.reduce((best, point) => (point[1] > best[1] ? point : best));
  drawLegend(canvas, [lowest[0], lowest[1] + 8], legend);
}

function drawLegend(canvas: Canvas, at: Place, legend: string): void {
  const { pen, ratio } = canvas;
  small(pen, ratio);
  const { left, top } = plate(canvas, at, LEGEND.ramp + 12 + pen.measureText(legend).width / ratio, LEGEND.row);
  for (let k = 0; k < LEGEND.ramp; k += 1) {
    pen.fillStyle = css(k / (LEGEND.ramp - 1), 1);
    pen.fillRect(left + (4 + k) * ratio, top + 4 * ratio, ratio, (LEGEND.row - 8) * ratio);
  }
  small(pen, ratio);
  pen.fillText(legend, left + (LEGEND.ramp + 8) * ratio, top + (LEGEND.row / 2) * ratio);
}

export function drawBall({ pen, x, y, plates }: Canvas, { at, radius, coefficients }: Of<'sphere'>): void {
  const bitmap = new OffscreenCanvas(BALL, BALL);
  const inside = bitmap.getContext('2d');
  if (inside === null) return;
  const pixels = inside.createImageData(BALL, BALL);
  for (const [k, grey] of ballPicture(coefficients, BALL).entries()) {
    if (grey !== null) pixels.data.set([grey, grey, grey, 255], 4 * k);
  }
  inside.putImageData(pixels, 0, 0);
  const [left, top] = [x(at[0] - radius), y(at[1] - radius)];
  const [right, bottom] = [x(at[0] + radius), y(at[1] + radius)];
  pen.drawImage(bitmap, left, top, right - left, bottom - top);
  plates.push({ left, top, right, bottom });
}

/** Nothing where the frame's own pixels are not at hand, as while the player runs. */
export function drawStrip(canvas: Canvas, { at, inner, outer, label }: Of<'strip'>): void {
  const { pen, ratio, picture } = canvas;
  const read = picture?.getContext('2d', { willReadFrequently: true }) ?? null;
  const count = Math.min(inner.length, outer.length);
  if (picture === null || read === null || count < 2) return;
  const every = [...inner, ...outer];
  const from = (k: 0 | 1): number => Math.max(0, Math.floor(Math.min(...every.map((point) => point[k]))));
  const [left, top] = [from(0), from(1)];
  const width = Math.min(picture.width, Math.ceil(Math.max(...every.map(([px]) => px))) + 1) - left;
  const height = Math.min(picture.height, Math.ceil(Math.max(...every.map(([, py]) => py))) + 1) - top;
  if (width < 1 || height < 1) return;
  const source = read.getImageData(left, top, width, height);

  const columns = (count - 1) * STRIP.columns;
  const strip = new OffscreenCanvas(columns, STRIP.rows);
  const target = strip.getContext('2d');
  if (target === null) return;
  const pixels = target.createImageData(columns, STRIP.rows);
  const between = (line: readonly Place[], along: number, k: 0 | 1): number => {
    const low = Math.min(count - 2, Math.floor(along));
    return (line[low]?.[k] ?? 0) * (low + 1 - along) + (line[low + 1]?.[k] ?? 0) * (along - low);
  };
  for (let column = 0; column < columns; column += 1) {
    const along = (column + 0.5) / STRIP.columns;
    for (let row = 0; row < STRIP.rows; row += 1) {
      const out = (row + 0.5) / STRIP.rows;
      const px = Math.floor(between(inner, along, 0) * (1 - out) + between(outer, along, 0) * out) - left;
      const py = Math.floor(between(inner, along, 1) * (1 - out) + between(outer, along, 1) * out) - top;
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const pixel = 4 * (py * width + px);
      pixels.data.set(source.data.subarray(pixel, pixel + 4), 4 * (row * columns + column));
    }
  }
  target.putImageData(pixels, 0, 0);
  const [wide, high] = [columns * STRIP.magnified, STRIP.rows * STRIP.magnified];
  const corner = plate(canvas, at, wide + 4, high + 18);
  small(pen, ratio);
  pen.fillText(label, corner.left + 4 * ratio, corner.top + 7 * ratio);
  pen.save();
  pen.imageSmoothingEnabled = false;
  pen.drawImage(strip, corner.left + 2 * ratio, corner.top + 14 * ratio, wide * ratio, high * ratio);
  pen.restore();
}
