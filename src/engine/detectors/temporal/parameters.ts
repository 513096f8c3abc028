/** Every number that the temporal detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

/** The picture is described by the mean luma of so many cells along each side. */
export const CELLS = 4;

export const PARAMETERS = {
  samples: {
    value: 40_000,
    unit: 'pixels of each frame',
    origin: 'a regular grid; our choice, so that a frame costs less than a millisecond',
  },
  leastFrames: { value: 48, unit: 'frames', origin: 'four rounds of the longest rhythm that is looked for; our choice' },
  leastChange: {
    value: 0.05,
    unit: 'luma steps, median',
    origin: 'below it nothing moves but the coder; the stillest of 13 genuine films has 0.16',
  },
  jumpFloor: {
    value: 0.5,
    unit: 'luma steps added to the largest of the four neighbouring changes',
    origin: 'at low bit rates a coder stands still and catches up: changes under half a step are its own',
  },
  jumpLimit: {
    value: 4.5,
    unit: 'times the neighbouring changes',
    origin: '1.2 times the largest of 11,119 genuine changes (3.74, cap12.mp4, a film of very low bit rate; the next film 2.84)',
  },
  keyFrameTimes: {
    value: 2,
    unit: 'times the median of the other key frames',
    origin:
      'at low quality each key frame refreshes the picture (up to 4.2 times its neighbours at quality 40, measured); a jump must stand out of these too; our choice',
  },
  cutCorrelation: {
    value: 0.5,
    unit: '1',
    origin: 'a jump whose pictures correlate less (4 x 4 cells) is told as a cut to another picture, an ordinary edit; our choice',
  },
  cutDifference: {
    value: 18,
    unit: 'luma steps, mean over the cells',
    origin:
      'so are pictures that differ by more, unless brightness alone changed: of 1,674 pairs of frames of one view, up to four seconds apart, 0.9 % lie above (14 genuine films); of 728 of two such films 97 % are told as a cut by either, 79 % by the correlation alone',
  },
  cutLikeness: {
    value: 0.95,
    unit: '1',
    origin:
      'pictures that correlate more differ in brightness, as in a flash: half of the pairs of one view correlate by 0.997 and more; our choice',
  },
  longestRhythm: { value: 12, unit: 'frames', origin: 'twice the period of the common conversions (24 or 25 to 30: 5 and 6); our choice' },
  rhythmMotion: { value: 0.1, unit: 'luma steps, local median', origin: 'a rhythm is looked for where something moves; our choice' },
  rhythmShare: {
    value: 0.35,
    unit: 'of the variance',
    origin:
      'between films whose frame rate was not converted (at most 0.24 of the change, 0.25 of the blend) and converted ones (0.43 to 0.95)',
  },
  repeatedChange: {
    value: 0.45,
    unit: 'of the other frames',
    origin: 'a repeated frame changes by coding alone; measured 0.01 to 0.41 in films converted from 24 or 25 to 30 frames/s',
  },
  interpolatedRatio: {
    value: 0.7,
    unit: 'of the other frames',
    origin:
      'how near the frames of the lowest phase lie to the mean of their neighbours: made by a converter (blended or motion-compensated) 0.50 to 0.60, ' +
      "left by a coder's own rhythm 0.77 and more",
  },
  sequenceFrames: {
    value: 24,
    unit: 'frames',
    origin: 'a second; shorter stretches of a quiet or a nodding head repeat by themselves (12 frames: within 0.23 of their motion)',
  },
  sequenceMotion: {
    value: 1,
    unit: 'luma steps of one cell within the stretch',
    origin:
      'a stretch in which nothing moves is like any other such stretch; coding alone moves a cell by up to 0.3 (measured, quality 28)',
  },
  sequenceTolerance: {
    value: 0.15,
    unit: 'of its own motion',
    origin:
      'two thirds of the most alike pair of different stretches in 13 genuine films (0.231, LivePortrait d9, a nodding head); copies coded again at quality 18 have 0.08',
  },
  clockGap: { value: 1.5, unit: 'times the median interval', origin: 'a frame that is missing doubles the interval; half way; our choice' },
} as const satisfies Record<string, Parameter>;
