/** The canvas that detectors' shapes are drawn on, and the plates that hold words and curves over the picture. */
import { token } from '../../ui/colours.ts';

export interface Canvas {
  readonly pen: CanvasRenderingContext2D;
  /** Canvas pixels for one screen pixel. */
  readonly ratio: number;
  /** Of the detector's family. */
  readonly colour: string;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Plates of this frame that are drawn already: a further one is put below them. */
  readonly plates: Plate[];
  /** The frame's own pixels, full size; `null` while they are not at hand. */
  readonly picture: HTMLCanvasElement | null;
}

/** In canvas pixels. */
export interface Plate {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Place = readonly [number, number];

/** Where something `height` high is free of the others: below them, or above them where it would leave the canvas below. */
export function freeTop(
  others: readonly Pick<Plate, 'top' | 'bottom'>[],
  wanted: number,
  height: number,
  whole: number,
  gap: number,
): number {
  const covers = (top: number, other: Pick<Plate, 'top' | 'bottom'>) => other.bottom > top && other.top < top + height;
  const below = others.toSorted((a, b) => a.top - b.top).reduce((top, other) => (covers(top, other) ? other.bottom + gap : top), wanted);
  if (below + height <= whole) return below;
  const above = others
    .toSorted((a, b) => b.bottom - a.bottom)
    .reduce((top, other) => (covers(top, other) ? other.top - gap - height : top), wanted);
  return above >= 0 ? above : below;
}

/** A plate of so many screen pixels, moved so that it lies on the canvas; its corner in canvas pixels. */
export function plate({ pen, ratio, x, y, plates }: Canvas, at: Place, width: number, height: number): { left: number; top: number } {
  const inside = (value: number, size: number, whole: number): number => Math.max(0, Math.min(value, whole - size * ratio));
  const left = Math.round(inside(x(at[0]), width, pen.canvas.width));
  const right = left + width * ratio;
  const beside = plates.filter((other) => other.right > left && other.left < right);
  const top = freeTop(beside, Math.round(inside(y(at[1]), height, pen.canvas.height)), height * ratio, pen.canvas.height, ratio);
  plates.push({ left, top, right, bottom: top + height * ratio });
  pen.save();
  pen.globalAlpha = 0.75;
  pen.fillStyle = token('--stage');
  pen.fillRect(left, top, width * ratio, height * ratio);
  pen.restore();
  return { left, top };
}

export function small(pen: CanvasRenderingContext2D, ratio: number): void {
  pen.font = `${10 * ratio}px ${token('--mono')}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.fillStyle = token('--text');
}

/** Strokes the path with a dark rim, so that a bright line is seen on a bright picture too. */
export function strokeRimmed(pen: CanvasRenderingContext2D, ratio: number): void {
  pen.save();
  pen.globalAlpha = 0.5;
  pen.strokeStyle = token('--stage');
  pen.lineWidth += 2 * ratio;
  pen.stroke();
  pen.restore();
  pen.stroke();
}
