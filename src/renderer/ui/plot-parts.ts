/** What a plot is made of; see Plot.svelte. */
export type Point = readonly [number, number];
export interface Axis {
  readonly label: string;
  readonly domain: Point;
  /** Where the scale's own ticks would not be read: position and words. */
  readonly ticks?: readonly (readonly [number, string])[];
}
export interface Curve {
  readonly points: readonly Point[];
  readonly tone: 'genuine' | 'synthetic' | 'text';
  readonly step?: boolean;
}
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly tone: 'genuine' | 'synthetic';
}
