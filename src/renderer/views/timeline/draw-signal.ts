/** Draws one plot on a canvas: findings as bands, gaps hatched, each series as a band from lowest to highest and its mean, levels as dashed lines. */
import { binUs, gapsOf, TILE_BINS, type PlotExtent, type RowsTile } from '../../../base/signal-grid.ts';
import { figure } from '../../../base/figure.ts';
import { columnOf, type Column } from '../../state/signal-columns.ts';
import { axisTicks } from '../../state/signal-plot.ts';
import type { Segment } from '../../state/signal-tiles.svelte.ts';
import { hatching, token } from '../../ui/colours.ts';

export interface Band {
  readonly startUs: number;
  readonly endUs: number;
  readonly selected: boolean;
}

export interface Drawing {
  readonly pen: CanvasRenderingContext2D;
  /** Of the canvas, device pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly start: number;
  readonly end: number;
  readonly full: readonly [number, number];
  readonly limits: readonly [number, number];
  readonly extent: PlotExtent;
  readonly segments: readonly Segment[];
  readonly bands: readonly Band[];
  readonly levels: readonly { readonly name: string; readonly value: number }[];
  readonly series: number;
  readonly colour: string;
}

/** Rows further apart than this, in pixels of the screen, are marked each. */
const MARKED_FROM = 8;
/** The least height of a hatched stub, pixels of the screen: a gap of a frame is seen among hours. */
const LEAST_STUB = 3;

export function drawSignal(drawing: Drawing): void {
  const { pen } = drawing;
  drawBands(drawing);
  drawGaps(drawing);
  for (let series = drawing.series - 1; series >= 0; series -= 1) {
    pen.save();
    pen.fillStyle = pen.strokeStyle = series === 0 ? drawing.colour : token('--quiet');
    pen.lineWidth = drawing.ratio;
    pen.setLineDash(series < 2 ? [] : [2 * drawing.ratio, 2 * drawing.ratio]);
    for (const segment of drawing.segments) {
      if (segment.level === 'rows') drawRows(drawing, segment, segment.tile, series);
      else drawBins(drawing, segment, series);
    }
    pen.restore();
  }
  drawLevels(drawing);
  drawAxis(drawing);
}

const xOf = ({ start, end, width }: Drawing, us: number): number => ((us - start) / (end - start)) * width;
/** Half a line's width stays free on either side. */
const yOf = ({ limits: [low, high], height }: Drawing, value: number): number => height - 1 - ((value - low) / (high - low)) * (height - 2);

/** The pixels that a segment covers. */
function pixels(drawing: Drawing, { startUs, endUs }: Segment): readonly [number, number] {
  return [Math.max(0, Math.floor(xOf(drawing, startUs))), Math.min(drawing.width, Math.ceil(xOf(drawing, endUs)))];
}

function drawBands(drawing: Drawing): void {
  const { pen, height, start, end } = drawing;
  for (const { startUs, endUs, selected } of drawing.bands) {
    if (endUs < start || startUs > end) continue;
    pen.fillStyle = token(selected ? '--hatch' : '--line');
    const x = xOf(drawing, startUs);
    pen.fillRect(x, 0, Math.max(1, xOf(drawing, endUs) - x), height);
  }
}

function drawBins(drawing: Drawing, segment: Exclude<Segment, { level: 'rows' }>, series: number): void {
  const { pen, start, end, width, ratio } = drawing;
  const { tile, level } = segment;
  const index = Math.floor(segment.startUs / (TILE_BINS * binUs(level)));
  const perPixel = (end - start) / width;
  const column: Column = { low: 0, high: 0, mean: 0, gap: 0 };
  const [from, to] = pixels(drawing, segment);
  pen.globalAlpha = 0.5;
  const line = new Path2D();
  let open = false;
  for (let x = from; x < to; x += 1) {
    columnOf(tile, level, index, series, start + x * perPixel, start + (x + 1) * perPixel, column);
    if (Number.isNaN(column.low)) {
      open = false;
      continue;
    }
    const top = yOf(drawing, column.high);
    pen.fillRect(x, top - ratio / 2, 1, Math.max(ratio, yOf(drawing, column.low) - top));
    if (Number.isNaN(column.mean)) continue;
    const y = yOf(drawing, column.mean);
    if (open) line.lineTo(x + 0.5, y);
    else line.moveTo(x + 0.5, y);
    open = true;
  }
  pen.globalAlpha = 1;
  pen.stroke(line);
}

function drawRows(drawing: Drawing, segment: Segment, tile: RowsTile, series: number): void {
  const { pen, height, ratio, start, end, width } = drawing;
  const values = tile.values[series];
  if (values === undefined) return;
  const [from, to] = pixels(drawing, segment);
  pen.save();
  pen.beginPath();
  pen.rect(from, 0, to - from, height);
  pen.clip();
  const marked = (tile.usualUs / (end - start)) * width >= MARKED_FROM * ratio;
  const line = new Path2D();
  let open = false;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const x = xOf(drawing, tile.ptsUs[row] ?? 0);
    const y = yOf(drawing, value);
    // A value between two gaps has no line to be seen by.
    const alone = !open && Number.isNaN(values[row + 1] ?? Number.NaN);
    if (open) line.lineTo(x, y);
    else line.moveTo(x, y);
    if (marked || alone) pen.fillRect(x - 1.5 * ratio, y - 1.5 * ratio, 3 * ratio, 3 * ratio);
    open = true;
  }
  pen.stroke(line);
  pen.restore();
}

function drawGaps(drawing: Drawing): void {
  const { pen, height, ratio, full, extent } = drawing;
  const pattern = hatching(pen, token('--hatch'), ratio);
  if (pattern === null) return;
  pen.save();
  pen.fillStyle = pattern;
  // One frame's own length after the last value is no gap.
  const before = Number.isNaN(extent.firstUs) ? full[1] : extent.firstUs;
  const after = Number.isNaN(extent.lastUs) ? full[1] : extent.lastUs;
  for (const [from, to] of [[full[0], before] as const, [after, full[1]] as const])
    if (to - from > 1.5 * extent.usualUs) whole(drawing, from, to);
  for (const segment of drawing.segments) {
    if (segment.level === 'rows') {
      const { ptsUs, values } = segment.tile;
      for (const [from, to] of gapsOf(ptsUs, values)) whole(drawing, Math.max(from, segment.startUs), Math.min(to, segment.endUs));
    } else stubs(drawing, segment, height, Math.round(LEAST_STUB * ratio));
  }
  pen.restore();
}

function whole(drawing: Drawing, from: number, to: number): void {
  const x = Math.max(0, xOf(drawing, from));
  const right = Math.min(drawing.width, xOf(drawing, to));
  if (right > x) drawing.pen.fillRect(x, 0, Math.max(drawing.ratio, right - x), drawing.height);
}

/** As high as the share of the time under the pixel in which nothing was measured. */
function stubs(drawing: Drawing, segment: Exclude<Segment, { level: 'rows' }>, height: number, least: number): void {
  const { pen, start, end, width } = drawing;
  const { tile, level } = segment;
  const index = Math.floor(segment.startUs / (TILE_BINS * binUs(level)));
  const perPixel = (end - start) / width;
  const column: Column = { low: 0, high: 0, mean: 0, gap: 0 };
  const [from, to] = pixels(drawing, segment);
  let [runFrom, runHigh] = [from, 0];
  for (let x = from; x <= to; x += 1) {
    if (x < to) columnOf(tile, level, index, 0, start + x * perPixel, start + (x + 1) * perPixel, column);
    const high = x === to || column.gap <= 0 ? 0 : Math.max(least, Math.round(Math.min(1, column.gap) * height));
    if (high === runHigh) continue;
    if (runHigh > 0) pen.fillRect(runFrom, height - runHigh, x - runFrom, runHigh);
    [runFrom, runHigh] = [x, high];
  }
}

function drawLevels(drawing: Drawing): void {
  const { pen, width, ratio, limits } = drawing;
  pen.save();
  pen.font = `${11 * ratio}px ${token('--mono')}`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.lineWidth = ratio;
  for (const { name, value } of drawing.levels) {
    const y = Math.round(yOf(drawing, value)) + 0.5;
    pen.strokeStyle = token('--edge');
    pen.setLineDash([2 * ratio, 3 * ratio]);
    pen.beginPath();
    pen.moveTo(0, y);
    pen.lineTo(width, y);
    pen.stroke();
    // Words on a plate, so that they stay readable over a line.
    const words = `${name} ${figure(value)}`;
    const wide = pen.measureText(words).width;
    const middle = value > (limits[0] + limits[1]) / 2 ? y + 10 * ratio : y - 5 * ratio;
    pen.fillStyle = token('--panel');
    pen.fillRect(width - 7 * ratio - wide, middle - 6 * ratio, wide + 6 * ratio, 12 * ratio);
    pen.fillStyle = token('--quiet');
    pen.fillText(words, width - 4 * ratio, middle);
  }
  pen.restore();
}

/** Round numbers at the left edge: without them a curve has a shape and no size. */
function drawAxis(drawing: Drawing): void {
  const { pen, height, ratio, limits, extent } = drawing;
  if (Number.isNaN(extent.low)) return;
  pen.save();
  pen.font = `${10 * ratio}px ${token('--mono')}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  for (const value of axisTicks(limits, height / ratio)) {
    const y = Math.round(yOf(drawing, value));
    const words = figure(value);
    const middle = Math.min(height - 6 * ratio, Math.max(6 * ratio, y));
    pen.fillStyle = token('--panel');
    pen.globalAlpha = 0.8;
    pen.fillRect(0, middle - 6 * ratio, pen.measureText(words).width + 9 * ratio, 12 * ratio);
    pen.globalAlpha = 1;
    pen.fillStyle = token('--quiet');
    pen.fillRect(0, Math.min(height - ratio, y), 4 * ratio, ratio);
    pen.fillText(words, 6 * ratio, middle);
  }
  pen.restore();
}
