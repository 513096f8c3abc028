/** Names, units and places of the values in a stored row. */

/** In this order; left and right are the person's own. */
export const REGION_NAMES = ['forehead', 'leftCheek', 'rightCheek'] as const;

const PATCH = [
  ['Red', '8-bit counts'],
  ['Green', '8-bit counts'],
  ['Blue', '8-bit counts'],
  ['Clipped', 'share of pixels'],
] as const;
const PLACE = [
  ['X', 'px'],
  ['Y', 'px'],
  ['Pixels', 'working px'],
] as const;

export const COLUMNS: readonly { readonly name: string; readonly unit: string }[] = [
  ...REGION_NAMES.flatMap((name) => [...PATCH, ...PLACE].map(([what, unit]) => ({ name: `${name}${what}`, unit }))),
  ...PATCH.map(([what, unit]) => ({ name: `background${what}`, unit })),
  { name: 'interocular', unit: 'px' },
  { name: 'yaw', unit: 'log ratio' },
];

/** Seven values for each region, in the order of REGION_NAMES. */
const WITHIN = { red: 0, green: 1, blue: 2, clipped: 3, x: 4, y: 5, pixels: 6 } as const;
export const columnOf = (region: number, what: keyof typeof WITHIN): number => region * 7 + WITHIN[what];
export const BACKGROUND_GREEN = REGION_NAMES.length * 7 + 1;
export const INTEROCULAR = REGION_NAMES.length * 7 + 4;
export const YAW = REGION_NAMES.length * 7 + 5;
