/** The columns of a row: what was seen in a still, or the steps at each place of a grid in a frame of a film. */
import type { Column, Values } from '../interface.ts';

/** Cells of the map across and down. */
export const CELLS = 16;

/** A trace as it is stored: where it was looked for, where its grid lies, what speaks for it there and in the other region. */
const traceColumns = <T extends string>(name: T) =>
  [`${name}Grid`, `${name}Nats`, `${name}Coefficients`, `${name}OtherNats`, `${name}OtherCoefficients`, `${name}Quality`] as const;

const SCALARS = [
  'scale',
  'blocksFace',
  'blocksAround',
  /** The strongest trace of all of the picture but the face. */
  ...traceColumns('past'),
  /** The trace of the surroundings to which the face objects most, and the reverse. */
  ...traceColumns('around'),
  ...traceColumns('face'),
  /** Which trace the map shows: 0 past, 1 around, 2 face. */
  'mapOf',
  'mapX',
  'mapY',
  'mapWidth',
  'mapHeight',
] as const;

export type Scalar = (typeof SCALARS)[number];
export type Which = 'past' | 'around' | 'face';

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Nats$/, 'nats'],
  [/Coefficients$/, 'coefficients'],
  [/Grid$/, '8 · down + right'],
  [/Quality$/, 'of the standard table'],
  [/^blocks/, 'blocks'],
  [/^map/, 'px'],
];

const unitOf = (name: string): string => UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '1';

export const STILL_COLUMNS: readonly Column[] = [
  ...SCALARS.map((name): Column => ({ name, unit: unitOf(name), internal: true })),
  ...Array.from({ length: CELLS * CELLS }, (_, k): Column => ({
    name: `cell${String(k)}`,
    unit: 'nats for each coefficient',
    internal: true,
  })),
];

export const columnOf = (name: Scalar): number => SCALARS.indexOf(name);
export const FIRST_CELL = SCALARS.length;

export type Named = Partial<Record<Scalar, number | null>>;

export const rowOf = (named: Named, cells: Values): Values => [
  ...SCALARS.map((name) => named[name] ?? null),
  ...(cells.length === CELLS * CELLS ? cells : new Array<null>(CELLS * CELLS).fill(null)),
];
