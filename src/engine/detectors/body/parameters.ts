/** Every number that the body detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  samplesPerSecond: {
    value: 5,
    unit: '1/s',
    origin: 'one run of the body network costs more than a frame’s tracking; every 5th to 6th frame at 24 to 30 frames/s',
  },
  cropSide: {
    value: 12,
    unit: 'inter-ocular distances',
    origin:
      'of 6, 8, 11 and 15 on five genuine clips the shoulders have confidences of 0.07 to 0.73, 0.27 to 0.84, 0.48 to 0.82 and 0.53 to 0.90; at 15 the points of the face get coarser',
  },
  minimumConfidence: {
    value: 0.3,
    unit: 'of 1',
    origin: 'medians of the lesser shoulder on 13 genuine clips are 0 (outside the picture) to 0.80; our choice',
  },
  windowSeconds: {
    value: 3,
    unit: 's',
    origin: 'long enough for a living body to show movement in the genuine clips measured; our choice',
  },
  minimumSamples: { value: 0.8, unit: 'of those due in a window', origin: 'our choice' },
  headMovement: {
    value: 0.08,
    unit: 'inter-ocular distances, standard deviation',
    origin: 'about 5 mm; in a window below it the head moves too little to ask whether the body moves too; our choice',
  },
  belowEyes: {
    value: 2.4,
    unit: 'inter-ocular distances',
    origin: 'the chin lies 1.7 to 1.9 below the eyes (medians of six genuine clips), 2.1 at most; the rest keeps the moving jaw out',
  },
  minimumCells: { value: 6, unit: 'cells', origin: 'about one square inter-ocular distance of the torso; our choice' },
  minimumContrast: {
    value: 3,
    unit: '8-bit counts',
    origin: 'standard deviation over the cells: an evenly coloured torso shows no movement; our choice',
  },
  stillLimit: {
    value: 0.2,
    unit: '8-bit counts',
    origin:
      'seven genuine clips that could be measured (at most 6 persons, 218 windows): at least 0.76 (cap12), and 0.66 when coded again at crf 35; a body held still by recipe: at most 0.03, and 0.09 when coded again at crf 28 (0.21 to 0.32 at crf 35, which is not found)',
  },
  minimumEyeDistancePx: { value: 20, unit: 'working px', origin: 'smallest of the faces measured has 31 px' },
} as const satisfies Record<string, Parameter>;
