/** All rows of a film -> whether a face carries a grid of eight that what is around it does not. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { must } from '../../../base/assert.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { filmFaces, isMeasured, standsOut, type FilmFace } from './film.ts';
import { PARAMETERS } from './parameters.ts';

type Id = FindingDraft['detectorId'];

export function concludeFilm(detectorId: Id, input: ConcludeInput): Conclusion {
  const faces = filmFaces(input.rows);
  return {
    outcome: outcomeOf(input, faces),
    signals: faces.map((face) => signalOf(detectorId, face)),
    findings: faces.filter(({ score }) => score >= 100).map((face) => findingOf(detectorId, face, input.faceAt)),
  };
}

function outcomeOf({ rows }: ConcludeInput, faces: readonly FilmFace[]): Outcome {
  const face = faces.toSorted((a, b) => b.score - a.score)[0];
  if (face === undefined) return { status: 'abstained', reason: reasonOf(rows), measures: [] };
  const { across, down, ownGrid, samples, score } = face;
  const measures: Measure[] = [
    { name: 'frames sampled', value: samples.length, unit: 'count' },
    { name: 'displaced grid of the face, across', value: round(across.own), unit: 'grey levels' },
    { name: 'displaced grid of the face, down', value: round(down.own), unit: 'grey levels' },
    { name: 'the film’s own grid, face', value: round(ownGrid.Face), unit: 'grey levels' },
    { name: 'the film’s own grid, around the face', value: round(ownGrid.Around), unit: 'grey levels' },
  ];
  const { words, own } = foremost(face);
  const statement =
    `Steps between pixels on a grid of eight displaced by ${words} of the film’s own are ${round(own)} grey levels stronger in the face than around it ` +
    `(the strongest of the odd places; limit ${PARAMETERS.displacedLimit.value}). Mean of ${samples.length} sampled frames.`;
  return { status: 'measured', score, measures, statement };
}

function reasonOf(rows: ConcludeInput['rows']): string {
  const longest = byTrack(rows)
    .map(([, own]) => own)
    .toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return 'No face was found.';
  const scale = longest[0]?.values[0] ?? 1;
  if (scale > 1) return `The frames were scaled down by ${scale.toFixed(2)} for examination; no grid of eight is left in them.`;
  const measured = longest.filter(isMeasured).length;
  return `${measured} sampled frames have ${PARAMETERS.fewestFilmBlocks.value} blocks of 8 x 8 in a face and around it; ${PARAMETERS.fewestSamples.value} are needed.`;
}

/** The direction in which a displaced grid stands out more. */
function foremost({ across, down }: FilmFace): {
  readonly direction: 0 | 8;
  readonly place: number;
  readonly own: number;
  readonly words: string;
} {
  const isAcross = across.own >= down.own;
  const { place, own } = isAcross ? across : down;
  return { direction: isAcross ? 0 : 8, place, own, words: `${place} pixels ${isAcross ? 'to the right' : 'down'}` };
}

function signalOf(detectorId: Id, face: FilmFace): Signal {
  const { trackId, samples } = face;
  const { direction, place, words } = foremost(face);
  return {
    detectorId,
    name: 'displacedGrid',
    title: `Grid of eight in the face, ${words} of the film’s own`,
    unit: 'grey levels',
    trackId,
    frames: samples.map(({ frame }) => frame),
    ptsUs: samples.map(({ ptsUs }) => ptsUs),
    values: samples.map((sample) => round(standsOut([sample], 'Face', direction, place))),
    levels: [{ name: 'limit of the mean', value: PARAMETERS.displacedLimit.value }],
  };
}

function findingOf(detectorId: Id, face: FilmFace, faceAt: ConcludeInput['faceAt']): FindingDraft {
  const { trackId, samples, across, down } = face;
  const { direction, place, own } = foremost(face);
  const [first, last] = [must(samples[0], 'a face has samples'), must(samples.at(-1), 'a face has samples')];
  const strength = (sample: (typeof samples)[number]): number => standsOut([sample], 'Face', direction, place);
  const key = samples.reduce((best, sample) => (strength(sample) > strength(best) ? sample : best), first);
  return {
    detectorId,
    kind: 'face-own-grid',
    title: 'Face carries a displaced grid of eight pixels',
    trackId,
    firstFrame: first.frame,
    lastFrame: last.frame,
    keyFrame: key.frame,
    startUs: first.ptsUs,
    endUs: last.ptsUs,
    region: faceAt(key.frame, trackId)?.box ?? null,
    weight: 'anomaly',
    measure: {
      name: 'steps of the displaced grid, face over surroundings',
      value: round(own),
      unit: 'grey levels',
    },
    explanation:
      `In the face, steps between neighbouring pixels are larger every eight pixels: ${round(across.face)} grey levels at ${across.place} pixels right and ` +
      `${round(down.face)} at ${down.place} down of the film’s own grid, against ${round(across.around)} and ${round(down.around)} around it ` +
      `(mean of ${samples.length} frames; limit ${PARAMETERS.displacedLimit.value} for the greater difference). A face taken from a coarsely coded picture and put in ` +
      'without scaling gives this; so do regular patterns in or on the face, such as a net, a visor or stripes of light.',
    check: 'Enlarge the face and raise its contrast: do edges of squares show that do not continue outside it?',
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
