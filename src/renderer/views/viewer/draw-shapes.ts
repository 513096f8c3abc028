/** Draws the detectors' shapes: lines in the picture's own places, bars and traces at a size of the screen, kept inside the canvas. */
import type { Shape } from '../../../contract/analysis.ts';
import { token } from '../../ui/colours.ts';
import { plate, small, strokeRimmed, type Canvas } from './canvas.ts';
import { drawBall, drawGrid, drawRibbon, drawStrip } from './draw-heat.ts';

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;
type Place = readonly [number, number];

const BAR = { label: 86, length: 60, row: 12 };
const TRACE = { width: 150, height: 36 };

export function drawShapes(canvas: Canvas, shapes: readonly Shape[]): void {
  for (const shape of shapes) drawShape(canvas, shape);
}

function drawShape(canvas: Canvas, shape: Shape): void {
  switch (shape.kind) {
    case 'line':
      line(canvas, shape.points, shape.closed, colourOf(canvas, shape.tone));
      break;
    case 'arrow':
      arrow(canvas, shape);
      break;
    case 'dots':
      dots(canvas, shape);
      break;
    case 'text':
      words(canvas, shape);
      break;
    case 'bars':
      bars(canvas, shape);
      break;
    case 'trace':
      trace(canvas, shape);
      break;
    case 'grid':
      drawGrid(canvas, shape);
      break;
    case 'ribbon':
      drawRibbon(canvas, shape);
      break;
    case 'sphere':
      drawBall(canvas, shape);
      break;
    case 'strip':
      drawStrip(canvas, shape);
      break;
  }
}

function colourOf(canvas: Canvas, tone: Of<'line'>['tone']): string {
  switch (tone) {
    case 'strong':
      return canvas.colour;
    case 'quiet':
      return token('--overlay-box');
    case 'x':
      return token('--axis-x');
    case 'y':
      return token('--axis-y');
    case 'z':
      return token('--axis-z');
  }
}

function line({ pen, ratio, x, y }: Canvas, points: readonly Place[], closed: boolean, colour: string): void {
  pen.strokeStyle = colour;
  pen.beginPath();
  for (const [px, py] of points) pen.lineTo(x(px), y(py));
  if (closed) pen.closePath();
  strokeRimmed(pen, ratio);
}

function arrow(canvas: Canvas, { from, to, tone }: Of<'arrow'>): void {
  const { pen, ratio } = canvas;
  const colour = colourOf(canvas, tone);
  line(canvas, [from, to], false, colour);
  const [tipX, tipY] = [canvas.x(to[0]), canvas.y(to[1])];
  const angle = Math.atan2(tipY - canvas.y(from[1]), tipX - canvas.x(from[0]));
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(tipX, tipY);
  for (const side of [-1, 1]) pen.lineTo(tipX - 8 * ratio * Math.cos(angle + side * 0.4), tipY - 8 * ratio * Math.sin(angle + side * 0.4));
  pen.closePath();
  pen.fill();
}

function dots(canvas: Canvas, { points, tone }: Of<'dots'>): void {
  const { pen, ratio } = canvas;
  const square = (side: number): void => {
    for (const [px, py] of points) pen.fillRect(canvas.x(px) - side / 2, canvas.y(py) - side / 2, side, side);
  };
  pen.save();
  pen.globalAlpha = 0.5;
  pen.fillStyle = token('--stage');
  square(5 * ratio);
  pen.restore();
  pen.fillStyle = colourOf(canvas, tone);
  square(3 * ratio);
}

function words(canvas: Canvas, { at, text }: Of<'text'>): void {
  const { pen, ratio } = canvas;
  small(pen, ratio);
  const { left, top } = plate(canvas, at, pen.measureText(text).width / ratio + 6, 14);
  pen.fillText(text, left + 3 * ratio, top + 7 * ratio);
}

function bars(canvas: Canvas, { at, bars: rows }: Of<'bars'>): void {
  const { pen, ratio } = canvas;
  const { left, top } = plate(canvas, at, BAR.label + BAR.length + 8, rows.length * BAR.row + 4);
  for (const [index, { label, value }] of rows.entries()) {
    const y = top + (2 + index * BAR.row) * ratio;
    small(pen, ratio);
    pen.fillText(label, left + 4 * ratio, y + (BAR.row / 2) * ratio, (BAR.label - 6) * ratio);
    const start = left + BAR.label * ratio;
    pen.fillStyle = token('--line');
    pen.fillRect(start, y + 3 * ratio, BAR.length * ratio, (BAR.row - 6) * ratio);
    if (value === null) continue;
    pen.fillStyle = canvas.colour;
    pen.fillRect(start, y + 3 * ratio, BAR.length * ratio * value, (BAR.row - 6) * ratio);
  }
}

function trace(canvas: Canvas, { at, label, values, tone }: Of<'trace'>): void {
  const { pen, ratio } = canvas;
  const { left, top } = plate(canvas, at, TRACE.width, TRACE.height + 14);
  small(pen, ratio);
  pen.fillText(label, left + 4 * ratio, top + 7 * ratio, (TRACE.width - 8) * ratio);
  pen.strokeStyle = colourOf(canvas, tone);
  pen.beginPath();
  let broken = true;
  for (const [index, value] of values.entries()) {
    const x = left + ((index + 1) / values.length) * TRACE.width * ratio;
    if (value !== null) {
      const y = top + (14 + (1 - value) * (TRACE.height - 4)) * ratio;
      if (broken) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    broken = value === null;
  }
  pen.stroke();
}
