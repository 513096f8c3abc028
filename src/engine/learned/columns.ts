/** What is stored of each look of a network at a face. */
import type { Column, Values } from '../detectors/interface.ts';

/** Cells of the stored map across and down. */
export const CELLS = 7;

const SCALARS = [
  { name: 'logit', unit: 'logit' },
  { name: 'quality', unit: 'weight 0..1' },
  { name: 'square', unit: 'working px' },
  { name: 'sharpness', unit: 'Laplacian / deviation' },
  { name: 'yaw', unit: 'degrees', internal: true },
  { name: 'pitch', unit: 'degrees', internal: true },
  { name: 'centreX', unit: 'px', internal: true },
  { name: 'centreY', unit: 'px', internal: true },
  { name: 'side', unit: 'px', internal: true },
  { name: 'angle', unit: 'radians', internal: true },
] as const;
type Scalar = (typeof SCALARS)[number]['name'];

const FIRST_CELL = SCALARS.length;

/** With a map: the logit that the face would have if all of it were like the cell. */
export const columnsOf = (hasMap: boolean): readonly Column[] => [
  ...SCALARS,
  ...Array.from({ length: hasMap ? CELLS * CELLS : 0 }, (_, k) => ({ name: `cell${String(k)}`, unit: 'logit', internal: true as const })),
];

export const rowOf = (scalars: Readonly<Record<Scalar, number | null>>, cells: readonly (number | null)[]): Values => [
  ...SCALARS.map(({ name }) => scalars[name]),
  ...cells,
];

export const scalarOf = (values: Values, name: Scalar): number | null => values[SCALARS.findIndex((one) => one.name === name)] ?? null;

export const cellsOf = (values: Values): readonly (number | null)[] => values.slice(FIRST_CELL);
