/** All rows -> highlights, colours and teeth of each face, and what lies beyond what genuine pictures show. Pure. */
import type { FindingDraft, Measure, Outcome, Signal } from '../../../contract/analysis.ts';
import { median } from '../../signal/stats.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion, ObservationRow } from '../interface.ts';
import { findingOf } from './findings.ts';
import { valueOf } from './observe.ts';
import { PARAMETERS } from './parameters.ts';
import {
  areBothLit,
  areEyesSeen,
  areTogether,
  courseOf,
  isFrontal,
  limitOf,
  measureOf,
  MEASURES,
  shareOf,
  type Course,
  type MeasureName,
} from './series.ts';
import { largest } from '../../signal/extremes.ts';

interface Face {
  readonly trackId: number;
  readonly rows: readonly ObservationRow[];
  readonly courses: readonly { readonly name: MeasureName; readonly course: Course }[];
  /** Times the limit, the greatest of the measures; `null` where none could be made. */
  readonly score: number | null;
}

export function concludeEyes(detectorId: FindingDraft['detectorId'], input: ConcludeInput): Conclusion {
  const still = input.facts.kind === 'image';
  const faces = byTrack(input.rows).map(([trackId, rows]) => faceOf(trackId, rows, still));
  return {
    outcome: outcomeOf(faces, still),
    signals: still ? [] : faces.flatMap((face) => signalsOf(detectorId, face)),
    findings: faces.flatMap(({ trackId, courses }) =>
      courses.flatMap(({ name, course }) => course.beyond.map((stretch) => findingOf(detectorId, name, trackId, stretch, input.faceAt))),
    ),
  };
}

function faceOf(trackId: number, rows: readonly ObservationRow[], still: boolean): Face {
  const courses = MEASURES.flatMap((name) => {
    const course = courseOf(name, rows, still);
    return course === null ? [] : [{ name, course }];
  });
  const shares = courses.map(({ name, course }) => shareOf(name, course.extreme.value));
  return { trackId, rows, courses, score: shares.length === 0 ? null : Math.max(...shares) };
}

function outcomeOf(faces: readonly Face[], still: boolean): Outcome {
  const longest = faces.toSorted((a, b) => b.rows.length - a.rows.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was sampled.', measures: [] };
  const foremost = faces.flatMap((face) => (face.score === null ? [] : [{ face, score: face.score }])).sort((a, b) => b.score - a.score)[0];
  if (foremost === undefined) return { status: 'abstained', reason: reasonOf(longest, still), measures: measuresOf(longest) };
  const { face, score } = foremost;
  const parts = MEASURES.map((name) => {
    const found = face.courses.find((one) => one.name === name);
    return found === undefined ? MISSING[name] : WORDS[name](found.course.extreme.value.toFixed(name === 'colour' ? 1 : 3));
  });
  const over = still ? '' : ` Each is the most unusual median of ${PARAMETERS.windowSamples.value} samples that follow each other.`;
  return { status: 'measured', score: rounded(score), measures: measuresOf(face), statement: parts.join(' ') + over };
}

const WORDS: Readonly<Record<MeasureName, (value: string) => string>> = {
  highlights: (value) =>
    `A highlight of one eye lies ${value} iris radii from the nearest bright spot at that place in the other (limit ${limitOf('highlights')}).`,
  colour: (value) => `The colours of the two irises are ${value} steps of Cb and Cr apart (limit ${limitOf('colour')}).`,
  teeth: (value) => `The detail of the teeth against that of the eyes is ${value} (limit ${limitOf('teeth')}; less is smoother).`,
};
const MISSING: Readonly<Record<MeasureName, string>> = {
  highlights: 'Highlights could not be compared.',
  colour: 'The colours of the irises could not be compared.',
  teeth: 'Teeth could not be measured.',
};

function reasonOf({ rows }: Face, still: boolean): string {
  const widest = largest(rows.map(({ values }) => valueOf(values, 'irisDiameter') ?? 0));
  const count = (test: (row: ObservationRow) => boolean): number => rows.filter(test).length;
  const frontal = count(isFrontal);
  const seen = count((row) => isFrontal(row) && areEyesSeen(row));
  const lit = count((row) => isFrontal(row) && areEyesSeen(row) && areBothLit(row) && areTogether(row));
  const teeth = count((row) => measureOf('teeth', row) !== null);
  const window = still ? '' : ` At least ${PARAMETERS.windowSamples.value} of a kind are needed.`;
  return (
    `Of ${rows.length} samples ${frontal} are frontal (up to ${PARAMETERS.mostYaw.value} degrees), ${seen} of them with both irises large and sharp enough ` +
    `(the widest has ${widest.toFixed(0)} px, ${PARAMETERS.leastIris.value} are needed), ${lit} with a highlight in both and no squint; ${teeth} show teeth well enough.${window}`
  );
}

function measuresOf({ rows, courses }: Face): Measure[] {
  const middle = (name: Parameters<typeof valueOf>[1]): number[] => {
    const known = rows.flatMap(({ values }) => valueOf(values, name) ?? []);
    return known.length === 0 ? [] : [rounded(median(known))];
  };
  const lit = rows.filter((row) => measureOf('highlights', row) !== null);
  const overlaps = lit.flatMap(({ values }) => valueOf(values, 'highlightOverlap') ?? []);
  const offsets = lit.flatMap(({ values }) => valueOf(values, 'highlightOffset') ?? []);
  const oneEye = rows.filter((row) => isFrontal(row) && areEyesSeen(row) && isOneLit(row)).length;
  return [
    { name: 'samples', value: rows.length, unit: 'count' },
    ...middle('irisDiameter').map((value) => ({ name: 'diameter of the irises', value, unit: 'px, median' })),
    ...courses.map(({ name, course }) => ({ name: NAMES[name], value: rounded(course.extreme.value), unit: UNITS[name] })),
    ...courses.map(({ name, course }) => ({ name: `samples: ${name}`, value: course.samples.length, unit: 'count' })),
    ...(offsets.length === 0
      ? []
      : [{ name: 'centres of the strongest highlights apart', value: rounded(median(offsets)), unit: 'iris radii, median' }]),
    ...(overlaps.length === 0 ? [] : [{ name: 'overlap of the highlights', value: rounded(median(overlaps)), unit: 'IoU, median' }]),
    { name: 'samples with a highlight in one eye alone', value: oneEye, unit: 'count' },
  ];
}

/** A strong highlight in one eye, none at all in the other. */
function isOneLit({ values }: ObservationRow): boolean {
  const [right, left] = [valueOf(values, 'highlightRight'), valueOf(values, 'highlightLeft')];
  return (right === null) !== (left === null) && Math.max(right ?? 0, left ?? 0) >= PARAMETERS.strongContrast.value;
}

const NAMES: Readonly<Record<MeasureName, string>> = {
  highlights: 'highlight without a partner, distance',
  colour: 'colours of the irises apart',
  teeth: 'detail of the teeth against that of the eyes',
};
const UNITS: Readonly<Record<MeasureName, string>> = { highlights: 'iris radii', colour: 'steps of Cb, Cr', teeth: '1' };

function signalsOf(detectorId: Signal['detectorId'], { trackId, rows, courses }: Face): Signal[] {
  return courses.map(({ name }) => ({
    detectorId,
    trackId,
    name,
    title: TITLES[name],
    unit: UNITS[name],
    frames: rows.map(({ frame }) => frame),
    ptsUs: rows.map(({ ptsUs }) => ptsUs),
    values: rows.map((row) => measureOf(name, row)),
    levels: [{ name: name === 'teeth' ? 'lower limit' : 'limit', value: limitOf(name) }],
  }));
}

const TITLES: Readonly<Record<MeasureName, string>> = {
  highlights: 'Highlight of one eye, from the nearest in the other',
  colour: 'Colours of the irises apart',
  teeth: 'Detail of the teeth',
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
