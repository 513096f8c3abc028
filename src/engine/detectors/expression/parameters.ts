/** Every number that the expression detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const GENUINE = 'largest isolated step of 13 genuine films (12 persons, 10,338 steps, 24 to 30 frames/s), times 1.25: ';

export const PARAMETERS = {
  minimumFps: {
    value: 20,
    unit: 'frames/s',
    origin: 'the genuine steps were measured at 24 to 30 frames/s; at fewer frames genuine steps are larger',
  },
  minimumEyeDistancePx: {
    value: 40,
    unit: 'working px',
    origin: 'smallest median among the films measured: 42 px between the eyes; smaller faces were not measured',
  },
  maximumResidual: {
    value: 0.12,
    unit: 'inter-ocular distances',
    origin:
      '1.5 times the largest of 10,429 genuine frames (0.08, as for the head pose): a worse fit is no face that the canonical one describes. In a genuine film shown upside down the mesh network gave such points, and they raised a finding at 1.8 times a limit',
  },
  maximumYaw: { value: 40, unit: 'degrees', origin: 'beyond it one side of the face is guessed by the mesh network; our choice' },
  longestStepMs: {
    value: 100,
    unit: 'ms',
    origin: 'films of variable rate leave out single frames; beyond it the frames do not belong to one movement; our choice',
  },
  usualStepMs: {
    value: 41.7,
    unit: 'ms',
    origin: 'the slowest of the films measured (24 frames/s): the limits hold for it, and grow in proportion for longer steps',
  },
  neighbours: {
    value: 2,
    unit: 'frames on either side',
    origin: 'a genuine movement spreads over more frames than a splice, which has one step',
  },
  browStep: { value: 0.11, unit: 'inter-ocular distances', origin: `${GENUINE}0.088 (LivePortrait d6, grimaces on purpose)` },
  noseStep: { value: 0.079, unit: 'inter-ocular distances', origin: `${GENUINE}0.063 (LivePortrait d6)` },
  cornerStep: { value: 0.24, unit: 'inter-ocular distances', origin: `${GENUINE}0.190 (LivePortrait d6)` },
  widthStep: { value: 0.22, unit: 'inter-ocular distances', origin: `${GENUINE}0.173 (LivePortrait d6)` },
  lipsStep: { value: 0.37, unit: 'inter-ocular distances', origin: `${GENUINE}0.299 (LivePortrait d6)` },
  jawStep: { value: 0.18, unit: 'inter-ocular distances', origin: `${GENUINE}0.146 (LivePortrait d6)` },
  minimumSeconds: { value: 2, unit: 's', origin: 'shorter stretches say nothing of how a face moves; our choice' },
  windowS: { value: 3, unit: 's', origin: 'a sentence; for the movement of the upper face while the mouth moves' },
  mouthMoves: {
    value: 0.012,
    unit: 'inter-ocular distances',
    origin: 'standard deviation of lips or jaw in windows in which the persons measured speak or laugh',
  },
} as const satisfies Record<string, Parameter>;
