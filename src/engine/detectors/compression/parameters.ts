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
    origin:
      'the 14 lowest frequencies but the steady one: higher ones are mostly zero in skin. Bianchi and Piva 2012 use the lowest 6 to 15',
  },
  largestStep: {
    value: 48,
    unit: 'grey levels',
    origin: 'our choice: the steps of these frequencies at quality 30 of the standard table go to 43',
  },
  range: { value: 160, unit: 'grey levels', origin: 'our choice: larger coefficients are rare at these frequencies' },
  roundingVariance: {
    value: 1 / 12,
    unit: 'grey levels squared',
    origin: 'pixels rounded to whole numbers; the rms distance seen in 17 pictures is 0.28',
  },
  foreign: {
    value: 0.1,
    unit: 'share',
    origin:
      'our choice: this share of the coefficients may fall anywhere (clipped blocks, chroma conversion, retouching) without refuting a step',
  },
  leastInformation: {
    value: 0.02,
    unit: 'nats for each coefficient',
    origin: 'our choice: a step that would tell less, were it there, is not tried',
  },
  leastCoefficients: { value: 30, unit: 'coefficients', origin: 'our choice: a frequency with fewer that are not zero is left out' },
  leastInCell: { value: 8, unit: 'coefficients', origin: 'our choice: a cell of the map with fewer that are not zero stays empty' },
  fewestBlocks: { value: 20, unit: 'blocks', origin: 'our choice: with fewer in the face or around it nothing is compared' },
  contrastLimit: { value: 100, unit: 'nats', origin: 'TBD' },
  gainLimit: { value: 0.1, unit: 'nats for each coefficient', origin: 'TBD' },
  echo: {
    value: 0.1,
    unit: 'share',
    origin:
      'traces weaker than this share of the strongest of the same region are left out: in a portrait saved once at quality 75 such echoes reached 0.8 % and set off a false finding',
  },
  pastLimit: { value: 300, unit: 'nats', origin: 'TBD' },
  pastGainLimit: { value: 0.15, unit: 'nats for each coefficient', origin: 'TBD' },
  clippedStep: {
    value: 4,
    unit: 'grey levels',
    origin: 'our choice: steps that coding leaves in even parts are smaller, edges of things larger',
  },
  samplesPerSecond: { value: 2, unit: '1/s', origin: 'our choice, for cost' },
  filmBlocks: { value: 1000, unit: 'blocks', origin: 'our choice, for cost: at most so many in the face and around it, evenly spread' },
  fewestSamples: { value: 4, unit: 'samples', origin: 'our choice: two seconds of film; single frames vary' },
  ownPeriod: {
    value: 2,
    unit: 'px',
    origin:
      'places that are a multiple of it are left out: the transforms of 4 and 8 pixels of the film’s own coder leave steps there too (0.5 grey levels in the genuine DFDC original)',
  },
  displacedLimit: { value: 0.12, unit: 'grey levels', origin: 'TBD' },
  mapFull: { value: 0.5, unit: 'nats for each coefficient', origin: 'TBD' },
  mostBlocks: { value: 3000, unit: 'blocks', origin: 'our choice, for cost: 64 grids are tried; more blocks are taken evenly spread' },
} as const satisfies Record<string, Parameter>;
