/** Every number that the vocoder detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  windowS: { value: 2, unit: 's', origin: 'the length of the windows that the network was trained with; our choice' },
  leastLevelDb: { value: -60, unit: 'dB re full scale', origin: 'quieter windows hold too few steps of a 16-bit recording; our choice' },
  voiceLevel: { value: 0.5, unit: 'probability', origin: 'default threshold of the authors of the voice network (Silero VAD)' },
  leastSpeech: { value: 0.5, unit: 'share of the window', origin: 'the training clips are speech with their own short pauses; our choice' },
  leastWindows: { value: 3, unit: 'windows', origin: 'four seconds of sound at least; our choice' },
  leastRateHz: { value: 16_000, unit: 'Hz', origin: 'the network reads 0.12 to 7.4 kHz; below this rate a part of that does not exist' },
} as const satisfies Record<string, Parameter>;
