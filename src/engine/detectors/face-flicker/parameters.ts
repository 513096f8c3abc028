/** Every number that the face-flicker detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

/** Cells along each side of a patch, and samples along each side of a cell. */
export const GRID = { cells: 8, samples: 5 } as const;

export const PARAMETERS = {
  patch: {
    value: 0.62,
    unit: 'of the face box',
    origin: 'from the brows to the mouth between the cheeks: outline and hair stay outside; our choice',
  },
  leastPatchPx: { value: 24, unit: 'working px', origin: 'three pixels for each cell; our choice' },
  reach: { value: 0.1, unit: 'of the patch', origin: 'how far a face is followed from one frame to the next; our choice' },
  floor: {
    value: 1,
    unit: 'luma steps',
    origin: 'what coding alone changes: the median change of the face is 0.3 to 2.8 in the films measured',
  },
  limit: {
    value: 2.85,
    unit: '1',
    origin:
      '1.2 times the largest of untouched films: 2.37 in franck.mp4 coded again with H.264 at quality 40, whose coder alternates coarse and fine frames; ' +
      '1.56 in 10,400 frames of 13 genuine films of 12 persons as they are',
  },
  around: {
    value: 0.5,
    unit: 'of the change of the face',
    origin: 'a flash, a cut and a bump of the camera change both; half way between sharing and not sharing; our choice',
  },
  leastFrames: { value: 25, unit: 'frames', origin: 'about a second; our choice' },
} as const satisfies Record<string, Parameter>;
