/** The document security store (ETSI EN 319 142-1, 5.4.2): certificates and answers about revocation that a document carries along. */
import { readCertificate, type Certificate } from './certificate.ts';
import { PdfDocument } from './document.ts';
import { PdfSyntaxError, type PdfObject } from './pdf-object.ts';

export interface ValidationData {
  readonly certificates: readonly Certificate[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** More than this, of each kind, no path needs. */
const MOST = 64;

/** As of the document's last revision; `null` when it has none or its tables are not read here. */
export async function readValidationData(pdf: Uint8Array): Promise<ValidationData | null> {
  try {
    const document = PdfDocument.open(pdf);
    const store = document.dictionary(document.dictionary(document.trailer.get('Root'))?.get('DSS'));
    if (store === null) return null;
    const streams = (key: string): Promise<Uint8Array[]> => streamsOf(document, store.get(key));
    return {
      certificates: (await streams('Certs')).flatMap((der) => readCertificate(der) ?? []),
      ocsps: await streams('OCSPs'),
      crls: await streams('CRLs'),
    };
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

async function streamsOf(document: PdfDocument, value: PdfObject | undefined): Promise<Uint8Array[]> {
  const list = document.follow(value)?.object;
  if (list?.kind !== 'array' || list.items.length > MOST) return [];
  const found = await Promise.all(list.items.map((item) => document.follow(item)?.stream?.() ?? Promise.resolve(null)));
  return found.filter((bytes) => bytes !== null);
}
