/** Colours of heat maps, and the light on a matt ball: the same in the window and in the report. */
import { harmonics } from './harmonics.ts';

type Rgb = readonly [number, number, number];

/** Black over violet and orange to pale yellow, lightness rising evenly: five stops of matplotlib's "inferno" (S. van der Walt, N. Smith, CC0). */
const STOPS: readonly Rgb[] = [
  [0, 0, 4],
  [87, 16, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
];

/** `share` 0..1; red, green and blue 0..255. */
export function heatColour(share: number): [number, number, number] {
  const at = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[below] ?? [0, 0, 0], STOPS[below + 1] ?? [0, 0, 0]] as const;
  const mix = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * (at - below));
  return [mix(0), mix(1), mix(2)];
}

/** How opaque a cell lies over the picture: what is like its surroundings hides nothing. */
export const heatOpacity = (share: number): number => 0.1 + 0.55 * Math.max(0, Math.min(1, share));

/**
 * Light that a matt surface with unit normal (x right, y down, z away from the camera) sends back under nine spherical-harmonic
 * coefficients in the order 1; y, z, x; xy, yz, 3z²-1, xz, x²-y², times the basis functions' own constants
 * (Ramamoorthi & Hanrahan 2001, eq. 3). Arbitrary units.
 */
export function shading(coefficients: readonly number[], x: number, y: number, z: number): number {
  return harmonics([x, y, z]).reduce((sum, value, k) => sum + value * (coefficients[k] ?? 0), 0);
}

/** A grey picture of the ball, `size` x `size`: 0..255 where the ball is, `null` around it; its brightest point is white. */
export function ballPicture(coefficients: readonly number[], size: number): (number | null)[] {
  const light: (number | null)[] = [];
  for (let j = 0; j < size; j += 1) {
    for (let i = 0; i < size; i += 1) {
      const x = (2 * i + 1) / size - 1;
      const y = (2 * j + 1) / size - 1;
      const away = 1 - x * x - y * y;
      // The visible half faces the camera: its normals point to negative z.
      light.push(away < 0 ? null : Math.max(0, shading(coefficients, x, y, -Math.sqrt(away))));
    }
  }
  const most = light.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  return light.map((value) => (value === null || most === 0 ? null : Math.round((255 * value) / most)));
}
