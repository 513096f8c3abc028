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
      '1.5 times the largest of 10,429 genuine frames (0.08, LivePortrait d12); a worse fit is no face that the canonical one describes',
  },
  neighbours: {
    value: 2,
    unit: 'frames on either side, at least',
    origin: 'a genuine turn spreads over more frames than a splice, which has one step',
  },
  neighbourMs: {
    value: 84,
    unit: 'ms on either side',
    origin:
      'two frames at 24 frames/s, five at 60: films of 24 frames/s stored at 60 repeat frames, and the step after a repeat is no jump',
  },
  longestStepMs: {
    value: 100,
    unit: 'ms',
    origin: 'two frames at the least rate: a film of variable rate leaves frames out; our choice',
  },
  jumpExcess: {
    value: 11,
    unit: 'degrees',
    origin: '13 genuine clips: at most 8.5 (LivePortrait d12, a fast voluntary twist), 5.9, 3.8 and less; the rest is room',
  },
  shakeSpeed: {
    value: 780,
    unit: 'degrees/s',
    origin: 'vigorous voluntary yaw rotation, median over 20 persons of each one’s highest speed (Grossman et al. 1988)',
  },
  shakeFrequency: {
    value: 2.6,
    unit: 'Hz',
    origin: 'the frequency of that movement did not exceed it (Grossman et al. 1988, median)',
  },
  shakeRoom: {
    value: 1.5,
    unit: 'times what that movement gives',
    origin: 'our choice: 10.9 degrees at 24 frames/s, so that the limit rises above 11 degrees only at fewer frames (18 degrees at 20)',
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
    origin:
      'within 13 genuine clips at most 0.3 of the cells change in one step, but for two steps of the light in cap12; a cut between two of the clips ' +
      'would change half or more in 73 of the 78 pairs',
  },
  backgroundStep: {
    value: 8,
    unit: '8-bit counts',
    origin:
      'a cell counts as changed: the median of the cells changes by at most 7.7 in one step of the same clips, 12 at the steps of the light; our choice',
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
