/** Every number that the lighting detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  samplesPerSecond: {
    value: 6,
    unit: 'frames/s',
    origin: 'light changes slowly against the head; six give three frames in half a second; our choice',
  },
  patchRadius: {
    value: 0.07,
    unit: 'inter-ocular distances',
    origin: 'wider than pores and blocks of 8 px in a face of 60 px, narrower than the nose; our choice',
  },
  facing: {
    value: 0.25,
    unit: 'cosine to the camera',
    origin: 'patches turned farther away slip off the head when the mesh errs by a pixel; our choice',
  },
  saturatedLuma: { value: 250, unit: '8-bit counts', origin: 'at the end of the range brightness no longer follows the light; our choice' },
  saturatedShare: { value: 0.2, unit: 'share of the pixels of a patch', origin: 'our choice' },
  black: { value: 0.001, unit: 'linear light, 1 is white', origin: 'three 8-bit counts: nothing is left to divide by; our choice' },
  darkest: {
    value: 1.2,
    unit: 'log light under the median',
    origin: 'less than a third of the face’s median light: hair, beard, frames of spectacles or a cast shadow; our choice',
  },
  otherColour: {
    value: 14,
    unit: '8-bit counts of Cb and Cr from the median',
    origin: 'hair and clothing over the mesh; our choice',
  },
  minimumPatches: { value: 25, unit: 'patches', origin: 'two thirds of the patches of a half profile; our choice' },
  ridge: {
    value: 0.1,
    unit: 'added to the sums of squares',
    origin: 'keeps the direction towards the camera, of which a face shows one side only, from running away; our choice',
  },
  ridgeSecond: {
    value: 1,
    unit: 'added to the sums of squares',
    origin: 'second-order coefficients from one side of a ball are poorly determined; our choice',
  },
  maximumResidual: {
    value: 0.12,
    unit: 'inter-ocular distances',
    origin: 'a worse fit is no face that the canonical one describes (as for the head pose)',
  },
  maximumYaw: { value: 55, unit: 'degrees', origin: 'beyond it half of the face is hidden and guessed; our choice' },
  minimumEyes: { value: 24, unit: 'working px', origin: 'a patch then has a diameter of 3 px; our choice' },
  minimumStrength: {
    value: 0.4,
    unit: 'log light per unit of normal',
    origin:
      'in 796 LFW faces the tenth percentile is 0.22 and the median 0.68; below 0.4 the direction of the four flattest films errs by 27 to 54 degrees; our choice',
  },
  minimumFit: { value: 0.4, unit: 'share of variance', origin: 'tenth percentile of the same faces is 0.43; our choice' },
  maximumFromError: { value: 30, unit: 'degrees', origin: 'ninth decile of the same faces; our choice' },
  directedShare: { value: 0.5, unit: 'share of the samples', origin: 'the light comes from one side most of the time; our choice' },
  mostSamples: { value: 400, unit: 'samples', origin: 'more do not make the slope more certain, they only take time; our choice' },
  minimumSamples: { value: 24, unit: 'samples', origin: '4 s at six frames a second; our choice' },
  keptShare: { value: 0.7, unit: 'share of the samples', origin: 'patches that are often hidden say little of change; our choice' },
  minimumExpected: {
    value: 0.01,
    unit: 'log light',
    origin: 'below it the slope ran from −3.1 to 2.0 in genuine films; in the five above it that pass the other limits it was 1.3 to 1.6',
  },
  maximumSlopeError: {
    value: 0.2,
    unit: 'of the slope',
    origin: 'keeps slopes near 0 and near 1 apart by five standard errors; our choice',
  },
  minimumSlope: {
    value: 0.6,
    unit: 'slope plus two standard errors',
    origin:
      'slope plus two standard errors was at least 1.0 in all 31 assessable stretches of 5 s of genuine films, and 1.39 in the five films as a whole; 0.6 lies midway to a face texture carried along (0.2); raised from 0.4 after the first recipes had been seen',
  },
  stepSamples: { value: 3, unit: 'samples on either side', origin: 'half a second at six frames a second; our choice' },
  stepLeast: { value: 12, unit: 'samples', origin: '2 s at six frames a second; our choice' },
  stepSeconds: { value: 1.5, unit: 's', origin: 'six samples last 0.83 s; more means that frames are missing; our choice' },
  stepTurn: {
    value: 8,
    unit: 'degrees',
    origin:
      'a turn makes shadows wander: a film with a turn of 21 degrees in half a second (dfdc_lynaeydofd) changes by 0.6, others with a still head by 0.13 or less (0.30 once); our choice',
  },
  stepLimit: {
    value: 0.35,
    unit: 'log light per unit of normal',
    origin: '13 genuine films: at most 0.21 (LivePortrait d6), 0.17 (DFDC original), the other eleven 0.11 or less; the rest is room',
  },
  besideStep: {
    value: 8,
    unit: '8-bit counts',
    origin: 'within genuine clips the median cell changes by less from one step to the next (measured for the head pose detector)',
  },
  besideShare: {
    value: 0.5,
    unit: 'share of the cells beside the head',
    origin: 'a change of the scene’s light or a cut changes half of the picture; our choice',
  },
  pairYaw: { value: 35, unit: 'degrees', origin: 'beyond it one side of the face is read through few patches; our choice' },
  pairSamples: { value: 6, unit: 'frames of a film', origin: 'one second; our choice' },
  pairLimit: {
    value: 60,
    unit: 'degrees beyond two standard errors',
    origin: '17 pairs of faces in the same genuine picture (LFW): at most 38; of pairs of faces out of different pictures 13 % exceed 60',
  },
} as const satisfies Record<string, Parameter>;
