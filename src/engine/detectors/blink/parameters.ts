/** Every number that the blink detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

const OWN = 'set before the first run and kept after the first 50 s of franck.mp4; all other labels are tests (docs/validation/blink.md)';

export const PARAMETERS = {
  minimumFps: {
    value: 15,
    unit: 'frames/s',
    origin: 'A blink closes in about 100 ms (Stern 1984): under 15 frames/s fewer than two frames fall into it',
  },
  minimumEyeWidthPx: {
    value: 10,
    unit: 'px',
    origin:
      'franck.mp4 scaled down and strongly compressed: 22 of 26 blinks found at 9.5 px, 20 at 7.5, 16 at 5.6 (docs/validation/blink.md)',
  },
  maximumYaw: { value: 0.8, unit: 'log ratio', origin: 'beyond it the nose hides part of the far eye; no labelled blink was lost at it' },
  baselineQuantile: {
    value: 0.75,
    unit: 'quantile',
    origin: 'eyes are open in well over half of the time, so the upper quartile is the open eye',
  },
  baselineWindowS: { value: 8, unit: 's', origin: OWN },
  closedLimit: { value: 0.62, unit: 'share of baseline', origin: OWN },
  prominence: { value: 0.25, unit: 'share of baseline', origin: OWN },
  closingWithinMs: {
    value: 300,
    unit: 'ms',
    origin: 'closing takes about 100 ms (Stern 1984); three times that, for slow closings and coarse frames',
  },
  openingWithinMs: { value: 500, unit: 'ms', origin: 'reopening is the slower phase, longest endogenous blinks about 500 ms (Stern 1984)' },
  maximumHalfWidthMs: {
    value: 500,
    unit: 'ms',
    origin: 'longest endogenous blinks about 500 ms (Stern 1984); longer closures are counted apart',
  },
  openShare: { value: 0.75, unit: 'share of the rise', origin: OWN },
  speakingWindowS: { value: 1, unit: 's', origin: 'a few syllables at 3 to 6 per second' },
  speakingMovement: {
    value: 0.02,
    unit: 'inter-ocular distances',
    origin: 'docs/validation/blink.md: mouth movement of silent and of talking faces',
  },
  recall: {
    value: 0.87,
    unit: 'share',
    origin:
      'lower end of the 95 % Wilson interval of our measured recall, 26 of 26 in the first 100 s of franck.mp4 (docs/validation/blink.md)',
  },
  smallEyeWidthPx: {
    value: 15,
    unit: 'px',
    origin: 'strongly compressed: 26 of 26 blinks found at 15.5 px, 22 at 11.5 (docs/validation/blink.md)',
  },
  recallSmallEyes: {
    value: 0.66,
    unit: 'share',
    origin: 'lower end of the 95 % Wilson interval of 22 of 26, eyes 9.5 and 11.5 px wide, x264 crf 32',
  },
  fewBlinksLevel: { value: 0.05, unit: 'chance', origin: 'convention; not adjusted for the number of files examined' },
  incompleteOpenness: {
    value: 0.4,
    unit: 'share of baseline',
    origin:
      'our definition of an incomplete blink; 5 of 95 blinks of 12 genuine persons leave the eye more open (docs/validation/blink.md)',
  },
  regularIntervals: {
    value: 8,
    unit: 'intervals',
    origin: 'with fewer, regular intervals come about by chance: see the limit of the variation',
  },
  regularVariation: {
    value: 0.2,
    unit: 'standard deviation / mean',
    origin:
      'the three genuine persons with 8 intervals or more gave 0.69, 1.08 and 1.34; intervals twice as regular as exponential ones (gamma, shape 4) ' +
      'fall below it with a chance of 0.008 at 8 intervals and less with more (simulated, 40,000 draws)',
  },
  minimumAssessableS: { value: 5, unit: 's', origin: 'shorter stretches give no baseline; the chance forbids a conclusion long before' },
} as const satisfies Record<string, Parameter>;

/**
 * [Note: norms] How often persons blink, by state, as a log-normal over persons.
 * Speaking: Doughty 2001 gives 10.5 to 32.5 /min (95 %), geometric middle 18.5, sigma 0.29; Bentivoglio 1997 a mean of 26 (n = 150).
 * We take the lower middle and the wider sigma 0.37 that follows from 32.4 +- 12.4 /min in 24 persons (Chidi-Egboka 2023).
 * Silent: a camera cannot tell rest (17 /min) from reading (4.5 /min, both Bentivoglio 1997), so reading is assumed, the lower;
 * Doughty's 1.4 to 14.4 /min gives sigma 0.60, Chidi-Egboka's 10.7 +- 9.7 /min the wider 0.775, which we take.
 * Every choice makes few blinks less surprising.
 */
export const NORMS = {
  speaking: { medianPerMinute: 18.5, sigmaLog: 0.37 },
  silent: { medianPerMinute: 4.5, sigmaLog: 0.775 },
} as const;
