/** Every number that the capsule network’s detector depends on, each beside where it comes from. Shown on the card. */
import { LEARNED, type Parameter } from '../../learned/parameters.ts';

export const PARAMETERS = {
  ...LEARNED,
  heatSpan: { value: 8, unit: 'logit', origin: 'from one end of the heat map’s colours to the other: our choice, for looks only' },
} as const satisfies Record<string, Parameter>;
