/** Every number the eyes-and-teeth detector depends on, with its origin. */
import type { DetectorCard } from '../../../contract/analysis.ts';

type Parameter = Omit<DetectorCard['parameters'][number], 'name'>;

export const PARAMETERS = {
  samplesPerSecond: { value: 2, unit: '1/s', origin: 'our choice, for cost: lights and colours change slowly' },
  windowSamples: { value: 5, unit: 'samples', origin: 'our choice: two seconds of frames that count' },
  mostYaw: {
    value: 20,
    unit: 'degrees',
    origin: 'beyond it one iris is seen at an angle and the nose hides lamps; 235 of 301 FFHQ faces (train) lie within; our choice',
  },
  mostPitch: { value: 25, unit: 'degrees', origin: 'our choice, as for yaw; upper lids and lashes cover more beyond it' },
  leastIris: {
    value: 11,
    unit: 'working px of diameter',
    origin:
      'at 11 px (129 genuine FFHQ faces, train, scaled down to 69 %) the place of a highlight moved by 0.013 iris radii in the median, at most 0.12; few smaller ones show a highlight in both eyes at all',
  },
  leastEdge: {
    value: 25,
    unit: 'grey levels',
    origin: 'our choice, on FFHQ train: below it lie half-closed, covered and blurred eyes; 129 of 235 frontal faces are above',
  },
  highlightReach: { value: 0.85, unit: 'iris radii', origin: 'our choice: beyond it lie the limbus and the white of the eye' },
  lidRoom: {
    value: 1.25,
    unit: '1',
    origin: 'the lids of the network lie inside the visible opening (looked at in 40 FFHQ faces, train); our choice',
  },
  leastContrast: {
    value: 24,
    unit: 'grey levels over the iris',
    origin: 'half of what counts as a highlight is enough for a partner; below it lies the texture of pale irises; our choice',
  },
  strongContrast: {
    value: 40,
    unit: 'grey levels over the iris',
    origin:
      'below it texture of the iris was taken for highlights in FFHQ train (greatest gap 0.33 in 94 faces from 24 on, 0.22 in 86 from 40 on)',
  },
  partnerContrast: {
    value: 0.3,
    unit: 'of the contrast of the highlight that looks for a partner',
    origin: 'lamps of one picture differ by up to about three in the two eyes (FFHQ train: 95 % within a factor of 1.9); our choice',
  },
  largestHighlight: {
    value: 0.2,
    unit: 'of the area of the iris',
    origin: 'larger spots are an iris seen against the light or a reflection in spectacles; our choice',
  },
  nasal: {
    value: 0.15,
    unit: 'iris radii, both eyes together',
    origin:
      'median of 79 genuine FFHQ faces (train); 0.16 in 36 DFDC originals (train). The line of sight lies nasally of the axis of the eye (angle kappa)',
  },
  mostTowards: {
    value: 0.2,
    unit: 'iris radii',
    origin:
      'ninety-five in a hundred genuine faces (129, FFHQ train) lie below 0.16; in a film of a person who squints (LivePortrait d6) the highlights move apart by half of it',
  },
  highlightLimit: {
    value: 0.3,
    unit: 'iris radii',
    origin: '1.25 times the greatest of 117 genuine images (0.238; FFHQ 81, DFDC 36, train)',
  },
  ringFrom: {
    value: 0.45,
    unit: 'iris radii',
    origin: 'a pupil in a dark room reaches 0.6; in the light of pictures it lies within this; our choice',
  },
  ringTo: { value: 0.8, unit: 'iris radii', origin: 'inside the dark rim of the iris; our choice' },
  leastRing: { value: 0.35, unit: 'of the ring', origin: 'our choice' },
  colourLimit: {
    value: 19,
    unit: 'steps of Cb, Cr',
    origin:
      '1.4 times the greatest window of 13 genuine films (13.4: d9, one eye looks blue), above the greatest genuine image after JPEG at quality 50 (18.0; 8.9 as they are; 193 images, train)',
  },
  leastOpening: { value: 0.1, unit: 'mouth widths', origin: 'below it lips alone are seen; our choice' },
  leastMouth: {
    value: 55,
    unit: 'working px',
    origin: 'a front tooth is then about 8 px wide; FFHQ train scaled to 69 % changed the measure by 0.006 in the median; our choice',
  },
  leastTeeth: { value: 0.3, unit: 'of the opening', origin: 'our choice' },
  teethLuma: {
    value: 0.65,
    unit: 'of the 95th percentile of luma in the opening',
    origin:
      'of 0.5 and 0.65 the better: 94 instead of 81 % of smoothed teeth fell below nine tenths of the least genuine value (FFHQ train)',
  },
  brighter: {
    value: 1.05,
    unit: 'of the luma of the lips',
    origin: 'closed lips and tongues that the mesh took for an opening (DFDC train) fall away; our choice',
  },
  paler: { value: 5, unit: 'steps of Cr below the lips', origin: 'as above; our choice' },
  leastEyeDetail: { value: 0.1, unit: '1', origin: 'a face whose eyes have none either is blurred as a whole; our choice' },
  teethLimit: {
    value: 0.075,
    unit: '1',
    origin:
      '0.8 times the least of 86 genuine images (0.092; FFHQ 76, DFDC 10, train); the least single sample of the genuine films is 0.081',
  },
} as const satisfies Record<string, Parameter>;
