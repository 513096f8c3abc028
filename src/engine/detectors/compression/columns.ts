/** The columns of a row: what was seen in a still, or the steps at each place of a grid in a frame of a film; the others are empty. */
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

/** Places of a grid of eight: 0..7 across, then 0..7 down. */
const PLACES = 16;
export type Side = 'Face' | 'Around';

export const COLUMNS: readonly Column[] = [
  ...SCALARS.map((name): Column => ({ name, unit: unitOf(name), internal: true })),
  ...Array.from({ length: CELLS * CELLS }, (_, k): Column => ({
    name: `cell${String(k)}`,
    unit: 'nats for each coefficient',
    internal: true,
  })),
  ...(['Face', 'Around'] as const).flatMap((side) =>
    Array.from({ length: PLACES }, (_, k): Column => ({ name: `step${side}${String(k)}`, unit: 'grey levels', internal: true })),
  ),
];

export const columnOf = (name: Scalar): number => SCALARS.indexOf(name);
export const FIRST_CELL = SCALARS.length;

export type Named = Partial<Record<Scalar, number | null>>;

const none = (length: number): null[] => new Array<null>(length).fill(null);

/** Of a still; `cells` is empty where there is no map. */
export const stillRow = (named: Named, cells: Values): Values => [
  ...SCALARS.map((name) => named[name] ?? null),
  ...(cells.length === 0 ? none(CELLS * CELLS) : cells),
  ...none(2 * PLACES),
];

/** Of a frame of a film; `null` for a side without blocks, or for both in a frame that was scaled down. */
export const filmRow = (scale: number, steps: Readonly<Record<Side, readonly number[] | null>>): Values => [
  scale,
  ...none(FIRST_CELL + CELLS * CELLS - 1),
  ...(steps.Face ?? none(PLACES)),
  ...(steps.Around ?? none(PLACES)),
];

/** Mean steps of one side of a row of a film. */
export function stepsIn(values: Values, side: Side): readonly number[] | null {
  const first = FIRST_CELL + CELLS * CELLS + (side === 'Face' ? 0 : PLACES);
  const steps = values.slice(first, first + PLACES).filter((value) => value !== null);
  return steps.length === PLACES ? steps : null;
}
