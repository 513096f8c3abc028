/** Draws what was measured over the picture: lines of one screen pixel, whatever the zoom. */
import type { Family, Finding, FrameOverlay } from '../../../contract/analysis.ts';
import { drawsFor, regionIn, type Layer } from '../../state/layers.ts';
import { familyColour, token } from '../../ui/colours.ts';
import { strokeRimmed, type Plate } from './canvas.ts';
import { drawShapes } from './draw-shapes.ts';

export interface Drawing {
  /** Canvas pixels for one pixel of the picture, and where its corner is. */
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly ratio: number;
  readonly layers: ReadonlySet<Layer>;
  /** Its detector's drawing and its region are shown where the layer says so. */
  readonly selected: Finding | null;
  /** The frame's own pixels, full size; `null` while they are not at hand. */
  readonly picture: HTMLCanvasElement | null;
  familyOf(detectorId: string): Family | undefined;
}

type Points = readonly (readonly [number, number])[];

/** Returns the ids of the detectors whose drawing was shown. */
export function drawOverlay(pen: CanvasRenderingContext2D, overlay: FrameOverlay, drawing: Drawing): string[] {
  const { layers } = drawing;
  const x = (value: number) => drawing.left + value * drawing.scale;
  const y = (value: number) => drawing.top + value * drawing.scale;
  pen.lineWidth = Math.max(1, drawing.ratio);
  pen.lineJoin = 'round';

  const polygon = (points: Points, colour: string) => {
    if (points.length < 2) return;
    pen.strokeStyle = colour;
    pen.beginPath();
    for (const [px, py] of points) pen.lineTo(x(px), y(py));
    pen.closePath();
    strokeRimmed(pen, drawing.ratio);
  };
  const circle = (points: Points, colour: string) => {
    const [centre, ...rim] = points;
    if (centre === undefined || rim.length === 0) return;
    const radius = rim.reduce((sum, [px, py]) => sum + Math.hypot(px - centre[0], py - centre[1]), 0) / rim.length;
    pen.strokeStyle = colour;
    pen.beginPath();
    pen.arc(x(centre[0]), y(centre[1]), radius * drawing.scale, 0, 2 * Math.PI);
    strokeRimmed(pen, drawing.ratio);
    pen.fillStyle = colour;
    pen.fillRect(Math.round(x(centre[0])), Math.round(y(centre[1])), pen.lineWidth, pen.lineWidth);
  };

  for (const face of overlay.faces) {
    if (layers.has('oval')) polygon(face.faceOval, token('--overlay-oval'));
    if (layers.has('lips')) polygon(face.lips, token('--overlay-lips'));
    if (layers.has('eyelids')) {
      polygon(face.leftEye, token('--overlay-eyelid'));
      polygon(face.rightEye, token('--overlay-eyelid'));
    }
    if (layers.has('irises')) {
      circle(face.leftIris, token('--overlay-iris'));
      circle(face.rightIris, token('--overlay-iris'));
    }
    if (layers.has('box')) box(pen, face.box, face.trackId, { x, y, drawing });
  }
  const plates: Plate[] = [];
  const shown = new Set<string>();
  for (const { detectorId, shapes } of overlay.drawings) {
    if (!drawsFor(layers, detectorId, drawing.selected?.detectorId ?? null)) continue;
    shown.add(detectorId);
    pen.lineWidth = Math.max(1, 1.5 * drawing.ratio);
    const { ratio, picture } = drawing;
    drawShapes({ pen, ratio, colour: familyColour(drawing.familyOf(detectorId)), x, y, plates, picture }, shapes);
  }
  if (layers.has('selected')) region(pen, overlay.frame, { x, y, drawing });
  return [...shown];
}

/** Where the selected finding says to look, in its own frames. */
function region(pen: CanvasRenderingContext2D, frame: number, { x, y, drawing }: Mapping): void {
  const { selected, ratio, scale } = drawing;
  const place = selected === null ? null : regionIn(selected, frame);
  if (place === null) return;
  const [left, top, width, height] = place;
  pen.lineWidth = Math.max(1, drawing.ratio);
  pen.strokeStyle = token('--accent');
  pen.setLineDash([6 * ratio, 4 * ratio]);
  pen.strokeRect(x(left), y(top), width * scale, height * scale);
  pen.setLineDash([]);
}

interface Mapping {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly drawing: Drawing;
}

function box(
  pen: CanvasRenderingContext2D,
  [left, top, width, height]: FrameOverlay['faces'][number]['box'],
  trackId: number,
  map: Mapping,
): void {
  const { ratio, scale } = map.drawing;
  const [px, py] = [Math.round(map.x(left)) + 0.5, Math.round(map.y(top)) + 0.5];
  pen.strokeStyle = token('--overlay-box');
  pen.beginPath();
  pen.rect(px, py, Math.round(width * scale), Math.round(height * scale));
  strokeRimmed(pen, ratio);
  const label = `T${trackId}`;
  pen.font = `${12 * ratio}px ${token('--mono')}`;
  const wide = pen.measureText(label).width + 8 * ratio;
  const high = 16 * ratio;
  // Above the box; of a face at the edge of the stage within it, where it can be read.
  const [labelX, labelY] = [Math.max(0, Math.min(px - 0.5, pen.canvas.width - wide)), Math.max(0, py - 0.5 - high)];
  pen.fillStyle = token('--overlay-box');
  pen.fillRect(labelX, labelY, wide, high);
  pen.fillStyle = token('--stage');
  pen.textBaseline = 'middle';
  pen.fillText(label, labelX + 4 * ratio, labelY + high / 2);
}
