import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { hasOpenssl, testAuthority, type TestAuthority } from '../../../../tests/helpers/test-authority.ts';
import { requestTimestamp } from './request-timestamp.ts';

const signature = createHash('sha512').update('a signature').digest();

describe.skipIf(!hasOpenssl())('requestTimestamp (needs openssl)', () => {
  const folder = tempFolder();
  let authority: TestAuthority;
  beforeAll(async () => {
    authority = await testAuthority(join(folder, 'authority'));
  }, 60_000);
  beforeEach(() => {
    delete authority.mischief.tsa;
    authority.asked.splice(0);
  });
  afterAll(() => authority.close());

  it('brings a token that openssl verifies over exactly this signature', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { token, atUtc } = await requestTimestamp(authority.tsaUrl, signature);
    expect(Date.parse(atUtc)).toBeGreaterThanOrEqual(before);
    expect(authority.asked).toEqual(['POST /tsa']);
    writeFileSync(join(authority.folder, 'token.der'), token);
    writeFileSync(join(authority.folder, 'signature.bin'), signature);
    const verify = (data: string): string =>
      execFileSync(
        'openssl',
        ['ts', '-verify', '-in', 'token.der', '-token_in', '-data', data, '-CAfile', 'root.pem', '-untrusted', 'intermediate.pem'],
        {
          cwd: authority.folder,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
    expect(verify('signature.bin')).toContain('Verification: OK');
    expect(() => verify('root.pem')).toThrow('message imprint mismatch');
  });

  it('sends the hash and never the signature itself', async () => {
    let query: Buffer = Buffer.alloc(0);
    authority.mischief.tsa = (bytes) => (query = bytes);
    await expect(requestTimestamp(authority.tsaUrl, signature)).rejects.toMatchObject({ code: 'TIMESTAMP_INVALID' });
    expect(query.includes(createHash('sha256').update(signature).digest())).toBe(true);
    expect(query.includes(signature.subarray(0, 16))).toBe(false);
    expect(query.length).toBeLessThan(100);
  });

  it.each([
    ['refuses', 'TIMESTAMP_REFUSED', 'status 2'],
    ['wrong-imprint', 'TIMESTAMP_INVALID', 'over something else'],
    ['wrong-nonce', 'TIMESTAMP_INVALID', 'random number'],
    ['garbage', 'TIMESTAMP_INVALID', 'cannot be read'],
    ['wrong-type', 'TIMESTAMP_UNREACHABLE', 'text/html'],
    ['flood', 'TIMESTAMP_UNREACHABLE', 'more than 65536 bytes'],
    ['redirect', 'TIMESTAMP_UNREACHABLE', 'status 302'],
    ['silent', 'TIMESTAMP_UNREACHABLE', 'no answer within 0.3 s'],
  ] as const)('takes nothing from an authority that is "%s"', async (tsa, code, detail) => {
    authority.mischief.tsa = tsa;
    await expect(requestTimestamp(authority.tsaUrl, signature, tsa === 'silent' ? 300 : 20_000)).rejects.toMatchObject({
      code,
      detail: expect.stringContaining(detail) as string,
    });
    expect(authority.asked).toEqual(['POST /tsa']);
  });

  it('takes no token of a certificate that is not for timestamps alone', async () => {
    const { certificate, folder: at, openssl } = authority;
    expect(certificate('nearly-tsa').keyUsage).toEqual(['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.4']);
    authority.mischief.tsa = (query) => {
      writeFileSync(join(at, 'query.tsq'), query);
      openssl(
        'ts',
        '-reply',
        '-config',
        'authority.cnf',
        '-section',
        'tsa_config',
        '-queryfile',
        'query.tsq',
        '-token_out',
        '-out',
        'honest.der',
      );
      openssl('cms', '-verify', '-in', 'honest.der', '-inform', 'DER', '-noverify', '-out', 'info.der');
      const kind = ['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-nodetach', '-binary', '-cades'];
      openssl(
        'cms',
        '-sign',
        '-in',
        'info.der',
        ...kind,
        '-signer',
        'nearly-tsa.pem',
        '-inkey',
        'nearly-tsa.key',
        '-outform',
        'DER',
        '-out',
        'false.der',
      );
      return granted(readFileSync(join(at, 'false.der')));
    };
    await expect(requestTimestamp(authority.tsaUrl, signature)).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
      detail: 'its certificate is not one for timestamps alone',
    });
  });

  it('takes no token whose content was changed', async () => {
    const { folder: at, openssl } = authority;
    authority.mischief.tsa = (query) => {
      writeFileSync(join(at, 'query.tsq'), query);
      const answer = openssl('ts', '-reply', '-config', 'authority.cnf', '-section', 'tsa_config', '-queryfile', 'query.tsq');
      // The year stands in the time that is signed; the attribute signing-time has only its last two digits.
      const year = answer.indexOf(String(new Date().getUTCFullYear()));
      answer.write('2020', year, 'latin1');
      return answer;
    };
    await expect(requestTimestamp(authority.tsaUrl, signature)).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
      detail: 'its content was changed after it was signed',
    });
  });

  it('says that nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(requestTimestamp(`http://127.0.0.1:${String(port)}/tsa`, signature)).rejects.toMatchObject({
      code: 'TIMESTAMP_UNREACHABLE',
      detail: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});

/** TimeStampResp: status granted, and the token. */
function granted(token: Buffer): Buffer {
  const inner = Buffer.concat([Buffer.from('3003020100', 'hex'), token]);
  const head = Buffer.from([0x30, 0x82, inner.length >> 8, inner.length & 0xff]);
  return Buffer.concat([head, inner]);
}
