/** Every number that the channels detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  soundingLevel: {
    value: -70,
    unit: 'dB re full scale',
    origin:
      'a channel whose second is quieter, its offset taken away, counts as silent: about 25 times the step of 16-bit sound; our choice',
  },
  longestDelay: { value: 0.05, unit: 's', origin: 'longer ones are heard as an echo, not as width (precedence effect); our choice' },
  correlatedSamples: {
    value: 16_384,
    unit: 'samples',
    origin: 'from the middle of each second, to find the delay: a power of two, for the Fourier transform; our choice, for cost',
  },
  copyResidual: {
    value: -40,
    unit: 'dB re the channel',
    origin:
      'what is left of one channel after the other, delayed and scaled, was taken away: lossy coding of two equal channels leaves more than identical samples do; two microphones in one room leave far more. Our choice',
  },
  clippedRun: { value: 3, unit: 'samples', origin: 'equal extremes in a row; our choice' },
  clippedStep: {
    value: 8 / 32_768,
    unit: 'of full scale',
    origin: 'the sample before or behind the run lies farther away: rounding to 16 bit makes flat tops too, but their edges are one step',
  },
  fewestClipped: { value: 10, unit: 'samples in one second', origin: 'fewer are not told; our choice' },
  offset: {
    value: 0.005,
    unit: 'of full scale',
    origin:
      '7 of 275 genuine and 1 of 271 synthetic training recordings lie farther off (genuine up to 0.029); below it synthesis lies off zero more often than genuine speech, by too little to tell of one recording',
  },
} as const satisfies Record<string, Parameter>;
