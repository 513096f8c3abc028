/** Every number that the prosody detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  floor: { value: 75, unit: 'Hz', origin: 'lowest voice that is looked for: Praat’s own default' },
  ceiling: { value: 600, unit: 'Hz', origin: 'highest voice that is looked for: Praat’s own default' },
  slot: { value: 0.04, unit: 's', origin: 'one value of the melody: four periods of a voice of 100 Hz; our choice' },
  speech: {
    value: 0.5,
    unit: 'probability',
    origin: 'Silero’s own default: below it nobody speaks, and hum or music is not taken for a melody',
  },
  window: {
    value: 50,
    unit: 'voiced slots',
    origin: '2 s of voice, about 4 s of speech: as long as the recordings that the limit was measured on; our choice',
  },
  leastRange: {
    value: 3.9,
    unit: 'semitones',
    origin:
      'set below the least (4.1) of a first measuring of 106 genuine recordings of at most 4.1 s (train), whole clips; of 123 measured by the detector itself one lies below (2.7), the next at 4.2, the median at 9.5',
  },
  pause: {
    value: 0.2,
    unit: 's',
    origin: 'shorter gaps are closures of stops within words; our choice',
  },
  longPause: { value: 2, unit: 's', origin: 'in longer ones nobody is speaking: not counted into the time of speaking; our choice' },
  breathPause: { value: 0.3, unit: 's', origin: 'pauses in which a breath has room: those from here on are asked for one; our choice' },
  breathStep: { value: 0.02, unit: 's', origin: 'breath is looked for so often, under windows of twice the length; our choice' },
  breathBandLow: {
    value: 700,
    unit: 'Hz',
    origin: 'above hum, rumble and most of what a voice leaves in a room; lower end of the telephone’s middle band; our choice',
  },
  breathBandHigh: { value: 3500, unit: 'Hz', origin: 'below the fricatives, and within telephone sound; our choice' },
  breathAbove: {
    value: 4,
    unit: 'dB',
    origin: 'each step over the quietest 2 % of the four seconds around it; chosen on 176 pauses of train labelled by eye',
  },
  breathAboveMean: { value: 7, unit: 'dB', origin: 'the mean of a breath over the same; chosen with breathAbove' },
  breathBelow: { value: 10, unit: 'dB', origin: 'below the median level of the voice in this band; chosen with breathAbove' },
  breathDeepest: {
    value: 45,
    unit: 'dB',
    origin: 'what lies further below the voice is not heard as breath: dither and decay where silence is digital; our choice',
  },
  breathFlatness: {
    value: -11,
    unit: 'dB',
    origin: 'less flat is what is left of a voice; chosen with breathAbove (breaths −10 to −4, their formants and all)',
  },
  breathShortest: {
    value: 0.14,
    unit: 's',
    origin: 'shorter noise is mostly the release of a stop or an “h”; chosen with breathAbove',
  },
  breathLongest: { value: 1.5, unit: 's', origin: 'longer noise is the room or a machine; our choice' },
  breathFall: {
    value: 60,
    unit: 'dB/s',
    origin: 'what falls faster is the decay of a voice in a room (60 dB in a second and less); chosen with breathAbove',
  },
  breathClear: {
    value: 0.03,
    unit: 's',
    origin: 'between a breath and the voice after it; noise that runs into a voice is an “h” or another consonant; chosen with breathAbove',
  },
  breathVoice: {
    value: 12,
    unit: 'dB',
    origin: 'periodic sound less than that below the median level of the voice in this band is voice; chosen with breathAbove',
  },
  breathSilent: {
    value: 0.95,
    unit: 'probability',
    origin: 'where the voice network hears speech all the time with more than that, it is a consonant; chosen with breathAbove',
  },
  breathReach: { value: 1, unit: 's', origin: 'voice must begin or have ended so near: breath belongs to speech; our choice' },
  breathSpeech: {
    value: 20,
    unit: 's',
    origin:
      'with less time of speaking no rate and no spacing is given: people breathe every three to five seconds when they read aloud; our choice',
  },
} as const satisfies Record<string, Parameter>;
