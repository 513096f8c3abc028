/** Every number that identity drift depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const GENUINE = '13 genuine clips of 12 persons, 6.7 minutes (docs/validation/movement.md)';

/** Greatest values in the genuine clips, with samples taken at two different phases. */
export const GENUINE_MOST = { contrast: 0.2, excursion: 0.3, ownDistance: 0.48 } as const;

export const PARAMETERS = {
  samplesPerSecond: {
    value: 2,
    unit: 'samples/s',
    origin: 'one description costs about 20 ms: a twelfth of the frames of a film at 25 frames/s',
  },
  cropScale: {
    value: 1.2,
    unit: 'of the mesh box',
    origin:
      'of 1.0, 1.2 and 1.5 it tells 179 DFDC face swaps (train) from their own originals best: AUC 0.87 against 0.85 and 0.85; all three tell persons apart',
  },
  likePose: {
    value: 12,
    unit: 'degrees',
    origin:
      'of yaw and pitch together. Within 8 degrees the median distance of one person is 0.04 to 0.21, beyond 24 degrees up to 0.41; 8 degrees instead of 12 leaves a third fewer comparisons and the same extremes',
  },
  maximumYaw: { value: 45, unit: 'degrees', origin: 'beyond it one eye is hidden; the 12 persons turned by at most 30 degrees' },
  minimumInterocularPx: {
    value: 15,
    unit: 'working px',
    origin:
      'at 15 px the description differs by 0.034 (median) from that at full size, while two persons differ by 0.61; smaller was not measured',
  },
  windowSamples: {
    value: 8,
    unit: 'samples',
    origin: `four seconds on either side; greatest genuine contrast with 4, 6, 8, 12 samples of one phase: 0.27, 0.18, 0.13, 0.13; ${GENUINE}`,
  },
  leastSamples: { value: 4, unit: 'samples', origin: 'two seconds on either side, so that a median does not hang on one picture' },
  changeContrast: {
    value: 0.3,
    unit: 'cosine distance',
    origin: `1.5 times the greatest genuine value, 0.20; ${GENUINE}; 153 of 154 joins of two persons exceed it, 95 % of them 0.42`,
  },
  excursionLimit: {
    value: 0.45,
    unit: 'cosine distance',
    origin: `1.5 times the greatest genuine value, 0.30, of a person who grimaces on purpose (the others: 0.17); ${GENUINE}`,
  },
  excursionSamples: { value: 4, unit: 'samples', origin: 'two seconds; longer stretches are long enough to be seen as two changes' },
  references: {
    value: 440,
    unit: 'samples',
    origin: 'two minutes spread over the film are enough for a typical face, and keep the time in proportion',
  },
} as const satisfies Record<string, Parameter>;
