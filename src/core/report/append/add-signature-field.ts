/** Appends one more invisible signature field, with an empty hole that signPdf fills. */
import { must } from '../../../base/assert.ts';
import { Failure } from '../../../base/failure.ts';
import { SUB_FILTER, WIDGET_FLAGS, type SignatureField } from '../signature-field.ts';
import { appendToArray, dateString, referenceIn, textString, writeDictionary } from './pdf-text.ts';
import { Revision } from './revision.ts';

/** What @signpdf looks for; ten characters leave room for files up to 9 GB. */
const RANGE = '/**********';

/** @throws Failure PDF_UNREADABLE when this is not a report that was signed before. */
export function appendSignatureField(pdf: Uint8Array, field: SignatureField): Uint8Array {
  const revision = new Revision(pdf);
  const catalog = revision.object(revision.root);
  const formNumber = referenceIn(catalog.get('AcroForm'));
  if (formNumber === null) throw new Failure('PDF_UNREADABLE', 'it has no signature field yet, so it is no signed report');
  const form = revision.object(formNumber);
  const fields = must(listIn(revision, form.get('Fields')), 'a form has fields');
  const count = fields.match(/\d+ 0 R/g)?.length ?? 0;
  const page = firstPage(revision, catalog.get('Pages'));

  const signature = revision.add(
    writeDictionary(
      new Map([
        ['Type', '/Sig'],
        ['Filter', '/Adobe.PPKLite'],
        ['SubFilter', `/${SUB_FILTER}`],
        ['ByteRange', `[0 ${RANGE} ${RANGE} ${RANGE}]`],
        ['Contents', `<${'00'.repeat(field.room)}>`],
        ['M', dateString(field.at)],
        ['Name', textString(field.signerName)],
        ['Reason', textString(field.reason)],
      ]),
    ),
  );
  const widget = revision.add(
    writeDictionary(
      new Map([
        ['Type', '/Annot'],
        ['Subtype', '/Widget'],
        ['FT', '/Sig'],
        ['Rect', '[0 0 0 0]'],
        ['V', `${String(signature)} 0 R`],
        ['T', textString(`Signature${String(count + 1)}`)],
        ['TU', textString(`Signature of ${field.signerName}`)],
        ['F', String(WIDGET_FLAGS)],
        ['P', `${String(page)} 0 R`],
      ]),
    ),
  );
  appendIn(revision, formNumber, 'Fields', widget);
  appendIn(revision, page, 'Annots', widget);
  return revision.toBytes();
}

/** Appends to a list that stands in an object itself or in one that it refers to. */
function appendIn(revision: Revision, number: number, key: string, item: number): void {
  const object = revision.object(number);
  const value = object.get(key) ?? '[]';
  const elsewhere = referenceIn(value);
  const reference = `${String(item)} 0 R`;
  if (elsewhere !== null) revision.set(elsewhere, appendToArray(revision.text(elsewhere), reference));
  else revision.set(number, writeDictionary(new Map([...object, [key, appendToArray(value, reference)]])));
}

function listIn(revision: Revision, value: string | undefined): string | undefined {
  const number = referenceIn(value);
  return number === null ? value : revision.text(number);
}

function firstPage(revision: Revision, pages: string | undefined): number {
  let number = referenceIn(pages);
  for (let depth = 0; number !== null && depth < 16; depth += 1) {
    const node = revision.object(number);
    if (node.get('Type') === '/Page') return number;
    number = referenceIn(/\d+ 0 R/.exec(listIn(revision, node.get('Kids')) ?? '')?.[0]);
  }
  throw new Failure('PDF_UNREADABLE', 'it has no page');
}
