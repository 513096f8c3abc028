import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../tests/helpers/signed-pdf.ts';
import { hasOpenssl, testAuthority } from '../../../tests/helpers/test-authority.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { createCase } from '../../store/open-case.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { verifyDetached } from '../../verify/pdf/verify-detached.ts';
import type { Identity } from '../report/identity.ts';
import { lastSeal } from '../report/layout/sections/record.ts';
import { sealHead } from './seal-head.ts';

const AT = new Date('2026-03-04T06:00:00Z');
const root = tempFolder();
let identity: Identity;
let count = 0;
beforeAll(async () => {
  identity = await selfSigned();
}, 30_000);

function newCase(now = AT) {
  const folder = join(root, `case-${(count += 1)}`);
  const store = createCase(folder, { name: 'Trial', examiner: 'Demo Examiner' }, { now: () => now, penumbraVersion: '0.1.0' });
  return { folder, store, actor: 'Demo Examiner' };
}

describe('sealHead', () => {
  it('signs the line that follows from the ledger, and the next entry names the file', async () => {
    const opened = newCase();
    const head = opened.store.head();
    const seal = await sealHead(opened, { identity, at: AT, timestampUrl: null });
    expect(seal).toMatchObject({
      path: 'seals/000001.p7s',
      seq: 1,
      ledgerHead: head.hash,
      selfSigned: true,
      timestamp: null,
      missed: null,
    });
    const [entry] = opened.store.entries(2, 1);
    expect(entry).toMatchObject({ action: 'case.sealed', payload: seal });
    const path = join(opened.folder, seal.path);
    expect(statSync(path).mode & 0o777).toBe(0o444);
    const line = canonicalJson({ format: 'penumbra-seal/1', caseId: opened.store.info().id, seq: 1, hash: head.hash });
    const check = (text: string) => verifyDetached(readFileSync(path), Buffer.from(text), { statedAt: AT, anchors: [] });
    expect(await check(line)).toMatchObject({ intact: { ok: true }, valid: { ok: true }, certificateSha256: identity.info.sha256 });
    expect((await check(line.replace('"seq":1', '"seq":2'))).intact.ok).toBe(false);
    expect(lastSeal(opened.store.entries(1, 10))).toBe(
      'head of entry 1, signed by CN=Demo Examiner (self-signed), sealed 2026-03-04 06:00:00 UTC, without a timestamp; the signature lies in the case folder as seals/000001.p7s',
    );
    opened.store.close();
  });

  it('is made without a timestamp where the authority does not answer, and says why', async () => {
    const opened = newCase();
    const seal = await sealHead(opened, { identity, at: AT, timestampUrl: 'http://127.0.0.1:9/tsa', limitMs: 2000 });
    expect(seal).toMatchObject({ timestamp: null, missed: 'TIMESTAMP_UNREACHABLE' });
    opened.store.close();
    expect((await verifyCase(opened.folder)).problems).toEqual([]);
  });

  it.skipIf(!hasOpenssl())(
    'carries the timestamp of the authority that is configured',
    async () => {
      const authority = await testAuthority(join(root, 'authority'));
      const opened = newCase(new Date());
      const seal = await sealHead(opened, { identity, at: new Date(), timestampUrl: authority.tsaUrl });
      expect(seal.timestamp?.url).toBe(authority.tsaUrl);
      opened.store.close();
      await authority.close();
      const { ok, seals } = await verifyCase(opened.folder);
      expect(ok).toBe(true);
      expect(seals[0]?.timestamp).toMatchObject({ ok: true, authority: 'CN=Test Timestamps', trusted: { ok: false } });
    },
    30_000,
  );

  it('is refused to a certificate that is not in force, and leaves nothing', async () => {
    const opened = newCase();
    await expect(sealHead(opened, { identity, at: new Date('2040-01-01T00:00:00Z'), timestampUrl: null })).rejects.toMatchObject({
      code: 'IDENTITY_UNUSABLE',
    });
    expect(opened.store.head().seq).toBe(1);
    opened.store.close();
  });
});
