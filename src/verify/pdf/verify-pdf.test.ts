import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PdfVerification } from '../../contract/report.ts';
import { Failure } from '../../base/failure.ts';
import { issuedIdentity, selfSigned, SIGNED_AT, smallPdf } from '../../../tests/helpers/signed-pdf.ts';
import { verifyPdf } from './verify-pdf.ts';

let folder = '';
let pdf = new Uint8Array();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-verify-pdf-'));
  pdf = new Uint8Array(await smallPdf(await selfSigned('Žofie Demo')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a signed document', () => {
  it('answers the four questions', async () => {
    expect(await verifyPdf(pdf)).toMatchObject({
      intact: { ok: true, words: 'The signed bytes still have the SHA-256 digest that was signed.' },
      valid: {
        ok: true,
        words: 'The signature is right for the key of the certificate (RSA, 3072 bits); signing-certificate-v2 names this certificate.',
      },
      trusted: { ok: false, words: 'The certificate is self-signed: it shows that the document was not altered since, not who signed it.' },
      wholeDocument: { ok: true, words: 'The signature covers the whole file except the place where it stands itself.' },
      signer: 'CN=Žofie Demo',
      signedAtUtc: '2026-03-04T05:06:07.000Z',
      subFilter: 'ETSI.CAdES.detached',
      signatures: [{ level: 'PAdES B-B', timestamp: null, revocation: null, revision: { number: 1, of: 1, bytes: pdf.length }, ok: true }],
      updates: [],
      stated: null,
      ok: true,
    });
  });

  it('is trusted below an authority that is trusted, and only then', async () => {
    const { identity, authorityPem } = await issuedIdentity();
    const issued = await smallPdf(identity);
    const trusted = await verifyPdf(issued, { trustAnchors: [authorityPem] });
    expect(trusted).toMatchObject({ ok: true, signer: 'CN=Issued Examiner', trusted: { ok: true } });
    const stranger = await verifyPdf(issued, { trustAnchors: [] });
    expect(stranger).toMatchObject({ ok: true, trusted: { ok: false } });
    expect(stranger.trusted.words).toContain('No authority that this machine trusts');
  });

  it('is not valid when the certificate was not in force at the stated time', async () => {
    const early = await smallPdf(await selfSigned(), new Date(SIGNED_AT.getTime() - 86_400_000));
    expect(await verifyPdf(early)).toMatchObject({ ok: false, intact: { ok: true }, valid: { ok: false }, wholeDocument: { ok: true } });
  });
});

describe('a changed document', () => {
  it('is never ok, whichever byte was flipped', async () => {
    const hole = Buffer.from(pdf).indexOf('/Contents <') + 11;
    const escaped: string[] = [];
    // 0x20 turns a into A and is the flip that hexadecimal reading would forgive.
    for (const mask of [0x01, 0x20, 0x80]) {
      for (let at = 0; at < pdf.length; at += at > hole - 60 && at < hole + 3600 ? 1 : 23) {
        if (await okAfterFlip(at, mask)) escaped.push(`${String(at)} ^ ${String(mask)}`);
      }
    }
    expect(escaped).toEqual([]);
  }, 120_000);

  it('says that the content changed', async () => {
    const changed = pdf.slice();
    const at = Buffer.from(pdf).indexOf('/Title');
    changed[at + 1] = 0x74;
    expect(await verifyPdf(changed)).toMatchObject({ ok: false, intact: { ok: false }, valid: { ok: true }, wholeDocument: { ok: true } });
  });

  it('says that bytes were appended', async () => {
    const longer = await verifyPdf(Buffer.concat([pdf, Buffer.from('\n% more\n')]));
    expect(longer).toMatchObject({ ok: false, intact: { ok: true }, valid: { ok: true }, wholeDocument: { ok: false } });
    expect(longer.wholeDocument.words).toBe(
      `8 bytes were appended after signing: they are no update that can be read (no object at ${String(pdf.length + 1)}).`,
    );
  });

  it('says that bytes are missing at the end', async () => {
    expect(await verifyPdf(pdf.subarray(0, pdf.length - 1))).toMatchObject({
      ok: false,
      wholeDocument: { ok: false, words: 'The file ends before the signed bytes do.' },
    });
  });

  it('accepts nothing but the signature and zeros in its place', async () => {
    const text = Buffer.from(pdf).toString('latin1');
    const end = text.indexOf('>', text.indexOf('/Contents <'));
    for (const filling of ['f', 'F', ' ', 'z', '(']) {
      const stuffed = pdf.slice();
      stuffed[end - 5] = filling.charCodeAt(0);
      expect((await verifyPdf(stuffed)).ok, filling).toBe(false);
    }
  });
});

describe('other documents', () => {
  it('says in words that a document is not signed', async () => {
    const unsigned = await verifyPdf(await smallPdf(null));
    expect(unsigned).toMatchObject({ ok: false, signer: null, subFilter: null });
    expect(unsigned.valid.words).toBe('The document carries no signature.');
  });

  it('refuses what is no PDF, and what is not there', async () => {
    await expect(verifyPdf(Buffer.from('hello'))).rejects.toMatchObject({ code: 'PDF_UNREADABLE' });
    await expect(verifyPdf(new Uint8Array())).rejects.toMatchObject({ code: 'PDF_UNREADABLE' });
    await expect(verifyPdf(join(folder, 'absent.pdf'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(verifyPdf(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('is not led astray by hostile dictionaries', async () => {
    const hostile = [
      '%PDF-1.7\n1 0 obj << /ByteRange [0 1 2 3] /ByteRange [0 1 2 3] /Contents <00> >>',
      '%PDF-1.7\n1 0 obj << /ByteRange [0 -1 2 3] /Contents <00> >>',
      '%PDF-1.7\n1 0 obj << /ByteRange [0 99999999999999999999 2 3] /Contents <00> >>',
      `%PDF-1.7\n1 0 obj ${'<</A '.repeat(5000)}/ByteRange [0 1 2 3]`,
      '%PDF-1.7\n1 0 obj (/ByteRange [0 1 2 3] /Contents <00>)',
      '%PDF-1.7\n1 0 obj << /SubFilter /ETSI.CAdES.detached /ByteRange [0 900 2 3] /Contents <3080> >>',
      '%PDF-1.7\n1 0 obj << /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 80 9] /Contents <3084ffffffff> >>',
      '%PDF-1.7\n1 0 obj << /SubFilter /adbe.x509.rsa_sha1 /ByteRange [0 9 80 9] /Contents <3000> >>',
    ];
    for (const text of hostile) expect((await verifyPdf(Buffer.from(text))).ok, text.slice(0, 80)).toBe(false);
    await expect(verifyPdf(Buffer.from(`%PDF-1.7\n1 0 obj ${'/ByteRange '.repeat(65)}`))).rejects.toMatchObject({ code: 'PDF_UNREADABLE' });
  });
});

describe.skipIf(!hasPdfsig())('pdfsig, as an independent witness', () => {
  it('says yes to the document and no to a changed one', async () => {
    const path = join(folder, 'signed.pdf');
    await writeFile(path, pdf);
    const words = pdfsig(path);
    expect(words).toContain('Signature is Valid');
    expect(words).toContain('Total document signed');
    expect(words).toContain('ETSI.CAdES.detached');
    const changed = pdf.slice();
    changed[Buffer.from(pdf).indexOf('/Title') + 1] = 0x74;
    await writeFile(path, changed);
    expect(pdfsig(path)).not.toContain('Signature is Valid');
  });
});

/** `false` as well where the document is no longer recognised at all. */
async function okAfterFlip(at: number, mask: number): Promise<PdfVerification['ok']> {
  const flipped = pdf.slice();
  flipped[at] = (flipped[at] ?? 0) ^ mask;
  try {
    return (await verifyPdf(flipped, { trustAnchors: [] })).ok;
  } catch (error) {
    if (error instanceof Failure && error.code === 'PDF_UNREADABLE') return false;
    throw error;
  }
}

function pdfsig(path: string): string {
  return execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function hasPdfsig(): boolean {
  try {
    execFileSync('pdfsig', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
