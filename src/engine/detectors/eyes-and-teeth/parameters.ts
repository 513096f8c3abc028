/** Every number the eyes-and-teeth detector depends on, with its origin. */
import type { DetectorCard } from '../../../contract/analysis.ts';

type Parameter = Omit<DetectorCard['parameters'][number], 'name'>;

export const PARAMETERS = {
  samplesPerSecond: { value: 2, unit: '1/s', origin: 'our choice, for cost: lights and colours change slowly' },
  windowSamples: { value: 5, unit: 'samples', origin: 'our choice: two seconds of frames that count' },
  mostYaw: { value: 20, unit: 'degrees', origin: 'x' },
  mostPitch: { value: 25, unit: 'degrees', origin: 'x' },
  leastIris: { value: 10, unit: 'working px of diameter', origin: 'x' },
  leastEdge: { value: 25, unit: 'grey levels', origin: 'x' },
  highlightReach: { value: 0.85, unit: 'iris radii', origin: 'our choice: beyond it lie the limbus and the white of the eye' },
  lidRoom: { value: 1.25, unit: '1', origin: 'x' },
  leastContrast: { value: 24, unit: 'grey levels over the iris', origin: 'x' },
  strongContrast: { value: 40, unit: 'grey levels over the iris', origin: 'x' },
  partnerContrast: { value: 0.3, unit: 'of the contrast of the highlight that looks for a partner', origin: 'x' },
  largestHighlight: { value: 0.2, unit: 'of the area of the iris', origin: 'x' },
  nasal: { value: 0.15, unit: 'iris radii, both eyes together', origin: 'x' },
  mostTowards: { value: 0.2, unit: 'iris radii', origin: 'x' },
  highlightLimit: { value: 0.3, unit: 'iris radii', origin: 'x' },
  ringFrom: { value: 0.45, unit: 'iris radii', origin: 'x' },
  ringTo: { value: 0.8, unit: 'iris radii', origin: 'x' },
  leastRing: { value: 0.35, unit: 'of the ring', origin: 'x' },
  colourLimit: { value: 16, unit: 'steps of Cb, Cr', origin: 'x' },
  leastOpening: { value: 0.1, unit: 'mouth widths', origin: 'x' },
  leastMouth: { value: 55, unit: 'working px', origin: 'x' },
  leastTeeth: { value: 0.3, unit: 'of the opening', origin: 'x' },
  teethLuma: { value: 0.65, unit: 'of the 95th percentile of luma in the opening', origin: 'x' },
  brighter: { value: 1.05, unit: 'of the luma of the lips', origin: 'x' },
  paler: { value: 5, unit: 'steps of Cr below the lips', origin: 'x' },
  leastEyeDetail: { value: 0.1, unit: '1', origin: 'x' },
  teethLimit: { value: 0.075, unit: '1', origin: 'x' },
} as const satisfies Record<string, Parameter>;
