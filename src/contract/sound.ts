import * as z from 'zod';
import { ExhibitId, Us } from './values.ts';

/** A channel by its number from 0, or half the sum (mid) or half the difference (side) of the two channels of a stereo recording. */
export const SoundChannel = z.string().regex(/^(\d|[1-5]\d|6[0-3]|mid|side)$/);
export type SoundChannel = z.infer<typeof SoundChannel>;

const Samples = z.int().nonnegative();
const Decibels = z.number();

/** What can be drawn of an exhibit's sound now; asked again while `done` is false. */
export const SoundInfo = z.strictObject({
  exhibitId: ExhibitId,
  /** Index of the stream in its container. */
  stream: z.int().nonnegative(),
  sampleRate: z.int().positive(),
  channels: z.int().positive(),
  /** When the first sample sounds, on the exhibit's clock. */
  startUs: Us,
  /** Samples from the start of the recording, gaps included. `totalSamples` is what the container states until `done`. */
  decodedSamples: Samples,
  totalSamples: Samples,
  done: z.boolean(),
  /** Stretches of the recording's own clock without sound: first sample, and the first one after. */
  gaps: z.array(z.tuple([Samples, Samples])),
  warnings: z.array(z.string()),
  fftSize: z.strictObject({ broad: z.int().positive(), narrow: z.int().positive() }),
});
export type SoundInfo = z.infer<typeof SoundInfo>;

export const SoundQuestion = z.strictObject({ exhibitId: ExhibitId, channel: SoundChannel, startUs: Us, endUs: Us });
export type SoundQuestion = z.infer<typeof SoundQuestion>;

const Curve = z.strictObject({ stepHz: z.number().positive(), meanDb: z.array(Decibels), quietDb: z.array(Decibels) });

/** Measures of one stretch of one channel. Levels: 0 dB is full scale; in spectra, a full-scale sine. */
export const SoundMeasures = z.strictObject({
  samples: Samples,
  sampleRate: z.int().positive(),
  rmsDb: Decibels,
  peakDb: Decibels,
  offset: z.number(),
  clippedSamples: Samples,
  zeroShare: z.number(),
  /** Tenth percentile of frames of 20 ms; null below ten frames. */
  noiseFloorDb: Decibels.nullable(),
  /** Counts of sample values in 64 equal steps from -1 to 1. */
  histogram: z.array(Samples),
  /** null where the stretch is shorter than one window. */
  spectrum: z
    .strictObject({
      ...Curve.shape,
      frames: Samples,
      power99Hz: z.number(),
      highestHz: z.number().nullable(),
      floorDb: Decibels,
    })
    .nullable(),
  hum: z.array(
    z.strictObject({
      nominalHz: z.union([z.literal(50), z.literal(60)]),
      hz: z.number(),
      resolutionHz: z.number(),
      levelDb: Decibels,
      prominenceDb: Decibels,
      /** Whether it stands out enough to be called a tone. */
      stands: z.boolean(),
    }),
  ),
  /** The frequency of mains hum over the stretch, from the line of a grid on which it stands out most. */
  humTrack: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('measured'),
      nominalHz: z.union([z.literal(50), z.literal(60)]),
      /** 2: measured at twice the nominal frequency, and halved. */
      harmonic: z.union([z.literal(1), z.literal(2)]),
      marginDb: Decibels,
      frameSeconds: z.number().positive(),
      /** Seconds from the start of the stretch to the middle of a frame; hertz, null where no tone of a grid stands out by the margin; peak over its surroundings, dB. */
      points: z.array(z.tuple([z.number(), z.number().nullable(), Decibels])),
      heardFrames: z.int().positive(),
      medianHz: z.number(),
      lowestHz: z.number(),
      highestHz: z.number(),
    }),
    z.strictObject({ outcome: z.literal('abstained'), reason: z.string() }),
  ]),
  /** What only a voice has; `reason` says why it was not measured. */
  voice: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('measured'),
      /** Seconds from the start of the stretch, and hertz; null: not voiced. */
      pitch: z.array(z.tuple([z.number(), z.number().nullable()])),
      voicedShare: z.number(),
      medianHz: z.number(),
      harmonicityDb: Decibels,
      periods: Samples,
      jitterLocal: z.number().nullable(),
      shimmerLocal: z.number().nullable(),
      /** Medians over voiced frames, F1 first; null where too few frames have it. */
      formants: z.array(z.strictObject({ hz: z.number(), bandwidthHz: z.number() }).nullable()),
    }),
    z.strictObject({ outcome: z.literal('abstained'), reason: z.string() }),
  ]),
});
export type SoundMeasures = z.infer<typeof SoundMeasures>;
