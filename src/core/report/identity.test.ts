import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenssl } from '../../../tests/helpers/test-authority.ts';
import { smallPdf } from '../../../tests/helpers/signed-pdf.ts';
import { verifyPdf } from '../../verify/pdf/verify-pdf.ts';
import { existingMachineIdentity, machineIdentity } from './machine-identity.ts';
import { createSelfSignedIdentity } from './self-signed.ts';
import { assertInForce, openIdentity } from './identity.ts';

const NOW = new Date('2026-03-04T05:06:07Z');
let folder = '';
let container = new Uint8Array();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-identity-'));
  container = new Uint8Array(await createSelfSignedIdentity({ commonName: 'Žofie Demo', passphrase: 'pässword', now: NOW }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('openIdentity', () => {
  it('opens what createSelfSignedIdentity made', async () => {
    const { info, issuers, privateKey } = await openIdentity(container, 'pässword');
    expect(info).toMatchObject({ subject: 'CN=Žofie Demo', issuer: 'CN=Žofie Demo', selfSigned: true });
    expect([info.notBefore, info.notAfter]).toEqual(['2026-03-04T00:00:00.000Z', '2031-03-04T00:00:00.000Z']);
    expect(issuers).toEqual([]);
    expect(privateKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it.each([
    ['a wrong passphrase', () => container, 'password'],
    ['a cut file', () => container.subarray(0, 900), 'pässword'],
    ['something else', () => new Uint8Array(Buffer.from('not a container')), 'pässword'],
    ['nothing', () => new Uint8Array(), 'pässword'],
    ['ASN.1 that is 100,000 deep', () => new Uint8Array(Buffer.from('3080'.repeat(100_000), 'hex')), 'pässword'],
  ])('refuses %s and says no secret', async (_, bytes, passphrase) => {
    const refused: unknown = await openIdentity(bytes(), passphrase).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'IDENTITY_UNREADABLE' });
    expect(String(refused)).not.toContain(passphrase);
  });

  it('gives up a password that is derived in 2^31 rounds, of the whole or of the key', async ({ skip }) => {
    const slow = { code: 'IDENTITY_UNUSABLE', detail: 'its password is not derived within 2 s' };
    const asn1 = forge.asn1.fromDer(Buffer.from(container).toString('binary'));
    const mac = (asn1.value as forge.asn1.Asn1[])[2]?.value as forge.asn1.Asn1[];
    if (mac[2] !== undefined) mac[2].value = '\x7f\xff\xff\xff';
    const bytes = Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 50);
    await expect(openIdentity(bytes, 'pässword', 2000)).rejects.toMatchObject(slow);
    clearInterval(turning);
    // Nothing stood still meanwhile.
    expect(turns).toBeGreaterThan(5);
    if (!hasOpenssl()) skip('openssl is not there');
    const whole = await byOpenssl(['-newkey', 'rsa:2048'], ['-iter', '1000000']);
    const more = Buffer.from(Buffer.from(whole).toString('hex').replaceAll('02030f4240', '02037fffff'), 'hex');
    await expect(openIdentity(more, 'x', 2000)).rejects.toMatchObject(slow);
  });

  it('gives up a key that is derived in 2^31 rounds where only what is encrypted says so', async () => {
    const slow = { code: 'IDENTITY_UNUSABLE', detail: 'its password is not derived within 2 s' };
    await expect(openIdentity(keyWithin(0x7fff_ffff), 'x', 2000)).rejects.toMatchObject(slow);
    // The same with two rounds is opened: that it holds no certificate is found behind the key.
    await expect(openIdentity(keyWithin(2), 'x')).rejects.toMatchObject({
      code: 'IDENTITY_UNREADABLE',
      detail: 'the file holds no private key with its certificate',
    });
  });

  it('knows when a certificate is not in force', async () => {
    const identity = await openIdentity(container, 'pässword');
    expect(() => assertInForce(identity, NOW)).not.toThrow();
    expect(() => assertInForce(identity, new Date('2031-03-05T00:00:00Z'))).toThrow(expect.objectContaining({ code: 'IDENTITY_UNUSABLE' }));
  });

  it.skipIf(!hasOpenssl())('signs with an EC identity made by openssl, and refuses a weak RSA key', async () => {
    const ec = await openIdentity(await byOpenssl(['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']), 'x');
    expect(await verifyPdf(await smallPdf(ec, new Date(Date.now() + 1000)))).toMatchObject({ ok: true, signer: 'CN=From openssl' });
    const weak = await byOpenssl(['-newkey', 'rsa:1024']);
    await expect(openIdentity(weak, 'x')).rejects.toMatchObject({ code: 'IDENTITY_UNUSABLE' });
  });
});

describe('machineIdentity', () => {
  it('is made once, kept with a private passphrase file, and found again', async () => {
    const data = join(folder, 'data');
    expect(await existingMachineIdentity(data)).toBeNull();
    const [first, second] = await Promise.all([machineIdentity(data, () => NOW), machineIdentity(data, () => NOW)]);
    expect(second.info.sha256).toBe(first.info.sha256);
    expect((await machineIdentity(data, () => NOW)).info.sha256).toBe(first.info.sha256);
    for (const name of ['identity.p12', 'identity.passphrase']) expect((await stat(join(data, name))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(data, 'identity.passphrase'), 'utf8')).trim()).toMatch(/^[\w-]{43}$/);
  });

  it('never replaces a damaged identity silently', async () => {
    const data = join(folder, 'data');
    await writeFile(join(data, 'identity.passphrase'), 'wrong\n');
    await expect(machineIdentity(data, () => NOW)).rejects.toMatchObject({ code: 'IDENTITY_UNREADABLE' });
    await rm(join(data, 'identity.passphrase'));
    await expect(machineIdentity(data, () => NOW)).rejects.toMatchObject({ code: 'IDENTITY_UNREADABLE' });
  });
});

/** A container without a MAC: one part, encrypted with a password of two rounds, in which a key is encrypted with so many. */
function keyWithin(rounds: number): Uint8Array {
  const { asn1, pki } = forge;
  const { NONE, SEQUENCE, OID, INTEGER, OCTETSTRING } = asn1.Type;
  const node = (type: forge.asn1.Type, value: string | forge.asn1.Asn1[]): forge.asn1.Asn1 =>
    asn1.create(asn1.Class.UNIVERSAL, type, typeof value !== 'string', value);
  const tagged = (value: string | forge.asn1.Asn1[]): forge.asn1.Asn1 =>
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, NONE, typeof value !== 'string', value);
  const oid = (name: string): forge.asn1.Asn1 => node(OID, asn1.oidToDer(pki.oids[name] ?? '').getBytes());
  const inside = (one: forge.asn1.Asn1, ...path: readonly number[]): forge.asn1.Asn1 =>
    path.reduce((at, k) => (at.value as forge.asn1.Asn1[])[k]!, one);
  const locked = (content: forge.asn1.Asn1): forge.asn1.Asn1 => pki.encryptPrivateKeyInfo(content, 'x', { algorithm: 'aes128', count: 2 });

  const key = locked(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(pki.rsa.generateKeyPair({ bits: 512 }).privateKey)));
  // EncryptedPrivateKeyInfo -> its algorithm -> PBES2's parameters -> derivation -> PBKDF2's parameters -> rounds.
  inside(key, 0, 1, 0, 1, 1).value = String.fromCharCode(rounds >>> 24, (rounds >> 16) & 255, (rounds >> 8) & 255, rounds & 255);
  const bags = locked(node(SEQUENCE, [node(SEQUENCE, [oid('pkcs8ShroudedKeyBag'), tagged([key])])]));
  const content = [oid('data'), inside(bags, 0), tagged(inside(bags, 1).value)];
  const part = node(SEQUENCE, [oid('encryptedData'), tagged([node(SEQUENCE, [node(INTEGER, '\0'), node(SEQUENCE, content)])])]);
  const safe = asn1.toDer(node(SEQUENCE, [part])).getBytes();
  const pfx = node(SEQUENCE, [node(INTEGER, '\x03'), node(SEQUENCE, [oid('data'), tagged([node(OCTETSTRING, safe)])])]);
  return Buffer.from(asn1.toDer(pfx).getBytes(), 'binary');
}

async function byOpenssl(key: readonly string[], more: readonly string[] = []): Promise<Uint8Array> {
  const [pem, certificate, p12] = ['key.pem', 'certificate.pem', 'identity.p12'].map((name) => join(folder, name));
  const quiet = { stdio: 'pipe' } as const;
  execFileSync(
    'openssl',
    ['req', '-x509', ...key, '-nodes', '-subj', '/CN=From openssl', '-keyout', String(pem), '-out', String(certificate)],
    quiet,
  );
  execFileSync(
    'openssl',
    ['pkcs12', '-export', '-inkey', String(pem), '-in', String(certificate), '-passout', 'pass:x', ...more, '-out', String(p12)],
    quiet,
  );
  return readFile(String(p12));
}
