/**
 * What was added to a document after a signature (ISO 32000-1, 7.5.6), read by a narrow grammar: anything that is not
 * plainly validation data or one further signature counts as a change of what was signed.
 */
import { hex, latin1 } from './bytes.ts';
import { integerOf, PdfDocument, readIndirect, readTable, referenceOf, type Entries, type StoredObject } from './document.ts';
import { PdfSyntaxError, type PdfObject } from './pdf-object.ts';

export interface Update {
  readonly start: number;
  readonly end: number;
  readonly harmless: boolean;
  readonly words: string;
}

/** A report is countersigned a few times at most. */
const MAX_UPDATES = 32;

/** Updates from `start` to the end of the file, oldest first; the last one is not harmless where the bytes are no update at all. */
export function readUpdates(pdf: Uint8Array, start: number): Update[] {
  const updates: Update[] = [];
  let at = start;
  while (at < pdf.length && updates.length < MAX_UPDATES) {
    if (isNewlines(pdf.subarray(at))) break;
    const update = readUpdate(pdf, at);
    updates.push(update);
    at = update.end;
  }
  return updates;
}

/** Line ends between and after revisions say nothing. */
function isNewlines(bytes: Uint8Array): boolean {
  return bytes.length <= 2 && bytes.every((byte) => byte === 0x0a || byte === 0x0d);
}

function readUpdate(pdf: Uint8Array, start: number): Update {
  try {
    const raw = readRaw(pdf, start);
    return { start, end: raw.end, ...judge(pdf, start, raw) };
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    return { start, end: pdf.length, harmless: false, words: `they are no update that can be read (${error.message})` };
  }
}

interface Raw {
  readonly objects: ReadonlyMap<number, StoredObject>;
  readonly trailer: Entries;
  readonly end: number;
}

/** Objects, one table that lists exactly these, trailer, startxref: and not one byte besides. */
function readRaw(pdf: Uint8Array, start: number): Raw {
  const text = (at: number, length: number): string => latin1(pdf.subarray(at, at + length));
  const objects = new Map<number, StoredObject>();
  const offsets = new Map<number, number>();
  let at = start;
  for (;;) {
    at += /^[\r\n]{0,2}/.exec(text(at, 2))?.[0].length ?? 0;
    if (text(at, 4) === 'xref') break;
    const stored = readIndirect(pdf, at);
    if (objects.has(stored.number)) throw new PdfSyntaxError(`object ${String(stored.number)} stands twice`);
    objects.set(stored.number, stored);
    offsets.set(stored.number, at);
    at = stored.end;
  }
  const table = readTable(pdf, at);
  // Object 0 heads the list of free objects and is none itself.
  const listed = [...table.offsets].filter(([number]) => number !== 0);
  if (listed.length !== offsets.size || listed.some(([number, offset]) => offsets.get(number) !== offset))
    throw new PdfSyntaxError('its table lists other objects than it holds');
  const tail = /^[\r\n]{1,2}startxref[\r\n]{1,2}(\d{1,15})[\r\n]{1,2}%%EOF/.exec(text(table.end, 48));
  if (tail === null || Number(tail[1]) !== at) throw new PdfSyntaxError('its end is malformed');
  return { objects, trailer: table.trailer, end: table.end + tail[0].length };
}

function judge(pdf: Uint8Array, start: number, raw: Raw): { harmless: boolean; words: string } {
  const before = PdfDocument.open(pdf, start);
  const bad = (words: string): { harmless: boolean; words: string } => ({ harmless: false, words });
  const trailer = trailerProblem(before, raw.trailer);
  if (trailer !== null) return bad(trailer);
  const fresh = new Set([...raw.objects.keys()].filter((number) => number >= integerOf(before.trailer.get('Size'))));
  const signed = latin1(pdf.subarray(0, start));
  const dangling = [...fresh].find((number) => new RegExp(`(?<!\\d)${String(number)}[\\s\\0]+\\d+[\\s\\0]+R`).test(signed));
  if (dangling !== undefined) return bad(`object ${String(dangling)} is new, but the signed part refers to it`);
  const allowed = changedPlaces(before);
  for (const [number, { object }] of raw.objects) {
    if (fresh.has(number)) continue;
    const rule = allowed.get(number);
    if (rule === undefined) return bad(`object ${String(number)} of the signed part is replaced`);
    const problem = rule(before, before.read(number).object, object, raw, fresh);
    if (problem !== null) return bad(problem);
  }
  const signatures = [...fresh].filter((number) => isType(raw.objects.get(number)?.object, 'Sig')).length;
  const odd = [...fresh].find((number) => isScript(raw.objects.get(number)?.object));
  if (odd !== undefined) return bad(`object ${String(odd)} is an action`);
  if (signatures > 1) return bad('it adds more than one signature');
  const data = [...fresh].filter((number) => raw.objects.get(number)?.stream !== null).length;
  if (signatures === 1 && data === 0) return { harmless: true, words: 'one further signature and its field, nothing else' };
  if (signatures === 0 && raw.objects.has(before.rootNumber))
    return { harmless: true, words: `validation data (${String(data)} certificates and answers about revocation), nothing else` };
  return bad('it holds something besides a signature or validation data');
}

function trailerProblem(before: PdfDocument, trailer: Entries): string | null {
  if (integerOf(trailer.get('Prev')) !== before.startxref) return 'it does not follow the revision that was signed';
  if (integerOf(trailer.get('Size')) < integerOf(before.trailer.get('Size'))) return 'it shortens the list of objects';
  for (const key of trailer.keys()) if (!['Prev', 'Size', 'Root', 'Info', 'ID'].includes(key)) return `its trailer holds ${key}`;
  for (const key of ['Root', 'Info']) if (!same(before.trailer.get(key), trailer.get(key))) return `its trailer names another ${key}`;
  return null;
}

/** Says what is wrong with a changed object, or null. */
type Rule = (before: PdfDocument, was: PdfObject, is: PdfObject, raw: Raw, fresh: ReadonlySet<number>) => string | null;

/** The few objects of the signed part that an update may write anew, each with what may differ in it. */
function changedPlaces(before: PdfDocument): Map<number, Rule> {
  const catalog = before.dictionary(before.trailer.get('Root'));
  const places = new Map<number, Rule>([[before.rootNumber, catalogRule]]);
  const put = (value: PdfObject | undefined, rule: Rule): void => {
    const number = value === undefined ? null : referenceOf(value);
    if (number !== null) places.set(number, rule);
  };
  put(catalog?.get('AcroForm'), dictionaryRule('the form', ['Fields']));
  put(before.dictionary(catalog?.get('AcroForm'))?.get('Fields'), listRule);
  for (const number of before.numbers) {
    const page = before.has(number) ? pageAt(before, number) : null;
    if (page === null) continue;
    places.set(number, dictionaryRule('a page', ['Annots']));
    put(page.get('Annots'), listRule);
  }
  return places;
}

function pageAt(before: PdfDocument, number: number): Entries | null {
  try {
    const { object } = before.read(number);
    return object.kind === 'dictionary' && isType(object, 'Page') ? object.entries : null;
  } catch (error) {
    // An object that cannot be read is not one that may be changed.
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

const catalogRule: Rule = (_, was, is) => {
  const changed = changedKeys(was, is);
  if (changed === null) return 'the catalog is no dictionary any more';
  const other = changed.find((key) => key !== 'DSS' && key !== 'Extensions');
  return other === undefined ? null : `the catalog's ${other} is changed`;
};

const dictionaryRule =
  (what: string, lists: readonly string[]): Rule =>
  (before, was, is, raw, fresh) => {
    const changed = changedKeys(was, is);
    if (changed === null || was.kind !== 'dictionary' || is.kind !== 'dictionary') return `${what} is no dictionary any more`;
    for (const key of changed) {
      if (!lists.includes(key)) return `${key} of ${what} is changed`;
      const earlier = was.entries.get(key) ?? { kind: 'array', items: [] };
      const problem = listRule(before, earlier, is.entries.get(key) ?? { kind: 'word', value: 'null' }, raw, fresh);
      if (problem !== null) return problem;
    }
    return null;
  };

/** The list must begin as it was, and go on with nothing but invisible fields of signatures. */
const listRule: Rule = (_, was, is, raw, fresh) => {
  if (was.kind !== 'array' || is.kind !== 'array') return 'a list of fields is no list any more';
  if (was.items.some((item, i) => !same(item, is.items[i]))) return 'a field or annotation is taken away or exchanged';
  for (const item of is.items.slice(was.items.length)) {
    const number = referenceOf(item);
    const field = number === null || !fresh.has(number) ? undefined : raw.objects.get(number)?.object;
    if (!isInvisibleSignatureField(field)) return 'an annotation is added that is not an invisible signature field';
  }
  return null;
};

function isInvisibleSignatureField(field: PdfObject | undefined): boolean {
  if (field?.kind !== 'dictionary') return false;
  const { entries } = field;
  // TU is what a screen reader calls the field.
  const known = ['Type', 'Subtype', 'FT', 'Rect', 'V', 'T', 'TU', 'F', 'P'];
  if ([...entries.keys()].some((key) => !known.includes(key))) return false;
  const rectangle = entries.get('Rect');
  const flat = rectangle?.kind === 'array' && rectangle.items.every((item) => item.kind === 'number' && item.value === 0);
  return flat && isName(entries.get('Subtype'), 'Widget') && isName(entries.get('FT'), 'Sig');
}

function changedKeys(was: PdfObject, is: PdfObject): string[] | null {
  if (was.kind !== 'dictionary' || is.kind !== 'dictionary') return null;
  const keys = new Set([...was.entries.keys(), ...is.entries.keys()]);
  return [...keys].filter((key) => !same(was.entries.get(key), is.entries.get(key)));
}

function isType(object: PdfObject | undefined, type: string): boolean {
  return object?.kind === 'dictionary' && isName(object.entries.get('Type'), type);
}

function isScript(object: PdfObject | undefined): boolean {
  return object?.kind === 'dictionary' && ['S', 'JS', 'AA', 'OpenAction'].some((key) => object.entries.has(key));
}

function isName(object: PdfObject | undefined, name: string): boolean {
  return object?.kind === 'name' && object.value === name;
}

function same(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && written(a) === written(b));
}

/** One spelling for each object: two of them are equal exactly when their spellings are. */
function written(object: PdfObject): string {
  switch (object.kind) {
    case 'array':
      return `[${object.items.map(written).join(',')}]`;
    case 'dictionary':
      return `<${[...object.entries]
        .map(([key, value]) => `${JSON.stringify(key)}:${written(value)}`)
        .sort()
        .join(',')}>`;
    case 'string':
      return `(${hex(object.bytes)})`;
    case 'hex':
      return `hex(${object.digits})`;
    case 'number':
      return `number(${object.text})`;
    default:
      return `${object.kind}(${JSON.stringify(object.value)})`;
  }
}
