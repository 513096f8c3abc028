/** All rows -> whether a seam runs round each face, and whether its contour is softer than other edges. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { roundedPlain } from '../../rounded.ts';
import { findingsOf } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { courseOf, limitOf, MEASURES, valueOf, type Course, type Measured } from './series.ts';

export interface Face {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly courses: Readonly<Record<Measured, Course | null>>;
  /** Per cent of the limit of whichever measure is closest to its own; `null` where none could be measured. */
  readonly score: number | null;
}

export function concludeFaceEdge(detectorId: FindingDraft['detectorId'], input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const faces = byTrack(input.rows).map(([trackId, rows]) => faceOf(trackId, rows, still));
  return {
    outcome: outcomeOf(faces, still),
    signals: still ? [] : faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: faces.flatMap((face) => findingsOf(detectorId, face, still, input.faceAt)),
  };
}

function faceOf(trackId: number, rows: readonly ObservationRow[], still: boolean): Face {
  const courses = {
    colour: courseOf(rows, 'colour', still),
    texture: courseOf(rows, 'texture', still),
    softness: courseOf(rows, 'softness', still),
  };
  // The softness of a contour alone says little of a seam: without the seams there is no score.
  const seams = courses.colour === null && courses.texture === null;
  const shares = MEASURES.flatMap((of) => (courses[of] === null ? [] : [courses[of].extreme.value / limitOf(of, still)]));
  return { trackId, rows, courses, score: seams ? null : roundedPlain(100 * Math.max(0, ...shares), 1) };
}

function outcomeOf(faces: readonly Face[], still: boolean): Outcome {
  const longest = faces.toSorted((a, b) => b.rows.length - a.rows.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = faces.flatMap((face) => (face.score === null ? [] : [{ face, score: face.score }])).sort((a, b) => b.score - a.score)[0];
  if (foremost === undefined) return { status: 'abstained', reason: reasonOf(longest, still), measures: [sampled(longest)] };
  const { face, score } = foremost;
  const said = MEASURES.map((of) => {
    const course = face.courses[of];
    return course === null ? WORDS[of].missing : WORDS[of].said(course.extreme.value, limitOf(of, still), course.extreme.key.place);
  });
  const where = still ? '' : ` Means over ${PARAMETERS.windowSamples.value} of ${face.rows.length} sampled frames, the most unusual ones.`;
  return { status: 'measured', score, measures: measuresOf(face), statement: `${said.join(' ')}${where}${scaled(face)}` };
}

const WORDS = {
  colour: {
    said: (value: number, limit: number, place: number | null) =>
      `The strongest step of brightness and colour that runs round the face lies at ${percent(place)} of the way to its contour and is ${value.toFixed(1)} standard errors high (limit ${limit}).`,
    missing: 'A step of colour round the face could not be looked for.',
  },
  texture: {
    said: (value: number, limit: number, place: number | null) =>
      `The strongest step of fine structure lies at ${percent(place)} and is ${value.toFixed(1)} standard errors high (limit ${limit}).`,
    missing: 'A step of fine structure could not be looked for.',
  },
  softness: {
    said: (value: number, limit: number) =>
      `The edges on the contour are ${(2 ** value).toFixed(2)} times as wide as those beyond it (limit ${(2 ** limit).toFixed(2)}).`,
    missing: 'The width of the contour’s edges could not be compared (too few clear edges).',
  },
} as const;

const percent = (share: number | null): string => `${((share ?? 0) * 100).toFixed(0)} %`;

function reasonOf({ rows }: Face, still: boolean): string {
  const radius = median(rows.flatMap((row) => valueOf(row, 'radius') ?? []));
  const length = still ? '' : ` ${rows.length} frames were sampled (${PARAMETERS.windowSamples.value} with a measure are needed).`;
  return `The contour lies ${radius.toFixed(0)} working pixels from its middle (at least ${PARAMETERS.leastRadius.value} are needed, with the face inside the picture).${length}`;
}

const sampled = ({ rows }: Face): Measure => ({ name: 'frames sampled', value: rows.length, unit: 'count' });

function measuresOf(face: Face): Measure[] {
  const { colour, texture, softness } = face.courses;
  const out = [sampled(face)];
  if (colour !== null) {
    const { value, key } = colour.extreme;
    out.push({ name: 'step of colour round the face', value: roundedPlain(value, 1), unit: 'standard errors' });
    out.push({ name: 'its place', value: roundedPlain(key.place ?? 0, 2), unit: 'of the way to the contour' });
    out.push({ name: 'its width', value: roundedPlain(valueOf(key.row, 'colourWidth') ?? 0, 0), unit: 'working px' });
    for (const [name, column] of [
      ['luma', 'stepLuma'],
      ['blue difference', 'stepBlue'],
      ['red difference', 'stepRed'],
    ] as const)
      out.push({ name: `its height outward, ${name}`, value: roundedPlain(valueOf(key.row, column) ?? 0, 1), unit: 'grey levels' });
    if (colour.samples.length > 1)
      out.push({ name: 'samples with it at one place', value: roundedPlain(heldShare(colour), 2), unit: 'share' });
  }
  if (texture !== null) {
    const { value, key } = texture.extreme;
    out.push({ name: 'step of fine structure round the face', value: roundedPlain(value, 1), unit: 'standard errors' });
    out.push({ name: 'its place (fine structure)', value: roundedPlain(key.place ?? 0, 2), unit: 'of the way to the contour' });
    out.push({ name: 'its height outward (fine structure)', value: roundedPlain(valueOf(key.row, 'stepTexture') ?? 0, 2), unit: 'log2' });
  }
  if (softness !== null)
    out.push({ name: 'width of the contour’s edges over that of others', value: roundedPlain(softness.extreme.value, 2), unit: 'log2' });
  for (const [name, column] of WIDTHS) {
    const values = face.rows.flatMap((row) => valueOf(row, column) ?? []);
    if (values.length > 0) out.push({ name, value: roundedPlain(median(values), 2), unit: 'working px, deviation of a Gaussian' });
  }
  return out;
}

const WIDTHS = [
  ['edges on the contour, by gradient', 'contourWidth'],
  ['edges on the contour, by Laplacian', 'contourWidthLaplacian'],
  ['other edges, by gradient', 'ownWidth'],
  ['other edges, by Laplacian', 'ownWidthLaplacian'],
] as const;

/** How steadily the strongest step stays at one place of the face: a chance step wanders. */
function heldShare({ samples }: Course): number {
  const places = samples.flatMap(({ place }) => place ?? []);
  const usual = median(places);
  return places.filter((place) => Math.abs(place - usual) <= PARAMETERS.samePlace.value).length / Math.max(1, places.length);
}

function signalsOf(detectorId: Signal['detectorId'], { trackId, courses }: Face): Signal[] {
  const signal = (of: Measured, name: string, title: string, unit: string): Signal[] => {
    const samples = courses[of]?.samples ?? [];
    if (samples.length === 0) return [];
    return [
      {
        ...{ detectorId, trackId, name, title, unit },
        frames: samples.map(({ frame }) => frame),
        ptsUs: samples.map(({ ptsUs }) => ptsUs),
        values: samples.map(({ value }) => roundedPlain(value, 2)),
        levels: [{ name: 'limit', value: limitOf(of, false) }],
      },
    ];
  };
  return [
    ...signal('colour', 'colourSeam', 'Step of colour round the face', 'standard errors'),
    ...signal('texture', 'textureSeam', 'Step of fine structure round the face', 'standard errors'),
    ...signal('softness', 'contourSoftness', 'Contour wider than other edges', 'log2'),
  ];
}

function scaled({ rows }: Face): string {
  const scale = rows[0] === undefined ? 1 : (valueOf(rows[0], 'scale') ?? 1);
  return scale > 1 ? ` The frames were scaled down by ${scale.toFixed(2)} before.` : '';
}
