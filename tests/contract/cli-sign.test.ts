/** `penumbra sign` as a script sees it: a copy that nobody recorded, and a report of a case, where it is recorded. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/report.ts';
import { openIdentity } from '../../src/core/report/identity.ts';
import { createSelfSignedIdentity } from '../../src/core/report/self-signed.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase, openCase } from '../../src/store/open-case.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import { selfSigned, smallPdf } from '../helpers/signed-pdf.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const ENTRY = join(import.meta.dirname, '..', '..', 'src', 'cli', 'index.ts');
const OPTIONS = { now: () => new Date(), penumbraVersion: '0.1.0' };
const PASSPHRASE = 'a word of the reviewer 7';
const root = tempFolder();
const folder = join(root, 'case');
const at = (name: string): string => join(root, name);

function penumbra(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, PENUMBRA_DATA: at('data') };
  return new Promise((resolve) => {
    execFile(process.execPath, [ENTRY, ...args], { env, cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
const asReviewer = ['--as', 'reviewer', '--identity', 'reviewer.p12', '--passphrase-file', 'pass.txt'];
const signersOf = async (path: string) => {
  const { ok, signatures } = await verifyPdf(path);
  return [ok, ...signatures.map(({ signer, reason }) => `${String(signer)}: ${String(reason)}`)];
};

beforeAll(async () => {
  const pdf = await smallPdf(await selfSigned('Demo Examiner'));
  writeFileSync(at('copy.pdf'), pdf);
  writeFileSync(
    at('reviewer.p12'),
    await createSelfSignedIdentity({ commonName: 'Demo Reviewer', passphrase: PASSPHRASE, now: new Date() }),
  );
  writeFileSync(at('pass.txt'), `${PASSPHRASE}\n`);
  const store = createCase(folder, { name: 'Trial', examiner: 'Demo Examiner' }, OPTIONS);
  mkdirSync(join(folder, 'reports'), { recursive: true });
  writeFileSync(join(folder, 'reports/R1.pdf'), pdf, { mode: 0o444 });
  const ledgerHead = store.head().hash;
  store.act(
    (report: Report) => entryFor.reportExported('Demo Examiner', report),
    (tx) =>
      tx.addReport({
        path: 'reports/R1.pdf',
        sha256: sha256Hex(pdf),
        sizeBytes: pdf.length,
        pages: 1,
        signature: { level: 'PAdES B-B', signer: 'CN=Demo Examiner', selfSigned: true },
        ledgerHead,
      }),
  );
  store.close();
});

describe('penumbra sign', () => {
  it('writes a signed copy of a report that lies in no case, and leaves the report alone', async () => {
    const before = readFileSync(at('copy.pdf'));
    const { code, out, err } = await penumbra('sign', 'copy.pdf', '--out', 'alone.pdf', ...asReviewer, '--reason', 'Read and agreed');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`${at('alone.pdf')}\nsigned (PAdES B-B) by CN=Demo Reviewer, self-signed\n`);
    expect(await signersOf(at('alone.pdf'))).toEqual([true, 'CN=Demo Examiner: Test', 'CN=Demo Reviewer: Read and agreed']);
    expect(readFileSync(at('copy.pdf'))).toEqual(before);
  });

  it('records a report of a case beside the first, with an entry, without the password, and once for each reviewer', async () => {
    const first = readFileSync(join(folder, 'reports/R1.pdf'));
    const { code, out, err } = await penumbra('sign', 'case/reports/R1.pdf', ...asReviewer);
    expect([code, err]).toEqual([0, '']);
    const second = join(folder, 'reports/R2.pdf');
    const sha256 = sha256Hex(readFileSync(second));
    expect(out.split('\n')).toEqual([
      second,
      `R2 in the case: R1 with a further signature, SHA-256 ${sha256}`,
      'signed (PAdES B-B) by CN=Demo Reviewer, self-signed',
      '',
    ]);
    expect(readFileSync(join(folder, 'reports/R1.pdf'))).toEqual(first);
    expect(statSync(second).mode & 0o222).toBe(0);
    expect(await signersOf(second)).toEqual([true, 'CN=Demo Examiner: Test', 'CN=Demo Reviewer: Reviewed']);

    // The same reviewer again, on the copy that was signed; and a file that the case does not know.
    expect(await penumbra('sign', 'case/reports/R2.pdf', ...asReviewer)).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('COUNTERSIGNER_NOT_ANOTHER') as string,
    });
    expect((await penumbra('sign', 'alone.pdf', '--case', 'case', ...asReviewer)).err).toContain('REPORT_NOT_FOUND');
    expect(readdirSync(join(folder, 'reports')).sort()).toEqual(['R1.pdf', 'R2.pdf']);

    const store = openCase(folder, OPTIONS);
    const [entry] = store.entries(1, 100).filter(({ action }) => action === 'report.countersigned');
    expect(entry).toMatchObject({
      actor: 'Demo Reviewer',
      subject: 'R2',
      payload: { sha256, deskOf: 'Demo Examiner', signature: { countersigns: 'R1', reason: 'Reviewed', signer: 'CN=Demo Reviewer' } },
    });
    store.close();
    expect((await verifyCase(folder)).problems).toEqual([]);
    for (const file of ['case.sqlite', 'reports/R2.pdf']) expect(readFileSync(join(folder, file)).includes(PASSPHRASE), file).toBe(false);
  });

  it('finds the case of a copy by its name, writes it outside too, and refuses to write into a case', async () => {
    writeFileSync(at('wrong.txt'), 'not it\n');
    expect(
      (await penumbra('sign', 'copy.pdf', '--case', 'case', ...asReviewer.slice(0, 4), '--passphrase-file', 'wrong.txt')).err,
    ).toContain('IDENTITY_UNREADABLE');
    expect((await penumbra('sign', 'copy.pdf', '--case', 'case', '--out', 'case/reports/R1.pdf', ...asReviewer)).code).toBe(2);
    expect((await penumbra('sign', 'copy.pdf', ...asReviewer)).code).toBe(2);
    expect((await penumbra('sign', 'copy.pdf', '--case', 'case', '--out', 'handed-out.pdf', ...asReviewer)).code).toBe(0);
    expect(readFileSync(at('handed-out.pdf'))).toEqual(readFileSync(join(folder, 'reports/R3.pdf')));
    expect(existsSync(join(folder, 'reports/R4.pdf'))).toBe(false);
    expect((await verifyCase(folder)).ok).toBe(true);
    chmodSync(join(folder, 'reports/R3.pdf'), 0o644);
    writeFileSync(join(folder, 'reports/R3.pdf'), readFileSync(at('alone.pdf')));
    expect(await penumbra('case', 'verify', 'case')).toMatchObject({ code: 1 });
  });
});

describe('penumbra case seal', () => {
  it('signs the head of the ledger, and verification says so; without an imported identity it needs a file', async () => {
    createCase(at('another'), { name: 'Another', examiner: 'Demo Examiner' }, OPTIONS).close();
    const sealed = await penumbra('case', 'seal', 'another', '--identity', 'reviewer.p12', '--passphrase-file', 'pass.txt', '--json');
    expect([sealed.code, sealed.err]).toEqual([0, '']);
    const { seq, path } = JSON.parse(sealed.out) as { seq: number; path: string };
    expect(path).toBe(`seals/${String(seq).padStart(6, '0')}.p7s`);
    const verified = await penumbra('case', 'verify', 'another');
    expect(verified.code).toBe(0);
    expect(verified.out).toContain(`seal of entry ${seq} by CN=Demo Reviewer: intact yes, valid yes, trusted NO, no timestamp\n`);
    expect((await penumbra('case', 'export', 'another', 'another.zip')).code).toBe(0);
    const taken = await penumbra('case', 'import', 'another.zip', 'taken', '--importer', 'Demo Archivist');
    expect(taken.out).toContain(`seal of entry ${seq} by CN=Demo Reviewer: intact yes, valid yes, trusted NO, no timestamp\n`);
    const { certificate } = await openIdentity(readFileSync(at('reviewer.p12')), PASSPHRASE);
    writeFileSync(at('reviewer.pem'), certificate.toString());
    expect((await penumbra('verify', 'another', '--trust', 'reviewer.pem')).out).toContain('intact yes, valid yes, trusted yes');
    expect((await penumbra('case', 'seal', 'another', '--passphrase-file', 'pass.txt')).err).toContain('IDENTITY_NONE');
    expect((await penumbra('case', 'seal', 'another')).code).toBe(2);
  });
});
