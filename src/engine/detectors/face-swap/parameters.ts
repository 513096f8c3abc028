/** Every number that the face swap detector depends on, each beside where it comes from. Shown on the card. */
import { LEARNED, type Parameter } from '../../learned/parameters.ts';

export const PARAMETERS = {
  ...LEARNED,
  limit: {
    value: 3.58,
    unit: 'logit',
    origin:
      '5 of the 482 genuine pictures of the calibration folds (DFDC, LFW, FFHQ) reach it, 1 %, and 16 of their 290 face swaps, 5.5 %; the scores of 13 genuine films end at 3.27',
  },
  heatSpan: {
    value: 20,
    unit: 'logit',
    origin:
      'from one end of the heat map’s colours to the other: 5 to 95 % of the cells over 31 films lie between -9.7 and 11; for looks only',
  },
} as const satisfies Record<string, Parameter>;
