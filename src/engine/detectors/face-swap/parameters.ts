/** Every number that the face swap detector depends on, each beside where it comes from. Shown on the card. */
import { LEARNED, type Parameter } from '../../learned/parameters.ts';

export const PARAMETERS = {
  ...LEARNED,
  limit: {
    value: 2.12,
    unit: 'logit',
    origin: '5 of the 482 genuine pictures of the calibration folds (DFDC, LFW, FFHQ) reach it, 1 %; films were not used to set it',
  },
  heatSpan: {
    value: 20,
    unit: 'logit',
    origin: 'from one end of the heat map’s colours to the other; kept from version 1.0.0, whose cells were measured; for looks only',
  },
} as const satisfies Record<string, Parameter>;
