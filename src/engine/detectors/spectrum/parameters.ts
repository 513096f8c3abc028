/** Every number that the spectrum detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  samplesPerSecond: {
    value: 3,
    unit: '1/s',
    origin: 'what a network leaves in every frame need not be looked for in each; our choice, for cost',
  },
  largeWindow: { value: 128, unit: 'working px', origin: 'a power of two; the face must be as large' },
  smallWindow: { value: 64, unit: 'working px', origin: 'least size at which the places of the peaks are apart by 16 steps' },
  bands: { value: 16, unit: '1', origin: 'rings from 0 to half the sampling rate; our choice' },
  fitFrom: { value: 0.15, unit: 'of half the sampling rate', origin: 'below it lies the shape of the face, not its detail; our choice' },
  fitTo: { value: 0.5, unit: 'of half the sampling rate', origin: 'above it coding and noise begin; our choice' },
  axisLimit: {
    value: 3,
    unit: 'decades over the surroundings',
    origin:
      '1.2 times the largest of 1,951 genuine images (2.51, a DFDC crop; LFW 1.86, FFHQ 1.14): rows and columns of coding blocks and of interlacing lie there',
  },
  diagonalLimit: {
    value: 1.6,
    unit: 'decades over the surroundings',
    origin: '1.2 times the largest of 1,951 genuine images (1.28, LFW)',
  },
  filmAxisLimit: {
    value: 1.4,
    unit: 'decades over the surroundings, median of the samples',
    origin: '1.3 times the largest of 13 genuine films (1.06, LivePortrait s18)',
  },
  filmDiagonalLimit: {
    value: 0.85,
    unit: 'decades over the surroundings, median of the samples',
    origin: '1.3 times the largest of 13 genuine films (0.64, LivePortrait d19)',
  },
  leastSamples: { value: 6, unit: 'samples', origin: 'two seconds: fewer are judged one by one, by the limits of an image; our choice' },
  leastPower: { value: 0.01, unit: 'luma steps squared', origin: 'below rounding: keeps the logarithm finite' },
} as const satisfies Record<string, Parameter>;

/** Where up-sampling by 2 and 4 leaves peaks, cycles per pixel. */
export const PEAKS = [
  { name: 'across, 1/2', u: 0.5, v: 0, diagonal: false },
  { name: 'down, 1/2', u: 0, v: 0.5, diagonal: false },
  { name: 'across, 1/4', u: 0.25, v: 0, diagonal: false },
  { name: 'down, 1/4', u: 0, v: 0.25, diagonal: false },
  { name: 'chequered, 1/2', u: 0.5, v: 0.5, diagonal: true },
  { name: 'diagonal, 1/4', u: 0.25, v: 0.25, diagonal: true },
  { name: 'mixed, 1/2 and 1/4', u: 0.5, v: 0.25, diagonal: true },
  { name: 'mixed, 1/4 and 1/2', u: 0.25, v: 0.5, diagonal: true },
] as const;
