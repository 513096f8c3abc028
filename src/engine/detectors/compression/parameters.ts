/** Every number that the compression detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  highestSum: {
    value: 4,
    unit: 'u + v',
    origin: 'the 14 lowest frequencies but the steady one: higher ones are mostly zero in skin. Bianchi and Piva 2012 use the lowest 6 to 15',
  },
  largestStep: { value: 48, unit: 'grey levels', origin: 'our choice: the steps of these frequencies at quality 30 of the standard table go to 43' },
  range: { value: 160, unit: 'grey levels', origin: 'our choice: larger coefficients are rare at these frequencies' },
  roundingVariance: { value: 1 / 12, unit: 'grey levels squared', origin: 'pixels rounded to whole numbers; the rms distance seen in 17 pictures is 0.28' },
  foreign: {
    value: 0.1,
    unit: 'share',
    origin: 'our choice: this share of the coefficients may fall anywhere (clipped blocks, chroma conversion, retouching) without refuting a step',
  },
  leastInformation: {
    value: 0.02,
    unit: 'nats for each coefficient',
    origin: 'our choice: a step that would tell less, were it there, is not tried',
  },
  leastCoefficients: { value: 30, unit: 'coefficients', origin: 'our choice: a frequency with fewer that are not zero is left out' },
  mostBlocks: { value: 3000, unit: 'blocks', origin: 'our choice, for cost: 64 grids are tried; more blocks are taken evenly spread' },
} as const satisfies Record<string, Parameter>;
