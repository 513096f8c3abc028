/** A kept light drawing over its frame, on paper: the same figure as in the window, as vectors. */
import { borderTowards, contradicting, lightRegions, lightSide, throughPicture } from '../../../base/light-figure.ts';
import type { LightDrawing } from '../../../contract/light.ts';
import type { Picture } from '../report-data.ts';
import type { Sheet } from './sheet.ts';
import { drawStill, type Place } from './still.ts';
import { INK, STYLE } from './style.ts';

type Point = readonly [number, number];

/** Lines that agree, those that do not, and where the light can be; on a photograph, not on paper. */
const LINES = { agreeing: '#f2f2f2', contradicting: INK.overlay, region: '#35c795' } as const;

interface Pad {
  readonly sheet: Sheet;
  readonly to: (point: Point) => [number, number];
  readonly width: number;
  readonly height: number;
}

export function drawLightPicture(sheet: Sheet, picture: Picture, drawing: LightDrawing, place: Place): void {
  drawStill(sheet, picture, place, null);
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const { width, height, solution, constraints } = drawing;
  const to = ([x, y]: Point): [number, number] => [place.x + x * scale, place.y + y * scale];
  const pad: Pad = { sheet, to, width, height };
  const { pdf } = sheet;
  pdf
    .save()
    .rect(place.x, place.y, picture.width * scale, picture.height * scale)
    .clip();
  if (constraints.length > 1) for (const region of lightRegions(solution, width, height)) drawRegion(pad, region);
  const offending = contradicting(solution);
  constraints.forEach((constraint, index) => {
    const colour = offending.has(index) ? LINES.contradicting : LINES.agreeing;
    if (constraint.kind === 'cast') {
      for (const end of constraint.rays) line(pad, constraint.at, throughPicture(constraint.at, end, width, height), colour);
    } else {
      const [dx, dy] = [constraint.outward[0] - constraint.at[0], constraint.outward[1] - constraint.at[1]];
      const reach = 9 / scale / (Math.hypot(dx, dy) || 1);
      const tangent = (side: number): Point => [constraint.at[0] - side * reach * dy, constraint.at[1] + side * reach * dx];
      line(pad, tangent(1), tangent(-1), colour);
      arrow(pad, constraint.at, lightSide(constraint), colour);
    }
    const [x, y] = to(constraint.at);
    const words = constraint.kind === 'cast' ? String(index + 1) : `${String(index + 1)} ${constraint.lit ? 'lit' : 'dark'}`;
    const style = { ...STYLE.axis, color: INK.text };
    pdf
      .rect(x + 2, y + 2, sheet.widthOf(words, style) + 3, 7.6)
      .fillColor(colour)
      .fill();
    sheet.put(words, style, { x: x + 3.5, y: y + 2.4, width: 40 });
    pdf
      .rect(x - 1.5, y - 1.5, 3, 3)
      .fillColor(colour)
      .fill();
  });
  pdf.restore();
}

function drawRegion(pad: Pad, { side, points, direction }: ReturnType<typeof lightRegions>[number]): void {
  const { sheet, to, width, height } = pad;
  const { pdf } = sheet;
  if (points.length > 0) {
    const placed = points.map(to);
    pdf.save();
    if (side === 'front')
      pdf
        .fillOpacity(0.35)
        .polygon(...placed)
        .fillColor(LINES.region)
        .fill()
        .fillOpacity(1);
    else hatch(sheet, placed);
    pdf.restore();
    if (side === 'behind') pdf.dash(3, { space: 2 });
    pdf
      .lineWidth(0.9)
      .strokeColor(LINES.region)
      .polygon(...placed)
      .stroke();
    if (side === 'behind') pdf.undash();
  } else if (direction !== null) {
    const tip = borderTowards(direction, width, height);
    const length = Math.min(width, height) / 8;
    arrow(pad, [tip[0] - length * direction[0], tip[1] - length * direction[1]], tip, LINES.region);
  }
}

/** Thin diagonals inside the polygon, points of the page. */
function hatch({ pdf }: Sheet, placed: readonly [number, number][]): void {
  const [xs, ys] = [placed.map(([x]) => x), placed.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  pdf.polygon(...placed).clip();
  pdf.lineWidth(0.5).strokeColor(LINES.region);
  for (let x = left - (bottom - top); x < right; x += 4) pdf.moveTo(x, bottom).lineTo(x + bottom - top, top);
  pdf.stroke();
}

function line({ sheet, to }: Pad, from: Point, end: Point, colour: string): void {
  for (const [color, width] of [
    [INK.text, 1.8],
    [colour, 0.8],
  ] as const)
    sheet.pdf
      .lineWidth(width)
      .strokeColor(color)
      .moveTo(...to(from))
      .lineTo(...to(end))
      .stroke();
}

function arrow(pad: Pad, from: Point, end: Point, colour: string): void {
  line(pad, from, end, colour);
  const [tip, tail] = [pad.to(end), pad.to(from)];
  const angle = Math.atan2(tip[1] - tail[1], tip[0] - tail[0]);
  const side = (turn: number): [number, number] => [tip[0] - 5 * Math.cos(angle + turn), tip[1] - 5 * Math.sin(angle + turn)];
  pad.sheet.pdf.polygon(tip, side(0.4), side(-0.4)).fillColor(colour).fill();
}
