/** Every number that the shadow detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

/** Weights of the three asymmetries in the lateral light that the shadows beside nose and mouth tell of. */
const WEIGHTS_FROM =
  'least squares over 866 genuine LFW and FFHQ faces (train) with light from one side: light of the rest of the face on the asymmetries, each cut at ±1.5';

export const PARAMETERS = {
  pairsPerSecond: {
    value: 3,
    unit: 'pairs of neighbouring frames a second',
    origin: 'flicker is a change from one frame to the next; three pairs cost as much as six single frames; our choice',
  },
  patchRadius: { value: 0.07, unit: 'inter-ocular distances', origin: 'patches of shading, as for the lighting detector' },
  spotRadius: {
    value: 0.05,
    unit: 'inter-ocular distances',
    origin: 'spots in the shadows: a third of the width of the nose’s side; our choice',
  },
  facing: { value: 0.25, unit: 'cosine to the camera', origin: 'patches of shading, as for the lighting detector' },
  spotFacing: {
    value: 0.15,
    unit: 'cosine to the camera',
    origin: 'the sides of the nose are steeper than cheeks, and lie nearer to the middle of the mesh; our choice',
  },
  saturatedLuma: { value: 250, unit: '8-bit counts', origin: 'at the end of the range brightness no longer follows the light; our choice' },
  saturatedShare: { value: 0.2, unit: 'share of the pixels of a patch', origin: 'our choice' },
  black: { value: 0.001, unit: 'linear light, 1 is white', origin: 'three 8-bit counts: nothing is left to divide by; our choice' },
  darkest: {
    value: 1.2,
    unit: 'log light under the median',
    origin: 'hair, beard and frames of spectacles among the patches of shading, as for the lighting detector',
  },
  otherColour: { value: 14, unit: '8-bit counts of Cb and Cr from the median', origin: 'hair and clothing, as for the lighting detector' },
  minimumPatches: {
    value: 20,
    unit: 'patches of shading',
    origin: 'two fifths of the 50 that lie outside the shadows of nose and mouth; our choice',
  },
  ridge: { value: 0.1, unit: 'added to the sums of squares', origin: 'as for the lighting detector' },
  spotShare: { value: 0.5, unit: 'share of the spots of a region', origin: 'fewer say little of the region; our choice' },
  neckBelow: {
    value: 0.2,
    unit: 'inter-ocular distances below the chin',
    origin: 'where the shadow of the chin lies; farther down the collar begins; our choice',
  },
  maximumResidual: {
    value: 0.12,
    unit: 'inter-ocular distances',
    origin: 'a worse fit is no face that the canonical one describes (as for the head pose)',
  },
  maximumYaw: { value: 35, unit: 'degrees', origin: 'beyond it one side of the nose is hidden from the camera; our choice' },
  minimumEyes: { value: 24, unit: 'working px', origin: 'a spot then has a diameter of 2.4 px; our choice' },
  minimumStrength: {
    value: 0.4,
    unit: 'log light per unit of normal',
    origin: 'below it the direction of flat films errs by 27 to 54 degrees (measured for the lighting detector)',
  },
  minimumFit: { value: 0.4, unit: 'share of variance', origin: 'as for the lighting detector' },
  maximumError: {
    value: 0.25,
    unit: 'log light per unit of normal, standard error',
    origin:
      'five of eight of the least strength; above it lie 2 % of the faces with light from one side, one of them the greatest contradiction of a genuine face; our choice',
  },
  weightNoseSide: { value: 0.4, unit: 'log light per unit of normal, per log light', origin: WEIGHTS_FROM },
  weightNoseCheek: { value: 0.09, unit: 'log light per unit of normal, per log light', origin: WEIGHTS_FROM },
  weightUpperLip: { value: 0.26, unit: 'log light per unit of normal, per log light', origin: WEIGHTS_FROM },
  mostAsymmetry: {
    value: 1.5,
    unit: 'log light',
    origin: 'a side less than a quarter as bright as the other: glare, or an object; our choice',
  },
  directedShare: { value: 0.5, unit: 'share of the samples', origin: 'the light comes from one side most of the time; our choice' },
  leastDirected: { value: 6, unit: 'samples of a film', origin: 'one second; our choice' },
  contradictionLimit: {
    value: 0.85,
    unit: 'log light per unit of normal beyond two standard errors',
    origin:
      '1.2 times the largest of 1,233 genuine faces with light from one side (LFW, FFHQ, DFDC; train): 0.71, a stage with lamps of two colours',
  },
  flickerTurn: {
    value: 2,
    unit: 'degrees from one frame to the next',
    origin: 'a turning head moves the shadows: the changes of genuine films are halved by allowing for it so; our choice',
  },
  neckColour: {
    value: 16,
    unit: '8-bit counts of Cb and Cr from the chin',
    origin: 'bare necks of ten genuine films lie within 4 to 16, shirts beyond; all three spots must; our choice',
  },
  neckWeight: {
    value: 0.5,
    unit: '1',
    origin: 'beside speech and collars the neck changes about twice as much as the nose in genuine films, 0.25 log light once; our choice',
  },
  flickerPairs: { value: 12, unit: 'pairs', origin: '4 s at three pairs a second; our choice' },
  jumpLimit: {
    value: 0.15,
    unit: 'log light',
    origin: '13 genuine films, 1,217 pairs: at most 0.100 (LivePortrait d6), 0.087 or less in the other twelve; the rest is room',
  },
  flickerLimit: {
    value: 0.06,
    unit: 'log light',
    origin:
      'the same films: at most 0.041 in any stretch (the DFDC original), 0.039 in LivePortrait d6, 0.029 or less in the other eleven; the rest is room',
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
} as const satisfies Record<string, Parameter>;
