/** The document security store (ETSI EN 319 142-1, 5.4.2): certificates and answers about revocation that a document carries along. */
import type { X509Certificate } from 'node:crypto';
import { PdfDocument } from './document.ts';
import { PdfSyntaxError, type PdfObject } from './pdf-object.ts';
import { readCertificate } from './trust.ts';

export interface ValidationData {
  readonly certificates: readonly X509Certificate[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** More than this, of each kind, no path needs. */
const MOST = 64;

/** As of the document's last revision; `null` when it has none or its tables are not read here. */
export function readValidationData(pdf: Uint8Array): ValidationData | null {
  try {
    const document = PdfDocument.open(pdf);
    const store = document.dictionary(document.dictionary(document.trailer.get('Root'))?.get('DSS'));
    if (store === null) return null;
    const streams = (key: string): Uint8Array[] => streamsOf(document, store.get(key));
    return {
      certificates: streams('Certs').flatMap((der) => readCertificate(der) ?? []),
      ocsps: streams('OCSPs'),
      crls: streams('CRLs'),
    };
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

function streamsOf(document: PdfDocument, value: PdfObject | undefined): Uint8Array[] {
  const list = document.follow(value)?.object;
  if (list?.kind !== 'array' || list.items.length > MOST) return [];
  return list.items.flatMap((item) => document.follow(item)?.stream?.() ?? []);
}
