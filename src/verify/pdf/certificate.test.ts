// The reading of certificates against OpenSSL's, as Node shows it: two programs, one answer.
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { readCertificate, serialOf } from './certificate.ts';
import { isSelfIssued } from './trust.ts';

it('reads the well-known roots as OpenSSL does', async () => {
  expect(rootCertificates.length).toBeGreaterThan(100);
  const unread: string[] = [];
  for (const pem of rootCertificates) {
    const theirs = new X509Certificate(pem);
    const ours = readCertificate(pem);
    if (ours === null) {
      unread.push(theirs.subject);
      continue;
    }
    expect({
      serial: serialOf(ours.serial).toUpperCase(),
      notBefore: ours.notBefore,
      notAfter: ours.notAfter,
      authority: ours.authority,
      kind: ours.key.kind,
      bits: ours.key.bits,
      curve: ours.key.curve,
      raw: Buffer.from(ours.raw).toString('hex'),
      self: await isSelfIssued(ours),
    }).toEqual({
      // OpenSSL writes zero with one digit.
      serial: theirs.serialNumber.padStart(2, '0'),
      notBefore: theirs.validFromDate,
      notAfter: theirs.validToDate,
      authority: theirs.ca,
      kind: theirs.publicKey.asymmetricKeyType,
      bits: theirs.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
      curve: theirs.publicKey.asymmetricKeyDetails?.namedCurve ?? null,
      raw: theirs.raw.toString('hex'),
      self: theirs.subject === theirs.issuer && theirs.verify(theirs.publicKey),
    });
    // OpenSSL escapes some characters of a name; without these, both write one line alike.
    if (!/[\\+"]/.test(theirs.subject)) expect(ours.subject).toBe(theirs.subject.split('\n').join(', '));
  }
  expect(unread).toEqual([]);
});

it.each([
  ['text', 'no certificate'],
  ['PEM of something else', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ['half of one', Uint8Array.from(Buffer.from(new X509Certificate(rootCertificates[0] ?? '').raw).subarray(0, 300))],
])('does not read %s', (_, data) => expect(readCertificate(data)).toBeNull());
