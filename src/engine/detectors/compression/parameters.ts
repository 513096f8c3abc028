/** Every number that the compression detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const IMAGES = 'training images (LFW, FFHQ, StyleGAN2, DFDC)';

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
  leastInCell: { value: 16, unit: 'coefficients', origin: 'our choice: a cell of the map with fewer that are not zero stays empty' },
  fewestBlocks: { value: 20, unit: 'blocks', origin: 'of a still, our choice: with fewer in the face or around it nothing is compared' },
  fewestFilmBlocks: {
    value: 80,
    unit: 'blocks',
    origin:
      'of a film: the mean of few blocks varies more than the limit allows for. Two genuine clips at half size with 26 and 50 blocks in the face reached 368 and 74 % of it, the same clips with 103 and 201 at most 44 %',
  },
  contrastLimit: {
    value: 100,
    unit: 'nats',
    origin: `our choice above what ${IMAGES} reached: 72 % of both limits at most (1,032 compared), and below what recompressed faces gave`,
  },
  gainLimit: {
    value: 0.1,
    unit: 'nats for each coefficient',
    origin:
      'our choice: where there are many coefficients the smallest misfit of the model adds up; echoes of the file’s own grid gave up to 0.10, recompressed faces mostly 0.3 and more',
  },
  echo: {
    value: 0.25,
    unit: 'share',
    origin:
      'traces weaker than this share of the strongest of the same region are left out: in one portrait and one DFDC face saved at quality 75 before, such echoes reached 0.8 and 13 % and set off false findings',
  },
  pastLimit: {
    value: 300,
    unit: 'nats',
    origin: `the greatest of 1,090 ${IMAGES} is 179; saved again at quality 95 such pictures gave 573 to 6,155 in the middle`,
  },
  pastGainLimit: { value: 0.1, unit: 'nats for each coefficient', origin: 'our choice, as gainLimit: an altered part lowers it' },
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
  displacedLimit: {
    value: 0.12,
    unit: 'grey levels',
    origin: 'twice the greatest of 17 faces of 16 training films, 13 of them genuine (0.061), the first 240 frames of each',
  },
  mapFull: {
    value: 0.5,
    unit: 'nats for each coefficient',
    origin: 'our choice: full colour of the map; recompressed faces give 0.3 to 1',
  },
  mostBlocks: { value: 3000, unit: 'blocks', origin: 'our choice, for cost: 64 grids are tried; more blocks are taken evenly spread' },
} as const satisfies Record<string, Parameter>;
