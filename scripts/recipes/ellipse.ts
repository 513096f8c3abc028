/** Pastes an ellipse of one picture into another, with an edge that fades, in planar 4:2:0. */

export interface Ellipse {
  /** Centre and half axes, pixels of the luma plane. */
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** The outer share of the radius over which it fades to nothing, 0..1. */
  readonly fade: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Weight of the pasted picture at a pixel: 1 in the middle, 0 from the edge on, a cosine between. */
export function weightAt({ x, y, halfWidth, halfHeight, fade }: Ellipse, px: number, py: number): number {
  const radius = Math.hypot((px - x) / halfWidth, (py - y) / halfHeight);
  if (radius >= 1) return 0;
  const inner = 1 - fade;
  return radius <= inner ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (radius - inner)) / fade);
}

/** Changes `target` in place: inside the ellipse it becomes `source` (both planar 4:2:0 of this size). `outside`: outside instead. */
export function pasteEllipse(target: Uint8Array, source: Uint8Array, size: Size, ellipse: Ellipse, outside = false): void {
  const { width, height } = size;
  const [halfWide, halfHigh] = [(width + 1) >> 1, (height + 1) >> 1];
  const planes = [
    { start: 0, width, height, scale: 1 },
    { start: width * height, width: halfWide, height: halfHigh, scale: 2 },
    { start: width * height + halfWide * halfHigh, width: halfWide, height: halfHigh, scale: 2 },
  ];
  for (const plane of planes) {
    for (let row = 0; row < plane.height; row += 1) {
      for (let column = 0; column < plane.width; column += 1) {
        const inside = weightAt(ellipse, (column + 0.5) * plane.scale, (row + 0.5) * plane.scale);
        const weight = outside ? 1 - inside : inside;
        if (weight === 0) continue;
        const at = plane.start + row * plane.width + column;
        target[at] = Math.round(weight * (source[at] ?? 0) + (1 - weight) * (target[at] ?? 0));
      }
    }
  }
}
