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
} as const satisfies Record<string, Parameter>;
