/** A time series as vector graphics: the curve, its levels, the findings below it, and hatching where nothing was measured. */
import type { Signal } from '../../../contract/analysis.ts';
import { saidUnit } from '../../../base/figure.ts';
import { clock, count, figure } from '../words.ts';
import type { Sheet } from './sheet.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from './style.ts';

export interface Interval {
  readonly startUs: number;
  readonly endUs: number;
  readonly label: string;
  readonly anomaly: boolean;
}

/** Seconds of one row: at this length a blink of 0.2 s is still 1.5 points wide. */
const ROW_SECONDS = 60;
/** Longer series are drawn in this many rows of equal length. */
const MAX_ROWS = 5;
const ROW_HEIGHT = 62;
/** Below a row: a lane for anomalies, one for notes, then the times. */
const TICKS_HEIGHT = 11;
const AXIS_WIDTH = 32;
/** Right of the frame: the names of the levels. */
const NAMES_WIDTH = 38;

interface Frame {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly low: number;
  readonly high: number;
}

export function plotSignal(sheet: Sheet, signal: Signal, intervals: readonly Interval[]): void {
  const first = signal.ptsUs[0] ?? 0;
  const last = signal.ptsUs.at(-1) ?? first;
  const rows = Math.max(1, Math.min(MAX_ROWS, Math.ceil((last - first) / 1e6 / ROW_SECONDS)));
  const span = Math.max(1, (last - first) / rows);
  const { low, high } = range(signal);
  const unit = saidUnit(signal.unit);
  const head = `${signal.title}${signal.trackId === null ? '' : `, face track ${String(signal.trackId)}`}${unit === '' ? '' : ` (${unit})`}`;
  sheet.need(26 + ROW_HEIGHT + TICKS_HEIGHT + 12);
  sheet.text(head, STYLE.strong);
  sheet.gap(1);
  for (let row = 0; row < rows; row += 1) {
    sheet.need(ROW_HEIGHT + TICKS_HEIGHT + 14);
    const frame = {
      left: PAGE.left + AXIS_WIDTH,
      width: CONTENT_WIDTH - AXIS_WIDTH - NAMES_WIDTH,
      top: sheet.y,
      fromUs: first + row * span,
      toUs: first + (row + 1) * span,
      low,
      high,
    };
    const alt = `${head} from ${clock(frame.fromUs)} to ${clock(frame.toUs)}; the values are in the attached data.`;
    sheet.tag('Figure', () => drawRow(sheet, signal, intervals, frame), alt);
    sheet.y += ROW_HEIGHT + TICKS_HEIGHT + 12;
  }
  const missing = signal.values.filter((value) => value === null).length;
  const levels = signal.levels.map(({ name, value }) => `${name} ${figure(value)}`).join(', ');
  sheet.text(
    `${count(signal.values.length)} ${signal.frames === null ? 'values over the sound' : 'frames'}, ${count(missing)} without a value (hatched). ${levels === '' ? '' : `Dashed: ${levels}. `}Bars below: findings (amber: anomalies; grey: notes).`,
    STYLE.note,
  );
  sheet.gap(2);
}

function drawRow(sheet: Sheet, signal: Signal, intervals: readonly Interval[], frame: Frame): void {
  const { pdf } = sheet;
  const { left, width, top, fromUs, toUs } = frame;
  pdf.lineWidth(0.4).strokeColor(INK.rule).rect(left, top, width, ROW_HEIGHT).stroke();
  hatchGaps(sheet, signal, frame);
  for (const level of signal.levels) {
    const y = yOf(level.value, frame);
    pdf
      .lineWidth(0.5)
      .strokeColor(INK.quiet)
      .dash(2, { space: 2 })
      .moveTo(left, y)
      .lineTo(left + width, y)
      .stroke()
      .undash();
    sheet.put(level.name, STYLE.axis, { x: left + width + 3, y: y - 4, width: NAMES_WIDTH - 3 });
  }
  drawCurve(sheet, signal, frame);
  for (const interval of intervals) {
    if (interval.endUs < fromUs || interval.startUs > toUs) continue;
    const x0 = Math.max(left, xOf(interval.startUs, frame));
    const x1 = Math.min(left + width, xOf(interval.endUs, frame));
    pdf
      .fillColor(interval.anomaly ? INK.accent : INK.quiet)
      .rect(x0, top + ROW_HEIGHT + (interval.anomaly ? 1.5 : 5), Math.max(1, x1 - x0), 3)
      .fill();
  }
  drawAxes(sheet, frame);
}

function drawAxes(sheet: Sheet, frame: Frame): void {
  const { left, top, fromUs, toUs, low, high } = frame;
  const style = STYLE.axis;
  for (const value of [low, (low + high) / 2, high]) {
    // Three figures are as fine as a hand reads them; more would not fit beside the axis.
    sheet.put(figure(Number(value.toPrecision(3))), style, {
      x: left - AXIS_WIDTH,
      y: yOf(value, frame) - 4,
      width: AXIS_WIDTH - 4,
      align: 'right',
    });
  }
  const step = tickStep((toUs - fromUs) / 1e6) * 1e6;
  for (let at = Math.ceil(fromUs / step) * step; at <= toUs; at += step) {
    const x = xOf(at, frame);
    sheet.pdf
      .lineWidth(0.4)
      .strokeColor(INK.rule)
      .moveTo(x, top + ROW_HEIGHT)
      .lineTo(x, top + ROW_HEIGHT + 2)
      .stroke();
    sheet.put(clock(at), style, { x: x - 20, y: top + ROW_HEIGHT + TICKS_HEIGHT - 1, width: 40, align: 'center' });
  }
}

/** Where several frames fall on one place, the vertical line from their least to their greatest value keeps short events visible. */
function drawCurve(sheet: Sheet, signal: Signal, frame: Frame): void {
  const { pdf } = sheet;
  pdf.lineWidth(0.6).strokeColor(INK.curve).lineJoin('round');
  let open = false;
  let column: { x: number; low: number; high: number; last: number } | null = null;
  const flush = (): void => {
    if (column === null) return;
    if (open) pdf.lineTo(column.x, column.high);
    else pdf.moveTo(column.x, column.high);
    if (column.low !== column.high) pdf.lineTo(column.x, column.low).lineTo(column.x, column.last);
    open = true;
    column = null;
  };
  signal.values.forEach((value, i) => {
    const at = signal.ptsUs[i] ?? 0;
    if (at < frame.fromUs || at > frame.toUs) return;
    if (value === null) {
      flush();
      open = false;
      return;
    }
    const x = Math.round(xOf(at, frame) * 2) / 2;
    const y = yOf(value, frame);
    if (column !== null && column.x === x) column = { x, low: Math.max(column.low, y), high: Math.min(column.high, y), last: y };
    else {
      flush();
      column = { x, low: y, high: y, last: y };
    }
  });
  flush();
  pdf.stroke();
}

function hatchGaps(sheet: Sheet, signal: Signal, frame: Frame): void {
  const { pdf } = sheet;
  for (const [from, to] of gaps(signal, frame)) {
    const x0 = xOf(from, frame);
    const x1 = Math.max(x0 + 0.7, xOf(to, frame));
    pdf
      .save()
      .rect(x0, frame.top, x1 - x0, ROW_HEIGHT)
      .clip()
      .lineWidth(0.3)
      .strokeColor(INK.rule);
    for (let x = x0 - ROW_HEIGHT; x < x1; x += 3) pdf.moveTo(x, frame.top + ROW_HEIGHT).lineTo(x + ROW_HEIGHT, frame.top);
    pdf.stroke().restore();
  }
}

/** Runs of frames without a value, from the first such frame to the next value. */
function gaps(signal: Signal, frame: Frame): [number, number][] {
  const found: [number, number][] = [];
  let start: number | null = null;
  for (const [i, value] of signal.values.entries()) {
    const at = signal.ptsUs[i] ?? 0;
    if (at < frame.fromUs || at > frame.toUs) continue;
    if (value === null) start ??= at;
    else if (start !== null) {
      found.push([start, at]);
      start = null;
    }
  }
  if (start !== null) found.push([start, frame.toUs]);
  return found;
}

function range(signal: Signal): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of [...signal.levels.map((level) => level.value), ...signal.values]) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { low: 0, high: 1 };
  // A share is read against zero; other units keep their own range.
  const bottom = low >= 0 && low < high * 0.6 ? 0 : low;
  return { low: bottom, high: niceAbove(high, bottom) };
}

function niceAbove(high: number, low: number): number {
  if (high <= low) return low + 1;
  const unit = 10 ** Math.floor(Math.log10(high - low)) / 2;
  return Math.ceil(high / unit) * unit;
}

function tickStep(secondsShown: number): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((step) => secondsShown / step <= 13) ?? 3600;
}

function xOf(us: number, frame: Frame): number {
  return frame.left + ((us - frame.fromUs) / (frame.toUs - frame.fromUs)) * frame.width;
}

function yOf(value: number, frame: Frame): number {
  return frame.top + ROW_HEIGHT - ((value - frame.low) / (frame.high - frame.low)) * ROW_HEIGHT;
}
