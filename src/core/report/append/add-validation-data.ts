/** Appends the document security store (ETSI EN 319 142-1, 5.4.2) behind a signature; what an earlier one holds is kept. */
import { createHash } from 'node:crypto';
import { writeDictionary } from './pdf-text.ts';
import { Revision } from './revision.ts';

/** DER of everything that a later check needs. */
export interface Validation {
  readonly certificates: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

const KINDS = [
  ['certificates', 'Certs', 'Cert'],
  ['ocsps', 'OCSPs', 'OCSP'],
  ['crls', 'CRLs', 'CRL'],
] as const;

export function appendValidationData(pdf: Uint8Array, validation: Validation): Uint8Array {
  const revision = new Revision(pdf);
  const catalog = revision.object(revision.root);
  const earlier = catalog.get('DSS');
  const store = earlier === undefined ? new Map([['Type', '/DSS']]) : revision.dictionary(earlier);
  const related = new Map<string, string>();
  for (const [kind, all, one] of KINDS) {
    const own = validation[kind].map((der) => `${String(revision.addStream(der))} 0 R`);
    if (own.length === 0) continue;
    const kept = store.get(all)?.slice(1, -1).trim() ?? '';
    store.set(all, `[${[...(kept === '' ? [] : [kept]), ...own].join(' ')}]`);
    related.set(one, `[${own.join(' ')}]`);
  }
  const vri = store.get('VRI');
  const byName = vri === undefined ? new Map<string, string>() : revision.dictionary(vri);
  byName.set(nameOfLastSignature(pdf), writeDictionary(related));
  store.set('VRI', writeDictionary(byName));
  // Under a number of its own: the store that a later signature covers stays as it was.
  const fresh = revision.add(writeDictionary(store));
  catalog.set('DSS', `${String(fresh)} 0 R`);
  revision.set(revision.root, writeDictionary(catalog));
  return revision.toBytes();
}

/** Upper-case SHA-1 of the signature's Contents, all of the hole (EN 319 142-1, 5.4.2.3). */
function nameOfLastSignature(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const start = bytes.indexOf('<', bytes.indexOf('/Contents ', bytes.lastIndexOf('/ByteRange [')));
  const hole = Buffer.from(bytes.toString('latin1', start + 1, bytes.indexOf('>', start)), 'hex');
  return createHash('sha1').update(hole).digest('hex').toUpperCase();
}
