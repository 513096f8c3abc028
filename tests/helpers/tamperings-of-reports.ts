/** A table of stated tamperings of signed reports: who must say no, and in which words. */
import { createPrivateKey } from 'node:crypto';
import { appendSignatureField } from '../../src/core/report/append/add-signature-field.ts';
import { writeDictionary } from '../../src/core/report/append/pdf-text.ts';
import { signatureRoom } from '../../src/core/report/cms.ts';
import { signPdf } from '../../src/core/report/sign-pdf.ts';
import { requestTimestamp } from '../../src/core/report/timestamp/request-timestamp.ts';
import { selfSigned, unsignedPdf } from './signed-pdf.ts';
import type { SignedReports } from './signed-reports.ts';
import {
  addAnnotation,
  contentNumber,
  digestAt,
  embeddedNumber,
  endOfFirst,
  flip,
  inSignature,
  latin1,
  otherRoot,
  pageNumber,
  place,
  replaced,
  unlisted,
  updated,
  valueAt,
  widened,
  write,
} from './tamper-pdf.ts';

type Question = 'intact' | 'valid' | 'wholeDocument' | 'timestamp' | 'revocation' | 'stated' | 'custody';

interface ReportTampering {
  readonly name: string;
  readonly make: (reports: SignedReports) => Uint8Array | Promise<Uint8Array>;
  /** Who says no, and in which words. */
  readonly question: Question;
  readonly words: string;
}

export const tamperingsOfReports: readonly ReportTampering[] = [
  {
    name: 'a byte of the page',
    make: ({ stamped }) => flip(stamped, place(stamped, 'stream\n') + 20),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the title',
    make: ({ stamped }) => flip(stamped, place(stamped, '/Title') + 1),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the stated time of signing',
    make: ({ stamped }) => flip(stamped, place(stamped, '/M (D:2') + 7),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the stated reason',
    make: ({ stamped }) => replaced(stamped, '/Reason (Test)', '/Reason (Best)'),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the attached data',
    make: ({ lasting }) => flip(lasting, place(lasting, 'stream\n', place(lasting, '/EmbeddedFile')) + 30),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the signature’s own value',
    make: ({ stamped }) => inSignature(stamped, (der) => der.writeUInt8(der.readUInt8(valueAt(der)) ^ 1, valueAt(der))),
    question: 'valid',
    words: 'does not belong to the signed attributes',
  },
  {
    name: 'the signed digest',
    make: ({ stamped }) => inSignature(stamped, (der) => der.writeUInt8(der.readUInt8(digestAt(der)) ^ 1, digestAt(der))),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'bytes after the end',
    make: ({ stamped }) => Buffer.concat([stamped, Buffer.from('\n% more\n')]),
    question: 'wholeDocument',
    words: 'no update that can be read',
  },
  {
    name: 'a line end after the end',
    make: ({ stamped }) => Buffer.concat([stamped, Buffer.from('\n')]),
    question: 'wholeDocument',
    words: '1 bytes were appended',
  },
  {
    name: 'the last byte taken away',
    make: ({ stamped }) => stamped.subarray(0, -1),
    question: 'wholeDocument',
    words: 'ends before the signed bytes do',
  },
  {
    name: 'something in the hole behind the signature',
    make: ({ stamped }) => write(stamped, latin1(stamped).indexOf('>', place(stamped, '/Contents <')) - 2, 'ff'),
    question: 'valid',
    words: 'not zero follows it',
  },
  {
    name: 'a hole that is wider than the signature',
    make: ({ stamped }) => widened(stamped, -3, 0),
    question: 'wholeDocument',
    words: 'not exactly the signature itself',
  },
  {
    name: 'a hole that reaches further back',
    make: ({ stamped }) => widened(stamped, 0, 4),
    question: 'wholeDocument',
    words: 'not exactly the signature itself',
  },
  {
    name: 'a range that begins later',
    make: ({ stamped }) => replaced(stamped, '/ByteRange [0 ', '/ByteRange [9 '),
    question: 'wholeDocument',
    words: 'does not cover the beginning',
  },
  {
    name: 'the document wrapped in another',
    make: ({ stamped }) => Buffer.concat([Buffer.from('%PDF-1.7\n% another\n'), stamped]),
    question: 'wholeDocument',
    words: 'not exactly the signature itself',
  },
  {
    name: 'a page drawn anew in an update',
    make: ({ stamped }) => updated(stamped, (r) => r.set(contentNumber(stamped), '<<\n/Length 0\n>>\nstream\n\nendstream')),
    question: 'wholeDocument',
    words: `of the signed part is replaced`,
  },
  {
    name: 'the attached data exchanged in an update',
    make: ({ stamped }) =>
      updated(stamped, (r) => r.set(embeddedNumber(stamped), '<<\n/Type /EmbeddedFile\n/Length 2\n>>\nstream\n{}\nendstream')),
    question: 'wholeDocument',
    words: 'of the signed part is replaced',
  },
  {
    name: 'an action on opening',
    make: ({ stamped }) => updated(stamped, (r, catalog) => r.set(r.root, writeDictionary(catalog.set('OpenAction', '[1 0 R /Fit]')))),
    question: 'wholeDocument',
    words: "the catalog's OpenAction is changed",
  },
  {
    name: 'other pages in the catalog',
    make: ({ stamped }) =>
      updated(stamped, (r, catalog) =>
        r.set(r.root, writeDictionary(catalog.set('Pages', `${String(r.add('<< /Type /Pages /Kids [] /Count 0 >>'))} 0 R`))),
      ),
    question: 'wholeDocument',
    words: "the catalog's Pages is changed",
  },
  {
    name: 'other resources of a page',
    make: ({ stamped }) =>
      updated(stamped, (r) => r.set(pageNumber(stamped), writeDictionary(r.object(pageNumber(stamped)).set('Resources', '<< >>')))),
    question: 'wholeDocument',
    words: 'Resources of a page is changed',
  },
  {
    name: 'a note laid over a page',
    make: ({ stamped }) =>
      updated(stamped, (r) =>
        addAnnotation(r, pageNumber(stamped), '<< /Type /Annot /Subtype /FreeText /Rect [0 0 600 800] /Contents (Genuine) >>'),
      ),
    question: 'wholeDocument',
    words: 'not an invisible signature field',
  },
  {
    name: 'a visible field of a signature',
    make: ({ stamped }) =>
      updated(stamped, (r) =>
        addAnnotation(r, pageNumber(stamped), '<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 600 800] /T (S) >>'),
      ),
    question: 'wholeDocument',
    words: 'not an invisible signature field',
  },
  {
    name: 'the first signature taken out of the page',
    make: ({ stamped }) =>
      updated(stamped, (r) => r.set(pageNumber(stamped), writeDictionary(r.object(pageNumber(stamped)).set('Annots', '[]')))),
    question: 'wholeDocument',
    words: 'taken away or exchanged',
  },
  {
    name: 'an object outside the table of an update',
    make: ({ stamped }) => unlisted(stamped),
    question: 'wholeDocument',
    words: 'lists other objects than it holds',
  },
  {
    name: 'an update of another catalog',
    make: ({ stamped }) => otherRoot(stamped),
    question: 'wholeDocument',
    words: 'names another Root',
  },
  {
    name: 'data and a signature in one update',
    make: ({ stamped }) =>
      updated(stamped, (r, catalog) => {
        r.addStream(Buffer.from('x'));
        r.add('<< /Type /Sig >>');
        r.set(r.root, writeDictionary(catalog));
      }),
    question: 'wholeDocument',
    words: 'something besides a signature or validation data',
  },
  {
    name: 'a certificate of the same name, made by someone else',
    make: async ({ blank }) => signPdf(await blank('PAdES B-B'), await selfSigned('Demo Examiner')),
    question: 'stated',
    words: 'its first signature was made with another',
  },
  {
    name: 'a key of someone else under the certificate',
    make: async ({ signer, authority, blank }) =>
      signPdf(await blank('PAdES B-B'), { ...signer, privateKey: createPrivateKey(authority.openssl('pkey', '-in', 'reviewer.key')) }),
    question: 'valid',
    words: 'does not belong to the signed attributes',
  },
  {
    name: 'a certificate that had expired',
    make: async ({ authority }) => {
      const lapsed = await authority.identity('lapsed');
      return signPdf(await unsignedPdf(lapsed, new Date()), lapsed);
    },
    question: 'valid',
    words: 'had expired at the stated time of signing (on 2021-01-01T00:00:00.000Z)',
  },
  {
    name: 'a time of signing before the certificate',
    make: async ({ signer, blank }) => signPdf(await blank('PAdES B-B', new Date('2019-01-01T00:00:00Z')), signer),
    question: 'valid',
    words: 'was not in force at the stated time',
  },
  {
    name: 'a timestamp over another signature',
    make: async ({ signer, authority, blank }) =>
      signPdf(await blank('PAdES B-T'), signer, async () => (await requestTimestamp(authority.tsaUrl, Buffer.from('another'))).token),
    question: 'timestamp',
    words: 'over something else than this signature',
  },
  {
    name: 'another time in the timestamp',
    make: ({ stamped }) =>
      inSignature(stamped, (der) => void der.write('2020', der.indexOf(String(new Date().getUTCFullYear())), 'latin1')),
    question: 'timestamp',
    words: 'changed after it was signed',
  },
  {
    name: 'the timestamp left out',
    make: async ({ signer, blank }) => signPdf(await blank('PAdES B-T'), signer),
    question: 'stated',
    words: 'signed at PAdES B-T; found: PAdES B-B',
  },
  {
    name: 'the data for later checks cut off',
    make: ({ lasting }) => lasting.subarray(0, endOfFirst(lasting)),
    question: 'stated',
    words: 'signed at PAdES B-LT; found: PAdES B-T',
  },
  {
    name: 'an answer about revocation changed',
    make: ({ lasting }) => flip(lasting, latin1(lasting).lastIndexOf('\nendstream') - 1),
    question: 'stated',
    words: 'found: PAdES B-T',
  },
  {
    name: 'a byte of the first revision below two signatures',
    make: ({ both }) => flip(both, place(both, 'stream\n') + 20),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'a byte of the data between two signatures',
    make: ({ both }) => flip(both, place(both, '/DSS')),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'the reviewer’s reason',
    make: ({ both }) => replaced(both, '/Reason (Reviewed)', '/Reason (Rejected)'),
    question: 'intact',
    words: 'changed after signing',
  },
  {
    name: 'a change that was signed over by someone else',
    make: async ({ stamped }) => signedOver(stamped),
    question: 'wholeDocument',
    words: 'of the signed part is replaced',
  },
  {
    name: 'a change behind the reviewer’s signature',
    make: ({ both }) => updated(both, (r) => r.set(contentNumber(both), '<<\n/Length 0\n>>\nstream\n\nendstream')),
    question: 'wholeDocument',
    words: 'of the signed part is replaced',
  },
  {
    name: 'what ffprobe said of an item, before the report was signed',
    make: async ({ signer, attachedWith }) =>
      signPdf(await unsignedPdf(signer, new Date(), false, attachedWith('{ "format": { "size": "1" } }')), signer),
    question: 'custody',
    words: 'which no entry of the attached custody log states of derived/ffprobe-e1.json',
  },
];

/** An attacker draws the page anew and signs the whole with a certificate of their own. */
async function signedOver(pdf: Uint8Array): Promise<Uint8Array> {
  const changed = updated(pdf, (r) => r.set(contentNumber(pdf), '<<\n/Length 0\n>>\nstream\n\nendstream'));
  const other = await selfSigned('Demo Reviewer');
  const at = new Date('2026-06-01T00:00:00Z');
  return signPdf(appendSignatureField(changed, { signerName: 'Demo Reviewer', reason: 'Reviewed', at, room: signatureRoom(other) }), other);
}
