/** Every number that the pixelation detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const IMAGES = 'genuine training images (LFW, FFHQ, DFDC)';

export const PARAMETERS = {
  samplesPerSecond: { value: 2, unit: '1/s', origin: 'our choice, for cost: one sample takes as long as several frames of decoding' },
  detail: {
    value: 4,
    unit: 'grey levels squared',
    origin: 'a block has detail above it and is even below it: about twice what coding leaves in even skin; our choice on training images',
  },
  fewestBlocks: {
    value: 8,
    unit: 'blocks',
    origin: 'our choice between 6 (greatest of 880 genuine training images 2.23) and 10 (greatest of 795: 1.76)',
  },
  roundingNoise: {
    value: 0.5,
    unit: 'grey levels',
    origin:
      'added to both deviations of noise, as what rounding and coding hide: with 0.1 genuine films reached 2.7, with 0.5 they reached 1.14',
  },
  windowSamples: {
    value: 4,
    unit: 'samples',
    origin: 'two seconds of film; single frames of genuine films reached 1.38, means are steadier',
  },
  detailLimitStill: {
    value: 1.7,
    unit: 'log2',
    origin: `6 of 1,706 measured ${IMAGES} lie above (0.35 %)`,
  },
  detailLimitFilm: {
    value: 1.4,
    unit: 'log2',
    origin: 'the greatest single frame of 13 genuine films is 1.38, the greatest mean of a film 1.00',
  },
  noiseLimit: { value: 1.3, unit: 'log2, either way', origin: `899 ${IMAGES}: -0.62 to 1.08; 243 frames of 13 genuine films: up to 1.14` },
} as const satisfies Record<string, Parameter>;
