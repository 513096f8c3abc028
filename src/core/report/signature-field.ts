/** Gives a PDF under construction one invisible signature field with an empty hole that the signature is put into later. */
import type PDFDocument from 'pdfkit';

/** The SubFilter of PAdES (ETSI EN 319 142-1). */
export const SUB_FILTER = 'ETSI.CAdES.detached';

/** What @signpdf looks for when it fills in the byte range; ten characters leave room for files up to 9 GB. */
const RANGE_PLACEHOLDER = '**********';

/** SignaturesExist (1) and AppendOnly (2): ISO 32000-1, table 219. */
const SIG_FLAGS = 3;
/** Print (4) and Locked (128): ISO 32000-1, table 165. PDF/A asks for Print. */
export const WIDGET_FLAGS = 132;

export interface SignatureField {
  readonly signerName: string;
  readonly reason: string;
  readonly at: Date;
  /** Bytes that the hole must hold. */
  readonly room: number;
}

/** pdfkit's object model, as far as it is needed; its published types leave it out. */
interface Reference {
  readonly data: Record<string, unknown>;
  end(): void;
}
interface ObjectModel {
  ref(data: Record<string, unknown>): Reference;
  readonly page: { readonly dictionary: unknown; readonly annotations: unknown[] };
  readonly _root: {
    readonly data: { readonly AcroForm: { readonly data: { Fields: Reference[]; SigFlags?: number; NeedAppearances?: boolean } } };
  };
}

/**
 * Adds the field to the current page. It is written together with the rest, so that the file stays one single revision
 * and keeps its ID; an appended revision would lose it, and PDF/A with it.
 */
export function addSignatureField(document: InstanceType<typeof PDFDocument>, field: SignatureField): void {
  const model = document as unknown as ObjectModel;
  const signature = model.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: SUB_FILTER,
    ByteRange: [0, RANGE_PLACEHOLDER, RANGE_PLACEHOLDER, RANGE_PLACEHOLDER],
    Contents: Buffer.alloc(field.room),
    M: field.at,
    Name: new String(field.signerName),
    Reason: new String(field.reason),
  });
  signature.end();
  const widget = model.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    Rect: [0, 0, 0, 0],
    V: signature,
    T: new String('Signature1'),
    // The name that a screen reader says (ISO 14289-1, 7.18.4).
    TU: new String(`Signature of ${field.signerName}`),
    F: WIDGET_FLAGS,
    P: model.page.dictionary,
  });
  widget.end();
  model.page.annotations.push(widget);
  // pdfkit closes the form itself, so the form must be one that it made.
  document.initForm();
  const form = model._root.data.AcroForm.data;
  form.SigFlags = SIG_FLAGS;
  delete form.NeedAppearances;
  form.Fields.push(widget);
}
