/** The magnifier: which whole pixels it shows, and where it lies so that it stays on the stage. */

/** Pixels of the screen for one of the picture; whole, so that each pixel is a square. */
export const LENS_POWERS = [2, 4, 8, 16, 32] as const;
export type LensPower = (typeof LENS_POWERS)[number];
/** About how wide and high it is, CSS pixels; on a small stage half of its shorter side. */
const SIDE = 190;
/** The line of words under the pixels, CSS pixels. */
const FOOT = 20;
/** From the place that is looked at, so that the place itself stays free. */
const GAP = 18;

export const nextPower = (power: LensPower): LensPower =>
  LENS_POWERS[(LENS_POWERS.indexOf(power) + 1) % LENS_POWERS.length] ?? LENS_POWERS[0];

export interface Lens {
  /** Pixels of the picture on each side: odd, so that one is in the middle. */
  readonly count: number;
  /** The first column and row that are shown; may lie outside the picture. */
  readonly left: number;
  readonly top: number;
  /** CSS pixels. */
  readonly side: number;
  readonly place: { readonly x: number; readonly y: number };
}

export interface LensWish {
  readonly power: LensPower;
  /** The pixel in the middle. */
  readonly at: { readonly x: number; readonly y: number };
  /** Where that pixel is on the stage, CSS pixels. */
  readonly on: { readonly x: number; readonly y: number };
  readonly stage: { readonly width: number; readonly height: number };
  /** Pixels of the screen for one CSS pixel. */
  readonly ratio: number;
}

/** Right of and below the place; on the other side where it would leave the stage. */
export function lensFor({ power, at, on, stage, ratio }: LensWish): Lens {
  const wide = Math.min(SIDE, stage.width / 2, stage.height / 2);
  const reach = Math.max(1, Math.floor(((wide * ratio) / power - 1) / 2));
  const count = 2 * reach + 1;
  const side = (count * power) / ratio;
  const beside = (value: number, size: number, whole: number): number => {
    const after = value + GAP;
    const wanted = after + size <= whole ? after : value - GAP - size;
    return Math.round(Math.max(0, Math.min(wanted, whole - size)));
  };
  return {
    count,
    left: at.x - reach,
    top: at.y - reach,
    side,
    place: { x: beside(on.x, side + 2, stage.width), y: beside(on.y, side + FOOT + 2, stage.height) },
  };
}

/** The part of a picture that the lens shows, as it is in the picture; `null` where none of it is in the lens. */
export function within({ count, left, top }: Lens, width: number, height: number): readonly [number, number, number, number] | null {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const [right, bottom] = [Math.min(width, left + count), Math.min(height, top + count)];
  return right > x && bottom > y ? [x, y, right - x, bottom - y] : null;
}
