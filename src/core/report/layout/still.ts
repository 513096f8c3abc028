/** The exact frame of a finding with its overlay drawn as vectors over it, and the part that matters enlarged, without and with the overlay. */
import { ballPicture, heatColour, heatOpacity } from '../../../base/heat.ts';
import type { FrameOverlay, Shape } from '../../../contract/analysis.ts';
import type { Box } from '../../../contract/values.ts';
import type { Picture } from '../report-data.ts';
import type { Sheet } from './sheet.ts';
import { INK } from './style.ts';

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;
type Face = FrameOverlay['faces'][number];

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Height that the frame takes at this width. */
export function stillHeight(picture: Picture, width: number, maxHeight: number): number {
  return Math.min(maxHeight, (width * picture.height) / picture.width);
}

/** The whole frame, as large as the place allows, with face box, eyelid contours, what the detector draws, and the finding's region. */
export function drawStill(sheet: Sheet, picture: Picture, place: Place, region: Box | null): void {
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const view = { x: place.x, y: place.y, scale, originX: 0, originY: 0 };
  const whole = { x: place.x, y: place.y, width: picture.width * scale, height: picture.height * scale };
  sheet.pdf.save().rect(whole.x, whole.y, whole.width, whole.height).clip();
  drawImage(sheet, picture, view);
  for (const face of picture.overlay) drawFace(sheet, face, view);
  drawShapes(sheet, picture.shapes, view);
  if (region !== null) {
    const [x, y] = toPlace([region[0], region[1]], view);
    sheet.pdf.dash(3, { space: 2 });
    outlined(sheet, 0.6, () => sheet.pdf.rect(x, y, region[2] * scale, region[3] * scale));
    sheet.pdf.undash();
  }
  sheet.pdf.restore();
  frame(sheet, whole);
}

/** Least width over height of what is enlarged: two of them stand beside each other. */
const ENLARGED_ASPECT = 1.25;

/** The part of the frame to enlarge: the finding's region with a margin, otherwise both eyes; `null` when there is neither. */
export function enlargedRegion(picture: Picture, trackId: number | null, region: Box | null): Box | null {
  if (region === null) return eyeRegion(picture, trackId);
  const height = Math.min(picture.height, region[3] * 1.2);
  const width = Math.min(picture.width, Math.max(region[2] * 1.2, height * ENLARGED_ASPECT));
  const inside = (middle: number, size: number, whole: number): number => Math.max(0, Math.min(whole - size, middle - size / 2));
  return [
    inside(region[0] + region[2] / 2, width, picture.width),
    inside(region[1] + region[3] / 2, height, picture.height),
    width,
    height,
  ];
}

/** The part of the frame round both eyes, or `null` when no face is drawn. */
function eyeRegion(picture: Picture, trackId: number | null): Box | null {
  const face = picture.overlay.find((candidate) => trackId === null || candidate.trackId === trackId) ?? picture.overlay[0];
  const points = face === undefined ? [] : [...face.leftEye, ...face.rightEye];
  if (points.length === 0) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const width = Math.max(...xs) - Math.min(...xs);
  const left = Math.max(0, Math.min(...xs) - width * 0.16);
  const right = Math.min(picture.width, Math.max(...xs) + width * 0.16);
  const middle = (Math.max(...ys) + Math.min(...ys)) / 2;
  const half = Math.max((Math.max(...ys) - Math.min(...ys)) * 0.75, width * 0.16);
  const top = Math.max(0, middle - half);
  return [left, top, right - left, Math.min(picture.height, middle + half) - top];
}

/** `region` of the frame enlarged to the width of the place. Returns the height that was drawn. */
export function drawEnlarged(sheet: Sheet, picture: Picture, region: Box, place: Omit<Place, 'height'>, marked: boolean): number {
  const [left, top, width, height] = region;
  const scale = place.width / width;
  const drawn = { x: place.x, y: place.y, width: place.width, height: height * scale };
  const view = { x: place.x, y: place.y, scale, originX: left, originY: top };
  sheet.pdf.save().rect(drawn.x, drawn.y, drawn.width, drawn.height).clip();
  drawImage(sheet, picture, view);
  if (marked) {
    for (const face of picture.overlay) for (const contour of [face.leftEye, face.rightEye]) polygon(sheet, contour, view, 0.7);
    drawShapes(sheet, picture.shapes, view);
  }
  sheet.pdf.restore();
  frame(sheet, drawn);
  return drawn.height;
}

interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly originX: number;
  readonly originY: number;
}

function drawImage(sheet: Sheet, picture: Picture, view: View): void {
  const bytes = Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength);
  sheet.pdf.image(imageOf(sheet, picture, bytes), view.x - view.originX * view.scale, view.y - view.originY * view.scale, {
    width: picture.width * view.scale,
    height: picture.height * view.scale,
  });
}

/** One embedded image for each picture, however often it is drawn. */
const opened = new WeakMap<Picture, { readonly sheet: Sheet; readonly image: PDFKit.Mixins.ImageSrc }>();
function imageOf(sheet: Sheet, picture: Picture, bytes: Buffer): PDFKit.Mixins.ImageSrc {
  const known = opened.get(picture);
  if (known?.sheet === sheet) return known.image;
  const image = (sheet.pdf as unknown as { openImage(source: Buffer): PDFKit.Mixins.ImageSrc }).openImage(bytes);
  opened.set(picture, { sheet, image });
  return image;
}

function drawFace(sheet: Sheet, face: Face, view: View): void {
  const [left, top, width, height] = face.box;
  const corner = toPlace([left, top], view);
  outlined(sheet, 0.6, () => sheet.pdf.rect(corner[0], corner[1], width * view.scale, height * view.scale));
  polygon(sheet, face.leftEye, view, 0.5);
  polygon(sheet, face.rightEye, view, 0.5);
}

/** Lines, arrows, dots, heat maps and lit balls; words, bars and traces belong to the window, the report gives their numbers as text and plots. */
function drawShapes(sheet: Sheet, shapes: readonly Shape[], view: View): void {
  for (const shape of shapes) {
    if (shape.kind === 'line') path(sheet, shape.points, view, shape.closed);
    else if (shape.kind === 'arrow') path(sheet, [shape.from, shape.to], view, false);
    else if (shape.kind === 'dots') {
      for (const point of shape.points) {
        const [x, y] = toPlace(point, view);
        sheet.pdf.circle(x, y, 1).fillColor(INK.overlay).fill();
      }
    } else if (shape.kind === 'grid') grid(sheet, shape, view);
    else if (shape.kind === 'ribbon') ribbon(sheet, shape, view);
    else if (shape.kind === 'sphere') ball(sheet, shape, view);
  }
}

function grid(sheet: Sheet, { box: [left, top, width, height], columns, rows, values }: Of<'grid'>, view: View): void {
  const size: [number, number] = [(width / columns) * view.scale, (height / rows) * view.scale];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const place = toPlace([left + ((at % columns) / columns) * width, top + (Math.floor(at / columns) / rows) * height], view);
    sheet.pdf
      .fillOpacity(heatOpacity(value))
      .rect(...place, ...size)
      .fillColor(heatColour(value))
      .fill();
  }
  sheet.pdf.fillOpacity(1);
}

function ribbon(sheet: Sheet, { points, values, closed }: Of<'ribbon'>, view: View): void {
  for (let k = 0; k < (closed ? points.length : points.length - 1); k += 1) {
    const [from, to] = [points[k], points[(k + 1) % points.length]];
    const value = values[k] ?? null;
    if (from === undefined || to === undefined || value === null) continue;
    for (const [color, width] of [
      [INK.text, 2.6],
      [heatColour(0.25 + 0.75 * value), 1.6],
    ] as const) {
      sheet.pdf.lineWidth(width).strokeColor(typeof color === 'string' ? color : [...color]);
      sheet.pdf
        .moveTo(...toPlace(from, view))
        .lineTo(...toPlace(to, view))
        .stroke();
    }
  }
}

/** Rows and columns of the ball as it is printed. */
const BALL = 32;

function ball(sheet: Sheet, { at: [x, y], radius, coefficients }: Of<'sphere'>, view: View): void {
  const side = ((2 * radius) / BALL) * view.scale;
  for (const [k, grey] of ballPicture(coefficients, BALL).entries()) {
    if (grey === null) continue;
    const place = toPlace([x - radius + ((k % BALL) * 2 * radius) / BALL, y - radius + (Math.floor(k / BALL) * 2 * radius) / BALL], view);
    // A hair larger than its place, or viewers show the seams.
    sheet.pdf
      .rect(...place, side * 1.04, side * 1.04)
      .fillColor([grey, grey, grey])
      .fill();
  }
}

function path(sheet: Sheet, points: readonly (readonly [number, number])[], view: View, closed: boolean): void {
  const [first, ...rest] = points.map((point) => toPlace(point, view));
  if (first === undefined) return;
  outlined(sheet, 0.6, () => {
    sheet.pdf.moveTo(...first);
    for (const point of rest) sheet.pdf.lineTo(...point);
    if (closed) sheet.pdf.closePath();
  });
}

function polygon(sheet: Sheet, points: readonly (readonly [number, number])[], view: View, thickness: number): void {
  if (points.length < 3) return;
  const placed = points.map((point): [number, number] => toPlace(point, view));
  outlined(sheet, thickness, () => sheet.pdf.polygon(...placed));
}

/** Dark under bright, so that the line shows on any picture. */
function outlined(sheet: Sheet, thickness: number, path: () => unknown): void {
  for (const [color, width] of [
    [INK.text, thickness * 2.2],
    [INK.overlay, thickness],
  ] as const) {
    sheet.pdf.lineWidth(width).strokeColor(color);
    path();
    sheet.pdf.stroke();
  }
}

function frame(sheet: Sheet, place: Place): void {
  sheet.pdf.lineWidth(0.4).strokeColor(INK.quiet).rect(place.x, place.y, place.width, place.height).stroke();
}

function toPlace([x, y]: readonly [number, number], view: View): [number, number] {
  return [view.x + (x - view.originX) * view.scale, view.y + (y - view.originY) * view.scale];
}
