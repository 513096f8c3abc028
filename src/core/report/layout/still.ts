/** The exact frame of a finding with its overlay drawn as vectors over it, and both eyes enlarged, without and with the overlay. */
import type { FrameOverlay } from '../../../contract/analysis.ts';
import type { Box } from '../../../contract/values.ts';
import type { Picture } from '../report-data.ts';
import type { Sheet } from './sheet.ts';
import { INK } from './style.ts';

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

/** The whole frame, as large as the place allows, with face box and eyelid contours. */
export function drawStill(sheet: Sheet, picture: Picture, place: Place): void {
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const view = { x: place.x, y: place.y, scale, originX: 0, originY: 0 };
  drawImage(sheet, picture, view);
  for (const face of picture.overlay) drawFace(sheet, face, view);
  frame(sheet, { x: place.x, y: place.y, width: picture.width * scale, height: picture.height * scale });
}

/** The part of the frame round both eyes, or `null` when no face is drawn. */
export function eyeRegion(picture: Picture, trackId: number | null): Box | null {
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
