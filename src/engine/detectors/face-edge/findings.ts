/** What the face-edge detector puts before a person: a seam round the face, or a contour softer than other edges. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import { limitOf, MEASURES, valueOf, type Course, type Measured, type Stretch } from './series.ts';

interface Measurable {
  readonly trackId: number;
  readonly courses: Readonly<Record<Measured, Course | null>>;
}

export function findingsOf(
  detectorId: FindingDraft['detectorId'],
  { trackId, courses }: Measurable,
  still: boolean,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft[] {
  return MEASURES.flatMap((of) =>
    (courses[of]?.beyond ?? []).map((stretch) => ({
      detectorId,
      trackId,
      firstFrame: stretch.first.frame,
      lastFrame: stretch.last.frame,
      keyFrame: stretch.key.frame,
      startUs: stretch.first.ptsUs,
      endUs: stretch.last.ptsUs,
      region: faceAt(stretch.key.frame, trackId)?.box ?? null,
      weight: 'anomaly' as const,
      ...WORDS[of](stretch, limitOf(of, still)),
    })),
  );
}

type Words = Pick<FindingDraft, 'kind' | 'title' | 'measure' | 'explanation' | 'check'>;

const percent = (share: number | null): string => `${((share ?? 0) * 100).toFixed(0)} %`;
const signed = (value: number | null, digits: number): string => `${(value ?? 0) > 0 ? '+' : ''}${(value ?? 0).toFixed(digits)}`;

const WORDS: Readonly<Record<Measured, (stretch: Stretch, limit: number) => Words>> = {
  colour: ({ value, key }, limit) => ({
    kind: 'colour-seam',
    title: `A step of colour runs round the face at ${percent(key.place)} of the way to its contour`,
    measure: { name: 'common step of brightness and colour', value: Math.round(value * 10) / 10, unit: 'standard errors' },
    explanation:
      `Around the whole face brightness and colour change together by ${signed(valueOf(key.row, 'stepLuma'), 1)}, ${signed(valueOf(key.row, 'stepBlue'), 1)} and ` +
      `${signed(valueOf(key.row, 'stepRed'), 1)} grey levels (luma, blue and red difference, outward), beyond the shading on either side, over about ` +
      `${(valueOf(key.row, 'colourWidth') ?? 0).toFixed(0)} pixels: ${value.toFixed(1)} standard errors over sixteen sectors (limit ${limit}). A face that was blended into ` +
      'the picture gives this; so do hair, a beard, a hood, a hat or glasses that frame the face evenly, and make-up that ends at the jaw.',
    check: 'Look at the unrolled strip: does a line run through it at one height, across skin that has no edge there?',
  }),
  texture: ({ value, key }, limit) => ({
    kind: 'texture-seam',
    title: `A step of fine structure runs round the face at ${percent(key.place)} of the way to its contour`,
    measure: { name: 'common step of fine structure', value: Math.round(value * 10) / 10, unit: 'standard errors' },
    explanation:
      `Around the whole face the finest structure changes together, outward by a factor of ${(2 ** (valueOf(key.row, 'stepTexture') ?? 0)).toFixed(2)}: ` +
      `${value.toFixed(1)} standard errors over sixteen sectors (limit ${limit}). A face of other noise or resolution that was blended into the picture gives this; ` +
      'so do a beard or hair that frames the face evenly, skin smoothing by a camera or telephone, and a shallow depth of focus.',
    check: 'Raise the contrast: do grain and pores change along one line within the skin, all around the face?',
  }),
  softness: ({ value, key }, limit) => ({
    kind: 'contour-softer',
    title: `Edges on the face’s contour ${(2 ** value).toFixed(1)} times as wide as other edges`,
    measure: { name: 'width of the contour’s edges over that of others', value: Math.round(value * 100) / 100, unit: 'log2' },
    explanation:
      `The edges on the contour have a width of ${(valueOf(key.row, 'contourWidth') ?? 0).toFixed(1)} working pixels, those beyond it (hair, collar, background) ` +
      `${(valueOf(key.row, 'ownWidth') ?? 0).toFixed(1)} (limit ${(2 ** limit).toFixed(1)} times). A feathered edge gives this; so do soft hair, a beard, a chin that curves away, motion of the ` +
      'head alone and a background in focus behind a face that is not.',
    check: 'Enlarge the contour at jaw, cheek and hair: is it blurred where the collar and the ears are sharp?',
  }),
};
