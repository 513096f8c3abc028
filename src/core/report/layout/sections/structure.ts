/** Appendix: what ffprobe and the reader of structure said of each item, in their own words. The files wrote these words: all of them are bounded, and none is taken for text to be laid out. */
import type { Json } from '../../../../base/json.ts';
import type { FileStructure } from '../../../../contract/structure.ts';
import type { ReportData, ReportItem } from '../../report-data.ts';
import { count, plural } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { table } from '../table.ts';

/** Of one item; the rest is in the attached data. Our choice: about two pages. */
const MAX_VALUES = 240;
const MAX_PARTS = 60;
const MAX_TAGS = 120;
const MAX_LINES = 12;
/** Items that are written out. */
const MAX_ITEMS = 40;
/** Characters of one value, and of one paragraph. */
const MAX_VALUE = 160;
const MAX_PARAGRAPH = 1400;
const MAX_DEPTH = 12;

const SMALL = { ...STYLE.mono, size: 6.4, lineGap: 0.8 };

export function structureAppendix(sheet: Sheet, data: ReportData): void {
  sheet.section(STRUCTURE_TITLE, { newPage: true });
  sheet.text(
    'As the tools gave it, for whoever reads such output; what it means for an item is said in the findings. The words come from the files themselves: a file can state of itself what it likes. Written as name=value, one after the other; long values are cut, and the attached data has all of them.',
    STYLE.note,
  );
  for (const item of data.items.slice(0, MAX_ITEMS)) oneItem(sheet, item);
  if (data.items.length > MAX_ITEMS) {
    sheet.gap(2);
    sheet.text(`The output for ${count(data.items.length - MAX_ITEMS)} further items is in the attached data only.`, STYLE.strong);
  }
}

export const STRUCTURE_TITLE = 'Appendix: ffprobe and structure output';

function oneItem(sheet: Sheet, { exhibit, probe, structure }: ReportItem): void {
  sheet.subsection(`ffprobe, item ${exhibit.id}`, 110);
  sheet.text(`${bounded(exhibit.originalName)}. ${probe.words}`, STYLE.note);
  sheet.gap(1);
  if (probe.text !== null) probeOutput(sheet, probe.text);
  sheet.subsection(`Structure, item ${exhibit.id}`, 110);
  sheet.text(structure.words, STYLE.note);
  sheet.gap(1);
  if (structure.value !== null) structureOutput(sheet, structure.value);
}

export type Pair = readonly [name: string, value: string];
export interface Group {
  readonly title: string;
  readonly pairs: readonly Pair[];
}

/** The members of the answer, those of lists numbered; what lies inside them with dotted names. */
export function groupsOf(answer: Json): Group[] {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return [{ title: 'answer', pairs: [...pairsOf('', answer)] }];
  return Object.entries(answer).flatMap(([title, value]): Group[] =>
    Array.isArray(value)
      ? value.map((one: Json, n) => ({ title: `${title}[${String(n)}]`, pairs: [...pairsOf('', one)] }))
      : [{ title, pairs: [...pairsOf('', value)] }],
  );
}

function* pairsOf(name: string, value: Json): Generator<Pair> {
  if (value === null || typeof value !== 'object') {
    yield [name, String(value)];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* pairsOf(name === '' ? key : `${name}.${key}`, inner);
}

function probeOutput(sheet: Sheet, text: string): void {
  const groups = groupsOf(JSON.parse(text) as Json);
  let room = MAX_VALUES;
  for (const { title, pairs } of groups) {
    if (room === 0) break;
    flow(sheet, title, pairs.slice(0, room));
    room -= Math.min(room, pairs.length);
  }
  more(sheet, groups.reduce((sum, { pairs }) => sum + pairs.length, 0) - MAX_VALUES, 'value', 'values');
}

function structureOutput(sheet: Sheet, structure: FileStructure): void {
  const { parts, partsOmitted, iso, writers = [], times = [], video, jpeg, metadata, c2pa, problems } = structure;
  sheet.fact('Format', structure.format, STYLE.cellMono);
  if (iso !== undefined) {
    const order = iso.mediaDataFirst === null ? 'not known' : iso.mediaDataFirst ? 'before the index' : 'behind the index';
    sheet.fact(
      'Brands',
      `${bounded(iso.majorBrand ?? '—')}; ${lined(iso.brands, ' ')}; media data ${order}${iso.fragmented ? '; fragmented' : ''}`,
      STYLE.cellMono,
    );
    sheet.fact('Handlers', lined(iso.handlers.map(({ type, name }) => `${type} ${name}`)), STYLE.cellMono);
    if (iso.edits.length > 0) sheet.fact('Edit lists', lined(iso.edits), STYLE.cellMono);
    if (iso.unknownBoxes.length > 0) sheet.fact('Unknown boxes', lined(iso.unknownBoxes), STYLE.cellMono);
  }
  if (writers.length > 0) sheet.fact('Writers', lined(writers.map(({ where, text }) => `${where}: ${text}`)), STYLE.cellMono);
  if (times.length > 0) sheet.fact('Times stated', lined(times.map(({ where, atUtc }) => `${where}: ${atUtc ?? 'zero'}`)), STYLE.cellMono);
  if (video !== undefined) sheet.fact('Video packets', videoWords(video), STYLE.cellMono);
  if (jpeg !== null) jpegTables(sheet, jpeg);
  if (c2pa !== undefined) sheet.fact('C2PA', c2paWords(c2pa), STYLE.cellMono);
  if (problems.length > 0) sheet.fact('Problems', lined(problems), STYLE.cellMono);
  if (parts.length === 0 && problems.length === 0) sheet.fact('Parts', 'of this format are not listed');
  if (parts.length > 0) partsTable(sheet, parts, partsOmitted);
  if (metadata?.status === 'unavailable') sheet.fact('Metadata', bounded(metadata.reason), STYLE.cellMono);
  if (metadata?.status === 'available') {
    sheet.label(`Metadata by ${metadata.tool}`);
    const shown = metadata.tags.slice(0, MAX_TAGS);
    for (const [group, tags] of Map.groupBy(shown, (tag) => tag.group))
      flow(
        sheet,
        group,
        tags.map(({ name, value }): Pair => [name, value]),
      );
    more(sheet, metadata.tags.length - shown.length, 'tag', 'tags');
    if (metadata.omitted > 0) sheet.text(`${count(metadata.omitted)} more were not kept when the file was read.`, STYLE.note);
  }
}

function partsTable(sheet: Sheet, parts: FileStructure['parts'], omitted: number): void {
  table(
    sheet,
    [
      { head: 'At byte', share: 0.14, align: 'right', style: SMALL, cell: ({ offset }) => count(offset) },
      { head: 'Bytes', share: 0.14, align: 'right', style: SMALL, cell: ({ sizeBytes }) => count(sizeBytes) },
      // Spaces that the library does not drop at the beginning of a line.
      {
        head: 'Part',
        share: 0.27,
        style: SMALL,
        cell: ({ name, depth }) => '\u00a0\u00a0'.repeat(Math.min(depth, MAX_DEPTH)) + bounded(name),
      },
      { head: 'What it states', share: 0.45, style: SMALL, cell: ({ note }) => (note === null ? '' : bounded(note)) },
    ],
    parts.slice(0, MAX_PARTS),
    'Parts, in the order of the file',
  );
  more(sheet, parts.length - MAX_PARTS, 'part', 'parts');
  if (omitted > 0) sheet.text(`${count(omitted)} more were not kept when the file was read.`, STYLE.note);
}

function jpegTables(sheet: Sheet, { quantisation, components, progressive }: NonNullable<FileStructure['jpeg']>): void {
  for (const { id, steps } of quantisation) sheet.fact(`Quantisation ${String(id)}`, steps.join(' '), SMALL);
  sheet.fact(
    'Components',
    `${components.map(({ horizontal, vertical, table: used }) => `${String(horizontal)}×${String(vertical)} by table ${String(used)}`).join('; ')}${progressive ? '; progressive' : ''}`,
    STYLE.cellMono,
  );
}

function videoWords({ packets, keyFrames, keyFrameDistance, sizeBytes, pictureTypes }: NonNullable<FileStructure['video']>): string {
  const range = (of: { min: number; median: number; max: number } | null): string =>
    of === null ? '—' : `${count(of.min)} to ${count(of.max)}, median ${count(Math.round(of.median))}`;
  const types = pictureTypes === null ? '' : `; types ${bounded(pictureTypes)}`;
  return `${count(packets)}, ${plural(keyFrames, 'key frame', 'key frames')}; frames between them ${range(keyFrameDistance)}; bytes ${range(sizeBytes)}${types}`;
}

function c2paWords(c2pa: NonNullable<FileStructure['c2pa']>): string {
  if (c2pa.status === 'absent') return 'no manifest';
  if (c2pa.status === 'not read') return `not read: ${bounded(c2pa.reason)}`;
  const { wellFormed, valid, manifests, claimGenerator, signer, signedAtUtc, actions, reasons } = c2pa;
  const said = [
    `${count(manifests)} manifests`,
    wellFormed ? 'well-formed' : 'not well-formed',
    valid === null ? 'not validated' : valid ? 'valid' : 'not valid',
    'trust not assessed',
    `generator ${bounded(claimGenerator ?? '—')}`,
    `signer ${bounded(signer ?? '—')}`,
    `signed ${signedAtUtc ?? '—'}`,
  ];
  return `${said.join('; ')}; actions ${lined(actions.map(({ action, sourceType }) => `${action}${sourceType === null ? '' : ` (${sourceType})`}`))}; reasons ${lined(reasons.map(({ code }) => code))}`;
}

/** Pairs one after the other, in paragraphs that fit on a page. */
function flow(sheet: Sheet, title: string, pairs: readonly Pair[]): void {
  const paragraphs: string[] = [];
  let line = '';
  for (const [name, value] of pairs) {
    const said = `${bounded(name, 80)}=${bounded(value)}`;
    if (line.length + said.length > MAX_PARAGRAPH) {
      paragraphs.push(line);
      line = '';
    }
    line += line === '' ? said : ` | ${said}`;
  }
  if (line !== '' || paragraphs.length === 0) paragraphs.push(line);
  for (const [at, words] of paragraphs.entries()) sheet.fact(at === 0 ? bounded(title, 40) : '', words === '' ? '—' : words, SMALL);
}

function more(sheet: Sheet, left: number, one: string, many: string): void {
  if (left <= 0) return;
  sheet.text(`${left === 1 ? `One further ${one} is` : `${count(left)} further ${many} are`} in the attached data.`, STYLE.note);
  sheet.gap(1);
}

const lined = (lines: readonly string[], between = '; '): string => {
  const shown = lines.slice(0, MAX_LINES).map((words) => bounded(words));
  const left = lines.length - shown.length;
  return lines.length === 0 ? '—' : `${shown.join(between)}${left > 0 ? `${between}and ${count(left)} more in the attached data` : ''}`;
};

export function bounded(words: string, most = MAX_VALUE): string {
  return words.length > most ? `${words.slice(0, most).toWellFormed()} … (${count(words.length)} characters)` : words;
}
