/** What the eyes-and-teeth detector puts before a person, with the ordinary causes of the same thing. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import { limitOf, shareOf, type MeasureName, type Stretch } from './series.ts';
import { must } from '../../../base/assert.ts';

export function findingOf(
  detectorId: FindingDraft['detectorId'],
  name: MeasureName,
  trackId: number,
  { samples, value }: Stretch,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft {
  const first = must(samples[0], 'a stretch has samples').row;
  const last = must(samples.at(-1), 'a stretch has samples').row;
  const key = samples.reduce((most, sample) => (shareOf(name, sample.value) > shareOf(name, most.value) ? sample : most)).row;
  return {
    detectorId,
    trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: key.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: faceAt(key.frame, trackId)?.box ?? null,
    weight: 'anomaly',
    ...WORDS[name](Math.round(value * 1000) / 1000),
  };
}

type Words = Pick<FindingDraft, 'kind' | 'title' | 'measure' | 'explanation' | 'check'>;

const WORDS: Readonly<Record<MeasureName, (value: number) => Words>> = {
  highlights: (value) => ({
    kind: 'highlights-differ',
    title: 'The highlights of the two eyes stand in different places',
    measure: { name: 'distance to the nearest bright spot of the other eye', value, unit: 'iris radii' },
    explanation:
      `The strongest highlight of neither eye has a bright spot within ${limitOf('highlights')} iris radii of the same place in the other; ` +
      `the nearest is ${value.toFixed(2)} away. Eyes that were generated or painted separately give this; so do a lamp or window so close that the eyes see it from ` +
      'different sides, one that the nose, hair or a spectacle frame hides from one eye, reflections in spectacles or contact lenses, and a squint.',
    check: 'Enlarge both eyes: which lamps and windows does each reflect, and can the same room explain both?',
  }),
  colour: (value) => ({
    kind: 'iris-colours-differ',
    title: 'The two irises have different colours',
    measure: { name: 'distance of the colours', value, unit: 'steps of Cb, Cr' },
    explanation:
      `The rings of the two irises are ${value.toFixed(1)} steps of chroma apart (limit ${limitOf('colour')}). Eyes that were generated separately give this; so do eyes of two ` +
      'colours (heterochromia), coloured light from one side, one eye in shadow, one contact lens, and a flash that reddens one pupil.',
    check:
      'Compare both irises and the skin below each: does the skin differ by the same colour? Do other pictures of the person show the same?',
  }),
  teeth: (value) => ({
    kind: 'teeth-without-gaps',
    title: 'The teeth are smoother than the rest of the face lets expect',
    measure: { name: 'detail of the teeth against that of the eyes', value, unit: '1' },
    explanation:
      `Along the row of teeth luma changes by ${value.toFixed(3)} (over the root of the eyes’ own detail; limit ${limitOf('teeth')}): the gaps between teeth are hardly there. ` +
      'A mouth that was generated or blurred gives this; so do teeth that are overexposed, covered by a splint or a tongue, a mouth in motion, and beauty filters.',
    check: 'Enlarge the mouth: can single teeth be told apart, and are the eyes and lips sharper?',
  }),
};
