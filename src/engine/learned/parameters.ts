/** Every number that the detectors around the face networks share, each beside where it comes from. Shown on each card. */

export interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const LEARNED = {
  samplesPerSecond: {
    value: 2,
    unit: 'samples/s',
    origin: 'our choice, for cost: one look costs a network some 30 ms; the pictures of half a second differ little',
  },
  leastSquarePx: {
    value: 80,
    unit: 'working px',
    origin:
      'side of the square that is cut out, which the network sees at 224 px: our choice; smaller ones are enlarged almost threefold and more',
  },
  leastSharpness: {
    value: 0.1,
    unit: 'Laplacian / deviation',
    origin: 'our choice, to leave out faces in which nothing fine is left',
  },
  mostYaw: { value: 45, unit: 'degrees', origin: 'beyond it one eye is hidden; the training faces are mostly frontal' },
  mostPitch: { value: 40, unit: 'degrees', origin: 'our choice; the training faces are mostly frontal' },
  leastSamples: { value: 3, unit: 'samples', origin: 'our choice, so that the mean of a face in a film does not hang on one picture' },
} as const satisfies Record<string, Parameter>;
