// A table of stated tamperings of signed reports. Each must be refused, by the question that it concerns and in words that name it.
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PdfVerification, WantedLevel } from '../../src/contract/report.ts';
import { appendSignatureField } from '../../src/core/report/append/add-signature-field.ts';
import { writeDictionary } from '../../src/core/report/append/pdf-text.ts';
import { signatureRoom } from '../../src/core/report/cms.ts';
import { countersign } from '../../src/core/report/countersign.ts';
import type { Identity } from '../../src/core/report/identity.ts';
import { signAtLevel, type Aim } from '../../src/core/report/sign-at-level.ts';
import { signPdf } from '../../src/core/report/sign-pdf.ts';
import { requestTimestamp } from '../../src/core/report/timestamp/request-timestamp.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { probeInData } from '../helpers/report-fixture.ts';
import { selfSigned, unsignedPdf } from '../helpers/signed-pdf.ts';
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
  rangesOf,
  replaced,
  unlisted,
  updated,
  valueAt,
  widened,
  write,
} from '../helpers/tamper-pdf.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { hasOpenssl, testAuthority, type TestAuthority } from '../helpers/test-authority.ts';

type Question = 'intact' | 'valid' | 'wholeDocument' | 'timestamp' | 'revocation' | 'stated' | 'custody';

interface Tampering {
  readonly name: string;
  readonly make: () => Uint8Array | Promise<Uint8Array>;
  /** Who says no, and in which words. */
  readonly question: Question;
  readonly words: string;
}

describe.skipIf(!hasOpenssl())('tamperings of signed reports (needs openssl)', () => {
  const folder = tempFolder();
  let authority: TestAuthority;
  let signer: Identity;
  let reviewer: Identity;
  /** At B-T; at B-LT; at B-LT and countersigned at B-B. */
  let stamped = new Uint8Array();
  let lasting = new Uint8Array();
  let both = new Uint8Array();

  beforeAll(async () => {
    authority = await testAuthority(join(folder, 'authority'));
    signer = authority.identity('signer');
    reviewer = authority.identity('reviewer');
    stamped = new Uint8Array((await report('PAdES B-T')) as Uint8Array<ArrayBuffer>);
    lasting = new Uint8Array((await report('PAdES B-LT')) as Uint8Array<ArrayBuffer>);
    const { signed } = await countersign(lasting, {
      identity: reviewer,
      reason: 'Reviewed',
      at: new Date(),
      aim: aimAt('PAdES B-B'),
      allowLowerLevel: false,
    });
    both = new Uint8Array(signed.pdf);
  }, 120_000);
  afterAll(() => authority.close());

  const aimAt = (level: WantedLevel): Aim => ({ level, timestampUrl: level === 'PAdES B-B' ? null : authority.tsaUrl, missed: null });
  const attached = (level: WantedLevel): string =>
    JSON.stringify({ format: 'penumbra-report/1', report: { id: 'R1' }, signature: { level, identity: signer.info } });
  const attachedWith = (text: string): string => JSON.stringify({ ...(JSON.parse(attached('PAdES B-B')) as object), ...probeInData(text) });
  const blank = (level: WantedLevel, at = new Date()): Promise<Uint8Array> => unsignedPdf(signer, at, true, attached(level));
  const report = async (level: WantedLevel): Promise<Uint8Array> => (await signAtLevel(await blank(level), signer, aimAt(level))).pdf;
  const verify = (pdf: Uint8Array): Promise<PdfVerification> => verifyPdf(pdf, { trustAnchors: [authority.rootPem] });

  it('finds nothing wrong where nothing is', async () => {
    expect(await verify(stamped)).toMatchObject({ ok: true, stated: { ok: true }, signatures: [{ level: 'PAdES B-T' }] });
    expect(await verify(lasting)).toMatchObject({ ok: true, stated: { ok: true }, signatures: [{ level: 'PAdES B-LT' }] });
    const found = await verify(both);
    expect(found).toMatchObject({
      ok: true,
      stated: { ok: true },
      signatures: [
        { signer: 'CN=Demo Examiner', level: 'PAdES B-LT', revision: { number: 1, of: 3 }, trusted: { ok: true } },
        { signer: 'CN=Demo Reviewer', level: 'PAdES B-B', reason: 'Reviewed', revision: { number: 3, of: 3, bytes: both.length } },
      ],
    });
    expect(found.updates.map((words) => words.replace(/^\d+ bytes: /, ''))).toEqual([
      'validation data (8 certificates and answers about revocation), nothing else',
      'one further signature and its field, nothing else',
    ]);
    expect(Buffer.compare(both.subarray(0, lasting.length), lasting)).toBe(0);
    const path = join(folder, 'both.pdf');
    writeFileSync(path, both);
    if (hasPdfsig()) {
      const words = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      expect(words.match(/Signature is Valid/g)).toHaveLength(2);
    }
    // openssl reads the reviewer's signature by itself.
    const [first, second, length] = rangesOf(both).at(-1) ?? [0, 0, 0];
    writeFileSync(join(folder, 'signed.bin'), Buffer.concat([both.subarray(0, first), both.subarray(second, second + length)]));
    writeFileSync(join(folder, 'cms.der'), Buffer.from(latin1(both).slice(first + 1, second - 1), 'hex'));
    const ca = ['-CAfile', join(authority.folder, 'root.pem'), '-purpose', 'any', '-binary'];
    const args = ['cms', '-verify', '-in', 'cms.der', '-inform', 'DER', '-content', 'signed.bin', '-out', 'out.bin', ...ca];
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  });

  const table: Tampering[] = [
    {
      name: 'a byte of the page',
      make: () => flip(stamped, place(stamped, 'stream\n') + 20),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the title',
      make: () => flip(stamped, place(stamped, '/Title') + 1),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the stated time of signing',
      make: () => flip(stamped, place(stamped, '/M (D:2') + 7),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the stated reason',
      make: () => replaced(stamped, '/Reason (Test)', '/Reason (Best)'),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the attached data',
      make: () => flip(lasting, place(lasting, 'stream\n', place(lasting, '/EmbeddedFile')) + 30),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the signature’s own value',
      make: () => inSignature(stamped, (der) => der.writeUInt8(der.readUInt8(valueAt(der)) ^ 1, valueAt(der))),
      question: 'valid',
      words: 'does not belong to the signed attributes',
    },
    {
      name: 'the signed digest',
      make: () => inSignature(stamped, (der) => der.writeUInt8(der.readUInt8(digestAt(der)) ^ 1, digestAt(der))),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'bytes after the end',
      make: () => Buffer.concat([stamped, Buffer.from('\n% more\n')]),
      question: 'wholeDocument',
      words: 'no update that can be read',
    },
    {
      name: 'a line end after the end',
      make: () => Buffer.concat([stamped, Buffer.from('\n')]),
      question: 'wholeDocument',
      words: '1 bytes were appended',
    },
    {
      name: 'the last byte taken away',
      make: () => stamped.subarray(0, -1),
      question: 'wholeDocument',
      words: 'ends before the signed bytes do',
    },
    {
      name: 'something in the hole behind the signature',
      make: () => write(stamped, latin1(stamped).indexOf('>', place(stamped, '/Contents <')) - 2, 'ff'),
      question: 'valid',
      words: 'not zero follows it',
    },
    {
      name: 'a hole that is wider than the signature',
      make: () => widened(stamped, -3, 0),
      question: 'wholeDocument',
      words: 'not exactly the signature itself',
    },
    {
      name: 'a hole that reaches further back',
      make: () => widened(stamped, 0, 4),
      question: 'wholeDocument',
      words: 'not exactly the signature itself',
    },
    {
      name: 'a range that begins later',
      make: () => replaced(stamped, '/ByteRange [0 ', '/ByteRange [9 '),
      question: 'wholeDocument',
      words: 'does not cover the beginning',
    },
    {
      name: 'the document wrapped in another',
      make: () => Buffer.concat([Buffer.from('%PDF-1.7\n% another\n'), stamped]),
      question: 'wholeDocument',
      words: 'not exactly the signature itself',
    },
    {
      name: 'a page drawn anew in an update',
      make: () => updated(stamped, (r) => r.set(contentNumber(stamped), '<<\n/Length 0\n>>\nstream\n\nendstream')),
      question: 'wholeDocument',
      words: `of the signed part is replaced`,
    },
    {
      name: 'the attached data exchanged in an update',
      make: () => updated(stamped, (r) => r.set(embeddedNumber(stamped), '<<\n/Type /EmbeddedFile\n/Length 2\n>>\nstream\n{}\nendstream')),
      question: 'wholeDocument',
      words: 'of the signed part is replaced',
    },
    {
      name: 'an action on opening',
      make: () => updated(stamped, (r, catalog) => r.set(r.root, writeDictionary(catalog.set('OpenAction', '[1 0 R /Fit]')))),
      question: 'wholeDocument',
      words: "the catalog's OpenAction is changed",
    },
    {
      name: 'other pages in the catalog',
      make: () =>
        updated(stamped, (r, catalog) =>
          r.set(r.root, writeDictionary(catalog.set('Pages', `${String(r.add('<< /Type /Pages /Kids [] /Count 0 >>'))} 0 R`))),
        ),
      question: 'wholeDocument',
      words: "the catalog's Pages is changed",
    },
    {
      name: 'other resources of a page',
      make: () =>
        updated(stamped, (r) => r.set(pageNumber(stamped), writeDictionary(r.object(pageNumber(stamped)).set('Resources', '<< >>')))),
      question: 'wholeDocument',
      words: 'Resources of a page is changed',
    },
    {
      name: 'a note laid over a page',
      make: () =>
        updated(stamped, (r) =>
          addAnnotation(r, pageNumber(stamped), '<< /Type /Annot /Subtype /FreeText /Rect [0 0 600 800] /Contents (Genuine) >>'),
        ),
      question: 'wholeDocument',
      words: 'not an invisible signature field',
    },
    {
      name: 'a visible field of a signature',
      make: () =>
        updated(stamped, (r) =>
          addAnnotation(r, pageNumber(stamped), '<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 600 800] /T (S) >>'),
        ),
      question: 'wholeDocument',
      words: 'not an invisible signature field',
    },
    {
      name: 'the first signature taken out of the page',
      make: () => updated(stamped, (r) => r.set(pageNumber(stamped), writeDictionary(r.object(pageNumber(stamped)).set('Annots', '[]')))),
      question: 'wholeDocument',
      words: 'taken away or exchanged',
    },
    {
      name: 'an object outside the table of an update',
      make: () => unlisted(stamped),
      question: 'wholeDocument',
      words: 'lists other objects than it holds',
    },
    { name: 'an update of another catalog', make: () => otherRoot(stamped), question: 'wholeDocument', words: 'names another Root' },
    {
      name: 'data and a signature in one update',
      make: () =>
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
      make: async () => signPdf(await blank('PAdES B-B'), await selfSigned('Demo Examiner')),
      question: 'stated',
      words: 'its first signature was made with another',
    },
    {
      name: 'a key of someone else under the certificate',
      make: async () =>
        signPdf(await blank('PAdES B-B'), { ...signer, privateKey: createPrivateKey(authority.openssl('pkey', '-in', 'reviewer.key')) }),
      question: 'valid',
      words: 'does not belong to the signed attributes',
    },
    {
      name: 'a certificate that had expired',
      make: async () => signPdf(await unsignedPdf(authority.identity('lapsed'), new Date()), authority.identity('lapsed')),
      question: 'valid',
      words: 'had expired at the stated time of signing (on 2021-01-01T00:00:00.000Z)',
    },
    {
      name: 'a time of signing before the certificate',
      make: async () => signPdf(await blank('PAdES B-B', new Date('2019-01-01T00:00:00Z')), signer),
      question: 'valid',
      words: 'was not in force at the stated time',
    },
    {
      name: 'a timestamp over another signature',
      make: async () =>
        signPdf(await blank('PAdES B-T'), signer, async () => (await requestTimestamp(authority.tsaUrl, Buffer.from('another'))).token),
      question: 'timestamp',
      words: 'over something else than this signature',
    },
    {
      name: 'another time in the timestamp',
      make: () => inSignature(stamped, (der) => void der.write('2020', der.indexOf(String(new Date().getUTCFullYear())), 'latin1')),
      question: 'timestamp',
      words: 'changed after it was signed',
    },
    {
      name: 'the timestamp left out',
      make: async () => signPdf(await blank('PAdES B-T'), signer),
      question: 'stated',
      words: 'signed at PAdES B-T; found: PAdES B-B',
    },
    {
      name: 'the data for later checks cut off',
      make: () => lasting.subarray(0, endOfFirst(lasting)),
      question: 'stated',
      words: 'signed at PAdES B-LT; found: PAdES B-T',
    },
    {
      name: 'an answer about revocation changed',
      make: () => flip(lasting, latin1(lasting).lastIndexOf('\nendstream') - 1),
      question: 'stated',
      words: 'found: PAdES B-T',
    },
    {
      name: 'a byte of the first revision below two signatures',
      make: () => flip(both, place(both, 'stream\n') + 20),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'a byte of the data between two signatures',
      make: () => flip(both, place(both, '/DSS')),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'the reviewer’s reason',
      make: () => replaced(both, '/Reason (Reviewed)', '/Reason (Rejected)'),
      question: 'intact',
      words: 'changed after signing',
    },
    {
      name: 'a change that was signed over by someone else',
      make: async () => signedOver(stamped),
      question: 'wholeDocument',
      words: 'of the signed part is replaced',
    },
    {
      name: 'a change behind the reviewer’s signature',
      make: () => updated(both, (r) => r.set(contentNumber(both), '<<\n/Length 0\n>>\nstream\n\nendstream')),
      question: 'wholeDocument',
      words: 'of the signed part is replaced',
    },
    {
      name: 'what ffprobe said of an item, before the report was signed',
      make: async () => signPdf(await unsignedPdf(signer, new Date(), false, attachedWith('{ "format": { "size": "1" } }')), signer),
      question: 'custody',
      words: 'which no entry of the attached custody log states of derived/ffprobe-e1.json',
    },
  ];

  it('has forty-one rows', () => expect(table).toHaveLength(41));

  it.each(table)('$name', async ({ make, question, words }) => {
    const found = await verify(await make());
    expect(found.ok).toBe(false);
    const answers =
      question === 'stated' || question === 'custody' ? [found[question]] : found.signatures.map((signature) => signature[question]);
    const no = answers.flatMap((answer) => (answer?.ok === false ? [answer.words] : []));
    expect(no.join('\n')).toContain(words);
  });

  it('cannot see that a later signature was cut off: the earlier document is whole, and says how many it has', async () => {
    expect(await verify(both.subarray(0, lasting.length))).toMatchObject({ ok: true, signatures: [{ signer: 'CN=Demo Examiner' }] });
  });

  /** An attacker draws the page anew and signs the whole with a certificate of their own. */
  async function signedOver(pdf: Uint8Array): Promise<Uint8Array> {
    const changed = updated(pdf, (r) => r.set(contentNumber(pdf), '<<\n/Length 0\n>>\nstream\n\nendstream'));
    const other = await selfSigned('Demo Reviewer');
    const at = new Date('2026-06-01T00:00:00Z');
    return signPdf(
      appendSignatureField(changed, { signerName: 'Demo Reviewer', reason: 'Reviewed', at, room: signatureRoom(other) }),
      other,
    );
  }
});

function hasPdfsig(): boolean {
  try {
    execFileSync('pdfsig', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
