/** Traces of coding or wrapping again, and of editing: normal in themselves, worth having in the record. */
import type { MediaKind } from '../../../contract/exhibits.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import type { Observation } from './contradictions.ts';
import { cameraOf, luminanceTable, secondsOf, tag, tagsOf, writersOf } from './facts.ts';
import type { TableWriter } from './tables.ts';

export function traces(structure: FileStructure, kind: MediaKind, table: TableWriter | null): Observation[] {
  return [
    rewritten(structure, kind === 'audio' ? 'recorder' : 'camera'),
    bareStill(structure, table),
    edited(structure),
    editorTable(table),
    history(structure),
    handlers(structure),
    damaged(structure),
  ].filter((each) => each !== null);
}

const count = (name: string, value: number): Observation['measure'] => ({ name, value, unit: 'count' });

function rewritten(structure: FileStructure, device: 'camera' | 'recorder'): Observation | null {
  const converters = writersOf(structure).filter(({ kind }) => kind === 'converter');
  if (converters.length === 0) return null;
  const names = [...new Set(converters.map(({ name }) => name))];
  const coded = names.some((name) => name !== 'ffmpeg (libavformat)');
  const signs = [
    ...(structure.iso?.edits.length === 0 || structure.iso === undefined ? [] : ['an edit list that skips the beginning']),
    ...(structure.iso?.mediaDataFirst === true ? ['the index after the media data'] : []),
    ...(structure.times?.some(({ where, atUtc }) => where === 'mvhd created' && atUtc === null) === true
      ? ['a creation time of zero']
      : []),
    ...(cameraOf(structure) === null ? ['no maker or model'] : []),
  ];
  return {
    kind: `${device}-structure-lost`,
    title: `${coded ? 'Coded' : 'Wrapped'} again: the ${device}’s own structure is lost`,
    weight: 'note',
    measure: count('programs that name themselves', names.length),
    explanation:
      `Written by ${names.join(', ')} ("${converters.map(({ text }) => text.slice(0, 60)).join('"; "')}"${signs.length === 0 ? '' : `; ${signs.join(', ')}`}). ` +
      'Platforms, messengers and editing programs do this to genuine recordings as well; what the structure could have said about the ' +
      `${device} is gone.`,
    check: `Ask for the file as the ${device} recorded it, and read the encoder strings in the structure panel.`,
  };
}

/** A still that no program names itself in: what platforms and messengers leave of a photograph. */
function bareStill(structure: FileStructure, table: TableWriter | null): Observation | null {
  const signed = writersOf(structure).some(({ kind }) => kind === 'converter');
  const camera = cameraOf(structure) !== null || tag(structure, ['DateTimeOriginal']) !== null;
  if (structure.jpeg === null || signed || camera || structure.metadata?.status !== 'available') return null;
  const whose = table === null ? 'a table that is not in the list of known writers' : `the table of ${table.name} at ${table.setting}`;
  return {
    kind: 'camera-structure-lost',
    title: 'Nothing of a camera’s structure is left',
    weight: 'note',
    measure: count('tags that name a camera or the time of the picture', 0),
    explanation:
      `No maker, no model and no time of the picture; luminance is quantised with ${whose}. Platforms and messengers code genuine photographs again and strip ` +
      'their metadata; programs that make pictures write none. What the structure could have said about a camera is not there.',
    check: 'Ask for the file as the camera recorded it, and where this copy comes from.',
  };
}

function editorTable(table: TableWriter | null): Observation | null {
  if (table?.kind !== 'editor') return null;
  return {
    kind: 'editing-program-table',
    title: `Quantised as ${table.name} does`,
    weight: 'note',
    measure: count('tables of an editing program', 1),
    explanation: `The luminance table is that of ${table.name}, preset ${table.setting}. It says that the program, or one that copies its presets, saved the file, not what was done with it.`,
    check: 'Ask what was done, and for the original.',
  };
}

function edited(structure: FileStructure): Observation | null {
  const editors = writersOf(structure).filter(({ kind }) => kind === 'editor');
  const [first] = editors;
  if (first === undefined) return null;
  return {
    kind: 'editing-program',
    title: `Written by an editing program: ${first.name}`,
    weight: 'note',
    measure: count('strings that name it', editors.length),
    explanation: `"${first.text.slice(0, 120)}" in ${first.where}. It says that the program wrote the file, not what was done with it.`,
    check: 'Ask what was done, and for the original; read the history of edits if there is one.',
  };
}

function history(structure: FileStructure): Observation | null {
  const actions = tagsOf(structure).filter(({ group, name }) => group.includes('XMP') && name === 'HistoryAction');
  const [first] = actions;
  if (first === undefined) return null;
  return {
    kind: 'edit-history',
    title: 'XMP keeps a history of edits',
    weight: 'note',
    measure: count('entries', first.value.split(',').length),
    explanation: `XMP lists: ${first.value.slice(0, 200)}. The list is as the programs wrote it; anyone can change it.`,
    check: 'Read the entries History… of the metadata table in their order.',
  };
}

/** Names that two programs gave, such as one track recorded and one added. */
function handlers(structure: FileStructure): Observation | null {
  const names = (structure.iso?.handlers ?? []).filter(({ type }) => type === 'vide' || type === 'soun').map(({ name }) => name);
  const ffmpeg = names.filter((name) => /^(Video|Sound)Handler$/.test(name));
  if (ffmpeg.length === 0 || ffmpeg.length === names.length) return null;
  return {
    kind: 'mixed-handlers',
    title: 'The tracks name different writers',
    weight: 'note',
    measure: count('tracks with a name by ffmpeg', ffmpeg.length),
    explanation: `Handlers of the tracks: ${names.join(', ')}. A recording device names its tracks alike; a track that was added later has the name that the later program gave.`,
    check: 'Compare picture and sound: does the sound belong to this recording?',
  };
}

function damaged(structure: FileStructure): Observation | null {
  const [first] = structure.problems;
  if (first === undefined) return null;
  return {
    kind: 'damaged-structure',
    title: 'The structure is damaged or unusual',
    weight: 'note',
    measure: count('problems', structure.problems.length),
    explanation: `${first}${structure.problems.length > 1 ? ` And ${String(structure.problems.length - 1)} more.` : ''} Broken transfers, recordings that were cut off and recovered files look like that, too.`,
    check: 'Read the problems in the structure panel; compare the size with that of another copy.',
  };
}

/** Numbers of the structure itself. */
export function measuresOf(structure: FileStructure, table: TableWriter | null) {
  const steps = luminanceTable(structure);
  const made = secondsOf(tag(structure, ['DateTimeOriginal', 'CreateDate'])?.value);
  return [
    { name: 'parts', value: structure.parts.length + structure.partsOmitted, unit: 'count' },
    { name: 'tags of metadata', value: tagsOf(structure).length, unit: 'count' },
    { name: 'states when it was made', value: made === null ? 0 : 1, unit: '1 = yes' },
    ...(steps === null ? [] : [{ name: 'quantisation table is of a known writer', value: table === null ? 0 : 1, unit: '1 = yes' }]),
    ...(table?.quality == null ? [] : [{ name: `quality of ${table.name}`, value: table.quality, unit: 'of 100' }]),
    ...(structure.video?.keyFrameDistance == null
      ? []
      : [{ name: 'median distance of key frames', value: structure.video.keyFrameDistance.median, unit: 'frames' }]),
    ...(structure.iso === undefined ? [] : [{ name: 'boxes of unknown names', value: structure.iso.unknownBoxes.length, unit: 'count' }]),
  ];
}
