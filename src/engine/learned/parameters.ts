/** Every number that the detectors around the face networks share, each beside where it comes from. Shown on each card. */

export interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const TRAINING = '250 pictures of the training collections (DFDC, FFHQ, StyleGAN2, LFW; calibration folds)';

export const LEARNED = {
  samplesPerSecond: {
    value: 2,
    unit: 'samples/s',
    origin: 'our choice, for cost: one look takes about 25 ms with its crop; the pictures of half a second differ little',
  },
  leastSquarePx: {
    value: 100,
    unit: 'working px',
    origin:
      'side of the square that is cut out, which the network sees at 224 px: the smallest of the 4,832 training pictures in which a face was found is 101',
  },
  leastSharpness: { value: 0.04, unit: 'Laplacian / deviation', origin: `the least of ${TRAINING} is 0.046, rounded down` },
  mostYaw: { value: 45, unit: 'degrees', origin: `the greatest of ${TRAINING} is 44; beyond it one eye is hidden` },
  mostPitch: { value: 30, unit: 'degrees', origin: `the greatest of ${TRAINING} is 27` },
  leastSamples: { value: 3, unit: 'samples', origin: 'our choice, so that the mean of a face in a film does not hang on one picture' },
} as const satisfies Record<string, Parameter>;
