/** Questions to the stored structure: tags by name, who wrote, what camera is named. */
import type { FileStructure } from '../../../contract/structure.ts';
import { tableWriter, type TableWriter } from './tables.ts';
import { recogniseHandler, recogniseWriter, type NamedWriter } from './writers.ts';

export interface Tag {
  readonly group: string;
  readonly name: string;
  readonly value: string;
}

export const tagsOf = (structure: FileStructure): readonly Tag[] =>
  structure.metadata?.status === 'available' ? structure.metadata.tags : [];

export function tag(structure: FileStructure, names: readonly string[], group = /./): Tag | null {
  return tagsOf(structure).find((each) => names.includes(each.name) && group.test(each.group) && each.value !== '') ?? null;
}

/** Each program once. */
export function writersOf(structure: FileStructure): NamedWriter[] {
  const named = (structure.writers ?? [])
    .filter(({ where }) => !where.endsWith('©mak') && !where.endsWith('©mod'))
    .map(({ text, where }) => recogniseWriter(text, where));
  for (const each of tagsOf(structure)) {
    if (['Software', 'CreatorTool', 'Encoder', 'WritingApp', 'HistorySoftwareAgent'].includes(each.name))
      named.push(recogniseWriter(each.value, `${each.group} ${each.name}`));
  }
  for (const { name } of structure.iso?.handlers ?? []) if (recogniseHandler(name).kind !== 'unknown') named.push(recogniseHandler(name));
  return named.filter((each, place) => named.findIndex(({ name, text }) => name === each.name && text === each.text) === place);
}

export function cameraOf(structure: FileStructure): string | null {
  const make = tag(structure, ['Make'])?.value ?? structure.writers?.find(({ where }) => where.endsWith('©mak'))?.text;
  const model = tag(structure, ['Model'])?.value ?? structure.writers?.find(({ where }) => where.endsWith('©mod'))?.text;
  return make === undefined && model === undefined ? null : [make, model].filter((word) => word !== undefined).join(' ');
}

/** Steps of the luminance table of a JPEG; `null` for other formats. */
export function luminanceTable({ jpeg }: FileStructure): readonly number[] | null {
  const id = jpeg?.components[0]?.table ?? 0;
  return jpeg?.quantisation.find((table) => table.id === id)?.steps ?? null;
}

/** Whose luminance table a JPEG holds; `null` for a table that is not known, and for other formats. */
export function tableWriterOf(structure: FileStructure): TableWriter | null {
  const steps = luminanceTable(structure);
  return steps === null ? null : tableWriter(steps);
}

/** Seconds since 1970 of an EXIF or QuickTime time ("2024:05:01 10:20:30", zone ignored); `null` for none. */
export function secondsOf(value: string | undefined): number | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(value ?? '');
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return year < 1970 || month < 1 ? null : Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
