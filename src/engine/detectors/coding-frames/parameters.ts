/** Every number that the coding-frames detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  frameSamples: { value: 1024, unit: 'samples', origin: 'the step of the long transform of AAC-LC (ISO/IEC 14496-3)' },
  firstCoefficient: {
    value: 64,
    unit: 'coefficient of 1024',
    origin:
      '0.5 kHz at 16 kHz: coders round the lowest ones finely. Bands from 16, 128 and 200 on found about as much (17 seconds of 6 recordings of train at each coding); this one lies between them and was not compared; our choice',
  },
  coefficients: { value: 320, unit: 'count', origin: 'to 3 kHz at 16 kHz, 8.3 kHz at 44.1 kHz; our choice, for cost' },
  smallShare: {
    value: 0.002,
    unit: 'of the power',
    origin:
      'a coefficient counts as small if it has less of the power of the complex one (MDCT and MDST); 2.8 % of any other sound do. 0.001 and 0.003 give about as much contrast, 0.01 less (17 seconds of 6 recordings of train at each coding)',
  },
  leastPower: {
    value: 16 / 32_768 ** 2,
    unit: 'of full scale, squared',
    origin:
      'complex coefficients weaker than 4 steps of 16-bit sound are not asked: rounding fills their zeros. A power of 64 finds a little less, of 1024 less (17 seconds of 6 recordings of train)',
  },
  scannedFrames: { value: 3, unit: 'frames', origin: 'of each second, over which all 1024 offsets are tried; our choice, for cost' },
  candidates: { value: 6, unit: 'offsets', origin: 'the best of the scan, which are tried on more frames; our choice, for cost' },
  triedFrames: { value: 12, unit: 'frames', origin: 'at most, spread over the second; our choice, for cost' },
  fewestTested: { value: 200, unit: 'coefficients', origin: 'strong enough to be asked in a second; our choice' },
  clearLead: {
    value: 3.5,
    unit: 'standard deviations',
    origin:
      'by which the best offset of a second leads the next: in 1,286 seconds of 299 uncoded genuine recordings (train) the greatest is 3.11. Steady tones have many offsets alike',
  },
  fewestSeconds: {
    value: 2,
    unit: 'seconds',
    origin: 'must share an offset before it is told: two that agree by chance have one offset in 1024; our choice',
  },
  granuleSamples: {
    value: 576,
    unit: 'samples',
    origin: 'the step of the transform of MPEG-1 and MPEG-2 Layer III (ISO/IEC 11172-3, 13818-3)',
  },
  filterShape: { value: 9, unit: 'β of Kaiser’s window', origin: 'of the low pass of 512 taps that stands for the norm’s; our choice' },
  firstBand: { value: 2, unit: 'of 32 bands', origin: '0.5 kHz at 16 kHz, 1.4 kHz at 44.1 kHz; our choice' },
  bands: { value: 11, unit: 'count', origin: 'to 3.25 kHz at 16 kHz, 9 kHz at 44.1 kHz; our choice, for cost' },
  smallShareMp3: {
    value: 0.001,
    unit: 'of the power around',
    origin: 'of 0.001, 0.003 and 0.01 the greatest contrast (two recordings of train at 44.1 kHz, 64 and 128 kbit/s)',
  },
  leastPowerMp3: {
    value: 16 / 32_768 ** 2,
    unit: 'of full scale, squared',
    origin: 'as for AAC: weaker coefficients are not asked, since rounding to 16 bit fills their zeros',
  },
  clearLeadMp3: {
    value: 3.5,
    unit: 'standard deviations',
    origin: 'as for AAC: in 1,032 seconds of 275 uncoded genuine recordings (train) the greatest lead is 2.49',
  },
  placesMp3: { value: 4, unit: 'places', origin: 'of each second, at which all 576 offsets are tried; our choice, for cost' },
  granulesMp3: { value: 2, unit: 'granules', origin: 'at each place; our choice, for cost' },
} as const satisfies Record<string, Parameter>;
