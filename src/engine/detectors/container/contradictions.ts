/** Places of one file that cannot both be true. */
import { must } from '../../../base/assert.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import { cameraOf, secondsOf, tag, writersOf, type Tag } from './facts.ts';
import { PARAMETERS } from './parameters.ts';
import type { TableWriter } from './tables.ts';

export interface Observation {
  readonly kind: string;
  readonly title: string;
  readonly weight: 'anomaly' | 'note';
  readonly measure: { readonly name: string; readonly value: number; readonly unit: string };
  readonly explanation: string;
  readonly check: string;
}

export function contradictions(structure: FileStructure, facts: MediaFacts, table: TableWriter | null): Observation[] {
  return [cameraAndWriter(structure), cameraAndTable(structure, table), size(structure, facts), ...times(structure)].filter(
    (each) => each !== null,
  );
}

function cameraAndWriter(structure: FileStructure): Observation | null {
  const camera = cameraOf(structure);
  const others = writersOf(structure).filter(({ kind }) => kind === 'converter');
  if (camera === null || others.length === 0) return null;
  const names = [...new Set(others.map(({ name }) => name))].join(', ');
  return {
    kind: 'camera-and-converter',
    title: 'A camera is named, and another program wrote the file',
    weight: 'anomaly',
    measure: { name: 'programs that are not the camera', value: others.length, unit: 'strings' },
    explanation:
      `The metadata name ${camera}; the structure is that of ${names} ("${must(others[0], 'counted').text.slice(0, 80)}", in ${must(others[0], 'counted').where}). ` +
      'The file is not as the camera wrote it: it was converted and the tags were carried over, or they were added. Messengers and editing programs do the former.',
    check: 'Compare the box tree and the encoder strings with a file that this model is known to have recorded.',
  };
}

function cameraAndTable(structure: FileStructure, table: TableWriter | null): Observation | null {
  const camera = cameraOf(structure);
  if (camera === null || table?.kind !== 'converter') return null;
  return {
    kind: 'camera-and-table',
    title: 'A camera is named, and another program quantised the picture',
    weight: 'anomaly',
    measure: { name: 'tables that are not the camera’s', value: 1, unit: 'count' },
    explanation:
      `The metadata name ${camera}; the luminance table is exactly that of ${table.name} at ${table.setting}. The picture is not as the camera coded it: ` +
      'it was coded again and the tags were carried over, or they were added. Messengers and editing programs do the former.',
    check: 'Compare the quantisation tables with a file that this model is known to have recorded.',
  };
}

function size(structure: FileStructure, facts: MediaFacts): Observation | null {
  const stream = facts.streams.find(({ type }) => type === 'video');
  const [wide, high] = ['ExifImageWidth', 'ExifImageHeight'].map((name) => Number(tag(structure, [name], /ExifIFD/)?.value));
  if (facts.kind !== 'image' || stream?.type !== 'video' || !wide || !high) return null;
  const [least, most] = [Math.min(wide, high), Math.max(wide, high)];
  if (least === Math.min(stream.width, stream.height) && most === Math.max(stream.width, stream.height)) return null;
  return {
    kind: 'exif-size',
    title: 'EXIF states another size',
    weight: 'anomaly',
    measure: {
      name: 'pixels there / pixels stated',
      value: Number(((stream.width * stream.height) / (wide * high)).toPrecision(3)),
      unit: 'ratio',
    },
    explanation: `EXIF states ${String(wide)} x ${String(high)} pixels, the picture has ${String(stream.width)} x ${String(stream.height)}. It was cropped or scaled after EXIF was written, by a program that left EXIF as it was.`,
    check: 'Compare with the sizes that this camera can record; look at the thumbnail for what was cropped.',
  };
}

function times(structure: FileStructure): Observation[] {
  const found: Observation[] = [];
  const { timeTolerance, zoneTolerance } = PARAMETERS;
  const later = (before: Tag | null, after: Tag | null, tolerance: number): void => {
    const [from, to] = [secondsOf(before?.value), secondsOf(after?.value)];
    if (before === null || after === null || from === null || to === null || to - from >= -tolerance) return;
    found.push({
      kind: 'times-contradict',
      title: 'Modified before it was made',
      weight: 'anomaly',
      measure: { name: 'modified before made by', value: from - to, unit: 's' },
      explanation: `${after.group} ${after.name} is ${after.value}, earlier than ${before.group} ${before.name}, ${before.value}. One of them was changed, or was written by a clock that was wrong.`,
      check: 'Compare all times of the metadata table, and what is known of the recording.',
    });
  };
  later(tag(structure, ['DateTimeOriginal'], /ExifIFD/), tag(structure, ['ModifyDate'], /IFD0/), timeTolerance.value);
  later(tag(structure, ['CreateDate'], /^QuickTime/), tag(structure, ['ModifyDate'], /^QuickTime/), timeTolerance.value);
  later(tag(structure, ['DateTimeOriginal'], /ExifIFD/), tag(structure, ['CreateDate', 'ModifyDate'], /XMP/), zoneTolerance.value);
  const [movie, keys] = [tag(structure, ['CreateDate'], /^QuickTime/), tag(structure, ['CreationDate'], /Keys|UserData/)];
  const [a, b] = [secondsOf(movie?.value), secondsOf(keys?.value)];
  if (movie !== null && keys !== null && a !== null && b !== null && Math.abs(a - b) > zoneTolerance.value) {
    found.push({
      kind: 'times-contradict',
      title: 'Two places state different times',
      weight: 'anomaly',
      measure: { name: 'difference', value: Math.abs(a - b), unit: 's' },
      explanation: `The movie header was created on ${movie.value}, its tags say ${keys.value}. They differ by more than time zones can.`,
      check: 'Compare all times of the metadata table, and what is known of the recording.',
    });
  }
  return found;
}
