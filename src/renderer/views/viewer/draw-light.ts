/** Draws an examiner's light constraints over the picture, and where the light can be or which of them contradict each other. */
import { borderTowards, contradicting, lightRegions, lightSide, throughPicture, type LightRegion } from '../../../base/light-figure.ts';
import type { LightConstraint, LightSolution } from '../../../contract/light.ts';
import { handlesOf, type Handle, type Pen, type Place } from '../../state/light-drawing.ts';
import { hatching, token } from '../../ui/colours.ts';
import { small } from './canvas.ts';

export interface LightScene {
  readonly constraints: readonly LightConstraint[];
  readonly solution: LightSolution | null;
  readonly pen: Pen | null;
  /** Where the pointer is, while something is being drawn. */
  readonly pointer: Place | null;
  readonly selected: Handle | null;
  readonly size: { readonly width: number; readonly height: number };
}

/** Canvas pixels for one pixel of the picture, its corner, and canvas pixels for one screen pixel. */
export interface LightView {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly ratio: number;
}

interface Canvas extends LightView {
  readonly pen: CanvasRenderingContext2D;
  readonly to: (place: Place) => Place;
}

/** Returns what was drawn, in words for those who look at the element and not at the picture. */
export function drawLight(pen: CanvasRenderingContext2D, scene: LightScene, view: LightView): string {
  const canvas: Canvas = { ...view, pen, to: ([x, y]) => [view.left + x * view.scale, view.top + y * view.scale] };
  const { width, height } = scene.size;
  pen.lineJoin = 'round';
  const offending = contradicting(scene.solution);
  const regions = scene.solution === null ? [] : lightRegions(scene.solution, width, height);
  // One constraint leaves half of everything: that is no estimate worth drawing.
  const shown = scene.constraints.length > 1 ? regions : [];
  for (const region of shown) drawRegion(canvas, region, scene.size);
  scene.constraints.forEach((constraint, index) => {
    drawConstraint(canvas, constraint, index, offending.has(index), scene);
  });
  if (scene.pen !== null) drawPen(canvas, scene.pen, scene.pointer);
  return [
    ...shown.map(({ side, points }) => `${side}:${points.length > 0 ? 'inside' : 'outside'}`),
    ...[...offending].map((i) => `!${i + 1}`),
  ].join(' ');
}

function drawRegion(canvas: Canvas, { side, points, direction }: LightRegion, { width, height }: LightScene['size']): void {
  const { pen, ratio, to } = canvas;
  const colour = token('--family-imaging');
  if (points.length > 0) {
    pen.save();
    trace(pen, points.map(to), true);
    pen.fillStyle = side === 'front' ? colour : (hatching(pen, colour, ratio) ?? colour);
    pen.globalAlpha = side === 'front' ? 0.3 : 0.9;
    pen.fill();
    pen.restore();
    pen.setLineDash(side === 'front' ? [] : [5 * ratio, 4 * ratio]);
    lined(canvas, colour, 1.5, () => trace(pen, points.map(to), true));
    pen.setLineDash([]);
    if (side === 'behind') label(canvas, beside(points.map(to), ratio), 'light behind the camera', colour);
    return;
  }
  if (direction === null) return;
  const tip = to(borderTowards(direction, width, height));
  arrow(canvas, [tip[0] - 44 * ratio * direction[0], tip[1] - 44 * ratio * direction[1]], tip, colour);
  label(
    canvas,
    [tip[0] - 60 * ratio * direction[0], tip[1] - 60 * ratio * direction[1]],
    side === 'front' ? 'light this way' : 'light this way, behind the camera',
    colour,
  );
}

function drawConstraint(canvas: Canvas, constraint: LightConstraint, index: number, offends: boolean, scene: LightScene): void {
  const { pen, to, ratio } = canvas;
  const { width, height } = scene.size;
  const colour = token(offends ? '--accent' : '--overlay-box');
  const at = to(constraint.at);
  if (constraint.kind === 'cast') {
    fillWedge(canvas, constraint, colour, offends, scene.size);
    for (const end of constraint.rays) {
      lined(canvas, colour, offends ? 2 : 1.25, () => trace(pen, [at, to(throughPicture(constraint.at, end, width, height))], false));
    }
  } else {
    const [dx, dy] = [constraint.outward[0] - constraint.at[0], constraint.outward[1] - constraint.at[1]];
    const length = Math.hypot(dx, dy) || 1;
    const [tx, ty] = [(-dy / length) * 36 * ratio, (dx / length) * 36 * ratio];
    lined(canvas, colour, offends ? 2 : 1.25, () =>
      trace(
        pen,
        [
          [at[0] - tx, at[1] - ty],
          [at[0] + tx, at[1] + ty],
        ],
        false,
      ),
    );
    pen.setLineDash([3 * ratio, 3 * ratio]);
    lined(canvas, colour, 1, () => trace(pen, [at, to(constraint.outward)], false));
    pen.setLineDash([]);
    arrow(canvas, at, to(lightSide(constraint)), colour);
  }
  const words = constraint.kind === 'cast' ? String(index + 1) : `${index + 1} ${constraint.lit ? 'lit' : 'dark'}`;
  badge(canvas, at, words, colour);
  for (const { name, place } of handlesOf(constraint)) {
    const chosen = scene.selected?.index === index && scene.selected.name === name;
    handle(canvas, to(place), colour, chosen);
  }
}

/** The wedge lightly filled as far as the picture goes; three far points, so that a wide one is filled too. */
function fillWedge(
  { pen, to, scale, left, top }: Canvas,
  { at, rays }: Extract<LightConstraint, { kind: 'cast' }>,
  colour: string,
  offends: boolean,
  { width, height }: LightScene['size'],
): void {
  const far = 4 * Math.hypot(width, height) + Math.hypot(at[0], at[1]);
  const unit = ([x, y]: Place): Place => {
    const length = Math.hypot(x - at[0], y - at[1]) || 1;
    return [(x - at[0]) / length, (y - at[1]) / length];
  };
  const [a, b] = [unit(rays[0]), unit(rays[1])];
  const out = ([x, y]: Place): Place => to([at[0] + far * x, at[1] + far * y]);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width * scale, height * scale);
  pen.clip();
  trace(pen, [to(at), out(a), out([a[0] + b[0], a[1] + b[1]]), out(b)], true);
  pen.fillStyle = colour;
  pen.globalAlpha = offends ? 0.16 : 0.08;
  pen.fill();
  pen.restore();
}

function drawPen(canvas: Canvas, { kind, places }: Pen, pointer: Place | null): void {
  const { pen, to, ratio } = canvas;
  const colour = token('--accent');
  const [at, ...ends] = places;
  if (at === undefined) return;
  const preview = pointer === null ? ends : [...ends, pointer];
  pen.setLineDash([5 * ratio, 3 * ratio]);
  for (const end of preview) lined(canvas, colour, 1.5, () => trace(pen, [to(at), to(end)], false));
  pen.setLineDash([]);
  for (const place of places) handle(canvas, to(place), colour, true);
  if (kind === 'shading' && pointer !== null) arrow(canvas, to(at), to(pointer), colour);
}

function trace(pen: CanvasRenderingContext2D, points: readonly Place[], closed: boolean): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  if (closed) pen.closePath();
}

/** Dark under bright, so that the line shows on any picture. */
function lined({ pen, ratio }: Canvas, colour: string, width: number, path: () => void): void {
  path();
  pen.globalAlpha = 0.6;
  pen.strokeStyle = token('--stage');
  pen.lineWidth = (width + 2) * ratio;
  pen.stroke();
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = width * ratio;
  pen.stroke();
}

function arrow(canvas: Canvas, from: Place, to: Place, colour: string): void {
  const { pen, ratio } = canvas;
  lined(canvas, colour, 2, () => trace(pen, [from, to], false));
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const side = (turn: number): Place => [to[0] - 10 * ratio * Math.cos(angle + turn), to[1] - 10 * ratio * Math.sin(angle + turn)];
  trace(pen, [to, side(0.4), side(-0.4)], true);
  pen.fillStyle = colour;
  pen.fill();
}

function handle({ pen, ratio }: Canvas, [x, y]: Place, colour: string, chosen: boolean): void {
  const side = (chosen ? 9 : 7) * ratio;
  pen.fillStyle = token('--stage');
  pen.fillRect(x - side / 2 - ratio, y - side / 2 - ratio, side + 2 * ratio, side + 2 * ratio);
  pen.fillStyle = colour;
  pen.fillRect(x - side / 2, y - side / 2, side, side);
  if (!chosen) return;
  pen.strokeStyle = token('--text');
  pen.lineWidth = ratio;
  pen.strokeRect(x - side, y - side, 2 * side, 2 * side);
}

/** The constraint's number, beside its point. */
function badge({ pen, ratio }: Canvas, [x, y]: Place, words: string, colour: string): void {
  pen.font = `${12 * ratio}px ${token('--mono')}`;
  const wide = pen.measureText(words).width + 8 * ratio;
  const [left, top] = [x + 9 * ratio, y + 6 * ratio];
  pen.fillStyle = colour;
  pen.fillRect(left, top, wide, 16 * ratio);
  pen.fillStyle = token('--stage');
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(words, left + 4 * ratio, top + 8.5 * ratio);
}

/** Words on a dark plate, kept on the canvas. */
function label({ pen, ratio }: Canvas, [x, y]: Place, words: string, colour: string): void {
  small(pen, ratio);
  const wide = pen.measureText(words).width + 8 * ratio;
  const within = (value: number, size: number, whole: number): number =>
    Math.max(2 * ratio, Math.min(value - size / 2, whole - size - 2 * ratio));
  const [left, top] = [within(x, wide, pen.canvas.width), within(y, 15 * ratio, pen.canvas.height)];
  pen.globalAlpha = 0.8;
  pen.fillStyle = token('--stage');
  pen.fillRect(left, top, wide, 15 * ratio);
  pen.globalAlpha = 1;
  pen.fillStyle = colour;
  pen.fillText(words, left + 4 * ratio, top + 8 * ratio);
}

/** Left of the polygon, where its number and handles are not. */
function beside(points: readonly Place[], ratio: number): Place {
  const ys = points.map(([, y]) => y);
  return [Math.min(...points.map(([x]) => x)) - 80 * ratio, (Math.min(...ys) + Math.max(...ys)) / 2];
}
