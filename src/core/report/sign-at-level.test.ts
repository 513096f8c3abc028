import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unsignedPdf } from '../../../tests/helpers/signed-pdf.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { hasOpenssl, testAuthority, type TestAuthority } from '../../../tests/helpers/test-authority.ts';
import type { WantedLevel } from '../../contract/report.ts';
import { must } from '../../base/assert.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import { signPdf } from './sign-pdf.ts';
import { requestTimestamp } from './timestamp/request-timestamp.ts';
import { atReachableLevel, firstAim, signAtLevel, type Aim } from './sign-at-level.ts';

describe('firstAim', () => {
  const none = { timestampUrl: null, level: 'PAdES B-B' as const };
  const kept = { timestampUrl: 'http://kept.example/tsa', level: 'PAdES B-LT' as const };
  it('asks nobody unless an authority is named', () => {
    expect(firstAim({}, none)).toEqual({ level: 'PAdES B-B', timestampUrl: null, missed: null });
    expect(firstAim({ level: 'PAdES B-B' }, kept)).toEqual({ level: 'PAdES B-B', timestampUrl: null, missed: null });
    expect(() => firstAim({ level: 'PAdES B-T' }, none)).toThrow(expect.objectContaining({ code: 'TIMESTAMP_NOT_CONFIGURED' }));
  });
  it('takes the settings, and an authority named for this once', () => {
    expect(firstAim({}, kept)).toMatchObject({ level: 'PAdES B-LT', timestampUrl: 'http://kept.example/tsa' });
    expect(firstAim({ timestampUrl: 'http://once.example/' }, none)).toMatchObject({
      level: 'PAdES B-T',
      timestampUrl: 'http://once.example/',
    });
  });
});

describe.skipIf(!hasOpenssl())('signAtLevel (needs openssl)', () => {
  const folder = tempFolder();
  let authority: TestAuthority;
  beforeAll(async () => {
    authority = await testAuthority(join(folder, 'authority'));
  }, 60_000);
  beforeEach(() => {
    delete authority.mischief.tsa;
    delete authority.mischief.ocsp;
    authority.asked.splice(0);
  });
  afterAll(() => authority.close());

  const aimAt = (level: WantedLevel): Aim => ({ level, timestampUrl: level === 'PAdES B-B' ? null : authority.tsaUrl, missed: null });
  const sign = async (aim: Aim) => {
    const identity = await authority.identity('signer');
    const { pdf } = await signAtLevel(await unsignedPdf(identity, new Date(), true), identity, aim);
    return pdf;
  };

  it('reaches B-B without asking anybody', async () => {
    const pdf = await sign(aimAt('PAdES B-B'));
    expect(await verifyPdf(pdf, { trustAnchors: [authority.rootPem] })).toMatchObject({
      ok: true,
      trusted: { ok: true },
      signatures: [{ level: 'PAdES B-B', timestamp: null, revocation: null }],
    });
    expect(authority.asked).toEqual([]);
  });

  it('reaches B-T with one question to the authority', async () => {
    const pdf = await sign(aimAt('PAdES B-T'));
    expect(authority.asked).toEqual(['POST /tsa']);
    const trusting = await verifyPdf(pdf, { trustAnchors: [authority.rootPem] });
    expect(trusting).toMatchObject({
      ok: true,
      trusted: { ok: true },
      signatures: [
        { level: 'PAdES B-T', timestamp: { ok: true, authority: 'CN=Test Timestamps', trusted: { ok: true } }, revocation: null },
      ],
    });
    const stranger = await verifyPdf(pdf, { trustAnchors: [] });
    expect(stranger.signatures[0]).toMatchObject({ ok: true, trusted: { ok: false }, timestamp: { ok: true, trusted: { ok: false } } });
    if (hasPdfsig()) expect(pdfsig(pdf)).toMatch(/Total document signed[^]*Signature is Valid/);
  });

  it('does not let an authority that nobody trusts say when a certificate was in force', async () => {
    const identity = await authority.identity('signer');
    const late = await unsignedPdf(identity, new Date('2099-01-01T00:00:00Z'), true);
    const pdf = await signPdf(late, identity, async (signature) => (await requestTimestamp(authority.tsaUrl, signature)).token);
    expect((await verifyPdf(pdf, { trustAnchors: [authority.rootPem] })).valid.ok).toBe(true);
    const { ok, signatures } = await verifyPdf(pdf, { trustAnchors: [] });
    expect(ok).toBe(false);
    expect(signatures[0]?.timestamp?.ok).toBe(true);
    expect(signatures[0]?.valid).toMatchObject({
      ok: false,
      words: expect.stringMatching(
        /had expired at the stated time of signing .*No authority that is trusted here stands behind the timestamp/,
      ) as string,
    });
  });

  it('reaches B-LT by an OCSP answer for the signer and lists for the others, and the signed bytes stay', async () => {
    const pdf = await sign(aimAt('PAdES B-LT'));
    expect(authority.asked).toEqual(['POST /tsa', 'POST /ocsp', 'GET /intermediate.crl', 'GET /root.crt', 'GET /root.crl']);
    const found = await verifyPdf(pdf, { trustAnchors: [authority.rootPem] });
    const [signature] = found.signatures;
    expect(signature).toMatchObject({
      level: 'PAdES B-LT',
      revision: { number: 1, of: 2 },
      wholeDocument: { ok: true },
      revocation: { ok: true, words: expect.stringContaining('all 3 certificates below the roots') as string },
    });
    expect(found.updates).toEqual([expect.stringContaining('validation data (8 certificates and answers about revocation), nothing else')]);
    const signedBytes = must(signature?.revision, 'it covers a revision').bytes;
    expect(await verifyPdf(pdf.subarray(0, signedBytes), { trustAnchors: [] })).toMatchObject({
      ok: true,
      signatures: [{ level: 'PAdES B-T' }],
    });
    if (hasPdfsig()) expect(pdfsig(pdf)).toContain('Signature is Valid');
  });

  it('falls back on the list when the responder does not make sense', async () => {
    authority.mischief.ocsp = 'garbage';
    await sign(aimAt('PAdES B-LT'));
    expect(authority.asked).toEqual([
      'POST /tsa',
      'POST /ocsp',
      'GET /intermediate.crl',
      'GET /intermediate.crl',
      'GET /root.crt',
      'GET /root.crl',
    ]);
  });

  it('signs nothing when the authority refuses, unless a lower level was allowed: then the document is made anew and says so', async () => {
    authority.mischief.tsa = 'refuses';
    await expect(atReachableLevel(aimAt('PAdES B-LT'), false, sign)).rejects.toMatchObject({ code: 'TIMESTAMP_REFUSED' });
    const tried: Aim[] = [];
    const pdf = await atReachableLevel(aimAt('PAdES B-LT'), true, (aim) => {
      tried.push(aim);
      return sign(aim);
    });
    expect(tried.map(({ level, missed }) => [level, missed])).toEqual([
      ['PAdES B-LT', null],
      ['PAdES B-T', { level: 'PAdES B-LT', code: 'TIMESTAMP_REFUSED' }],
      ['PAdES B-B', { level: 'PAdES B-LT', code: 'TIMESTAMP_REFUSED' }],
    ]);
    expect((await verifyPdf(pdf, { trustAnchors: [] })).signatures[0]?.level).toBe('PAdES B-B');
  });

  it('never signs with a revoked certificate at B-LT, not even lower', async () => {
    authority.revoke('signer');
    await expect(atReachableLevel(aimAt('PAdES B-LT'), true, sign)).rejects.toMatchObject({
      code: 'CERTIFICATE_REVOKED',
      detail: 'CN=Demo Examiner',
    });
    expect((await verifyPdf(await sign(aimAt('PAdES B-T')), { trustAnchors: [] })).ok).toBe(true);
  });

  function pdfsig(pdf: Uint8Array): string {
    writeFileSync(join(folder, 'signed.pdf'), pdf);
    return execFileSync('pdfsig', ['-nocert', join(folder, 'signed.pdf')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
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
