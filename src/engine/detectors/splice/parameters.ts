/** Every number that the splice detector depends on, each beside where it comes from. Shown on the card. */

interface Parameter {
  readonly value: number;
  readonly unit: string;
  readonly origin: string;
}

export const PARAMETERS = {
  hopSeconds: { value: 0.016, unit: 's', origin: 'one row: 62 each second; our choice, for cost' },
  predictorOrder: { value: 24, unit: 'coefficients', origin: 'three to four formants and the slope at 16 kHz; our choice' },
  predictorSeconds: {
    value: 0.048,
    unit: 's',
    origin: 'sound from which each predictor is made, two rows long with 8 ms on either side; our choice',
  },
  nearSeconds: { value: 0.0012, unit: 's', origin: 'this close to a break its own ringing lies; our choice' },
  aroundSeconds: { value: 0.02, unit: 's', origin: 'on either side: two periods of a low voice; our choice' },
  breakRatio: {
    value: 6.5,
    unit: 'times',
    origin:
      'measured: 4 of 275 genuine recordings of about 4 s (train) have one, of 600 joints made in train (200 in words, 200 in pauses, 200 inserts) 10, 1.5 and 8 %; too many in genuine speech for an anomaly',
  },
  leastUnexplained: {
    value: 0.1,
    unit: 'share',
    origin: 'below it one wrong sample explains the error: a digital click. Of 600 joints made in train none is lost by it',
  },
  mostUnexplained: {
    value: 0.4,
    unit: 'share',
    origin:
      'above it the error is spread over many samples, as in clicks of the lips; so it is at more than a quarter of the strong joints. Measured on train: without this limit the ratio has to be 13.3 for 2 of 275 genuine recordings, and 2.5, 4 and 2.5 % of joints in words, in pauses and of inserts are found; with it 6.4, and 10, 1.5 and 8 %',
  },
  fewestRows: { value: 62, unit: 'rows', origin: 'one second; our choice' },
  fingerprintSeconds: { value: 0.064, unit: 's', origin: 'window of one fingerprint, the nearest power of two in samples; our choice' },
  fingerprintLowest: { value: 300, unit: 'Hz', origin: 'lower edge of the 33 bands: that of the telephone' },
  fingerprintHighest: { value: 3400, unit: 'Hz', origin: 'upper edge: that of the telephone' },
  fingerprintStep: {
    value: 4,
    unit: 'rows',
    origin:
      'bands are compared with those this much earlier (64 ms: the windows just do not overlap at 16 kHz); our choice, the paper compares neighbours of longer windows',
  },
  repeatRows: { value: 20, unit: 'rows', origin: 'of 0.5 s (31 rows) those whose window and its predecessor lie inside; our choice' },
  repeatDiffering: {
    value: 0.22,
    unit: 'share of signs',
    origin:
      'measured: no repetition in 275 genuine recordings (train) nor between any of them, joined to 17 min, up to 0.25; copies of 0.5 to 1 s differ in about 0.1',
  },
  repeatEnd: {
    value: 0.3,
    unit: 'share of signs',
    origin:
      'a row that differs in less speaks for a repetition, in more against it: about halfway between copies (0.1) and chance (0.5); our choice',
  },
  repeatDrop: { value: 64, unit: 'signs', origin: 'about ten rows of chance in a row end a repetition; our choice' },
  leastLag: { value: 31, unit: 'rows', origin: '0.5 s: nearer, a held sound repeats itself; our choice' },
  mostCandidates: {
    value: 50,
    unit: 'rows',
    origin: 'of one fingerprint, the newest: bounds the time that a held tone can cost; our choice',
  },
  roomStep: { value: 2, unit: 'rows', origin: 'levels of the room in each second row, for the size of a case; our choice' },
  roomFewestBands: {
    value: 6,
    unit: 'bands',
    origin: 'of eleven half octaves from 100 Hz to 7.2 kHz; fewer sound in files of 8 kHz and less; our choice',
  },
  roomDepth: {
    value: 35,
    unit: 'dB',
    origin:
      'a pause lies this far below the 95th percentile of the level. Chosen among 25, 30 and 35 dB on train, with the limit that each gives, by how many of 150 joints are found: 18, 30 and 36',
  },
  roomFewest: {
    value: 8,
    unit: 'rows',
    origin: 'pauses on each side, a quarter of a second; of 8 and 12 the one that judges more, chosen with the depth',
  },
  roomMost: { value: 60, unit: 'rows', origin: 'the nearest two seconds of pauses on each side; our choice' },
  roomReach: { value: 10, unit: 's', origin: 'on each side; our choice (the recordings it was measured on are shorter)' },
  roomRange: {
    value: 0.1,
    unit: 'share',
    origin: 'what varies on one side: from the 10th to the 90th percentile. Chosen before the 20th: fewer genuine recordings reach as far',
  },
  roomGap: {
    value: 4.5,
    unit: 'dB',
    origin:
      'measured on train: of 275 genuine recordings, of which 97 have the pauses, 1 has a step (three with the greatest: 5.7, 4.5, 4.4 dB). Of them too few are judged for an anomaly',
  },
  roomSearch: {
    value: 1,
    unit: 'dB',
    origin: 'around a step its place is sought among all places in a row that have this gap; our choice',
  },
  humStep: { value: 4, unit: 'rows', origin: 'one amplitude each 64 ms, under a Hann window of 128 ms; our choice' },
  humSideSeconds: { value: 1.28, unit: 's', origin: 'on each side: two of them fit into most of the recordings at hand; our choice' },
  humReach: {
    value: 0.6,
    unit: 'Hz',
    origin: 'off 50 and 60 Hz, twice that at the second harmonic: grids keep within 0.2 Hz, the rest is for recorders’ clocks; our choice',
  },
  humMargin: {
    value: 16,
    unit: 'dB',
    origin:
      'of the hum summed over the weaker side over the noise that is left beside it. Measured on train: at 10, 13, 16 and 19 dB 70, 49, 35 and 23 of 275 genuine recordings can be judged, and 5, 4, 2 and 1 of them jump by more than the limits',
  },
  humJump: {
    value: 45,
    unit: 'degrees',
    origin: 'smaller jumps are not told: a grid that drifts by 0.01 Hz in a second bends its phase by 6° within one side. Our choice',
  },
  humGain: {
    value: 16,
    unit: 'times the noise',
    origin:
      'measured on train: of 275 genuine recordings, of which 35 have such hum, 2 exceed it (70 and 24; the next 12); of those judged that is one in seventeen, too many for an anomaly',
  },
  trackSeconds: { value: 2.048, unit: 's', origin: 'frame of the frequency of the hum, a new one each half of it; our choice' },
  trackMargin: {
    value: 12,
    unit: 'dB',
    origin:
      'that of the sound view for a tone; single frames of white noise pass it in 2 % of 7,440, so only the course of many frames says something',
  },
} as const satisfies Record<string, Parameter>;
