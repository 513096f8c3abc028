// Stated tamperings of signed reports (tests/helpers/tamperings-of-reports.ts). Each must be refused, by the question that it concerns
// and in words that name it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedReports, type SignedReports } from '../helpers/signed-reports.ts';
import { latin1, rangesOf } from '../helpers/tamper-pdf.ts';
import { tamperingsOfReports } from '../helpers/tamperings-of-reports.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { hasOpenssl } from '../helpers/test-authority.ts';

describe.skipIf(!hasOpenssl())('tamperings of signed reports (needs openssl)', () => {
  const folder = tempFolder();
  let reports: SignedReports;
  beforeAll(async () => {
    reports = await signedReports(folder);
  }, 120_000);
  afterAll(() => reports.authority.close());

  it('finds nothing wrong where nothing is', async () => {
    const { authority, stamped, lasting, both, verify } = reports;
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

  it('has forty-one rows', () => expect(tamperingsOfReports).toHaveLength(41));

  it.each(tamperingsOfReports)('$name', async ({ make, question, words }) => {
    const found = await reports.verify(await make(reports));
    expect(found.ok).toBe(false);
    const answers =
      question === 'stated' || question === 'custody' ? [found[question]] : found.signatures.map((signature) => signature[question]);
    const no = answers.flatMap((answer) => (answer?.ok === false ? [answer.words] : []));
    expect(no.join('\n')).toContain(words);
  });

  it('cannot see that a later signature was cut off: the earlier document is whole, and says how many it has', async () => {
    const { lasting, both, verify } = reports;
    expect(await verify(both.subarray(0, lasting.length))).toMatchObject({ ok: true, signatures: [{ signer: 'CN=Demo Examiner' }] });
  });
});

function hasPdfsig(): boolean {
  try {
    execFileSync('pdfsig', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
