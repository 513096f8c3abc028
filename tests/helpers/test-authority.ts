/**
 * An authority for tests, made and served by openssl, so that nothing of this program vouches for itself: a root, an
 * intermediate, a signer, a timestamp authority, OCSP answers and lists of revoked certificates, over http on this machine.
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openIdentity, type Identity } from '../../src/core/report/identity.ts';

export const PASSPHRASE = 'open sesame 7';

/** What the server does instead of what it should. */
export interface Mischief {
  /** Of the timestamp authority; a function makes the whole answer. */
  tsa?:
    'silent' | 'refuses' | 'wrong-imprint' | 'wrong-nonce' | 'wrong-type' | 'flood' | 'redirect' | 'garbage' | ((query: Buffer) => Buffer);
  ocsp?: 'silent' | 'garbage';
  crl?: 'silent';
}

type Said = 'silence' | { readonly status?: number; readonly type: string; readonly bytes: Buffer };

export interface TestAuthority {
  readonly url: string;
  readonly tsaUrl: string;
  readonly folder: string;
  readonly rootPem: string;
  readonly mischief: Mischief;
  /** What was asked for, in order: method and path. */
  readonly asked: string[];
  readonly identity: (name: string) => Promise<Identity>;
  readonly p12: (name: string) => string;
  readonly certificate: (name: string) => X509Certificate;
  /** From the next answer on. */
  readonly revoke: (name: string) => void;
  readonly openssl: (...args: string[]) => Buffer;
  readonly close: () => Promise<void>;
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function testAuthority(folder: string): Promise<TestAuthority> {
  mkdirSync(folder, { recursive: true });
  const mischief: Mischief = {};
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Buffer =>
    execFileSync('openssl', args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PENUMBRA_TEST_PASS: PASSPHRASE },
    });
  makeCertificates(folder, url, openssl);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = request.url ?? '/';
    asked.push(`${request.method ?? ''} ${path}`);
    const said = answerTo(path, Buffer.concat(chunks));
    if (said === 'silence') return;
    response.writeHead(said.status ?? 200, { 'Content-Type': said.type, ...(said.status === 302 ? { Location: '/elsewhere' } : {}) });
    response.end(said.bytes);
  }

  function answerTo(path: string, body: Buffer): Said {
    if (path === '/tsa') return tsa(body);
    if (path === '/ocsp') {
      if (mischief.ocsp === 'silent') return 'silence';
      return { type: 'application/ocsp-response', bytes: mischief.ocsp === 'garbage' ? Buffer.from('no answer') : ocspAnswer(body) };
    }
    if (path.endsWith('.crl'))
      return mischief.crl === 'silent' ? 'silence' : { type: 'application/pkix-crl', bytes: list(path.slice(1, -4)) };
    if (path.endsWith('.crt')) return { type: 'application/pkix-cert', bytes: Buffer.from(certificate(path.slice(1, -4)).raw) };
    return { status: 404, type: 'text/plain', bytes: Buffer.alloc(0) };
  }

  function tsa(query: Buffer): Said {
    const type = 'application/timestamp-reply';
    const how = mischief.tsa;
    if (typeof how === 'function') return { type, bytes: how(query) };
    switch (how) {
      case 'silent':
        return 'silence';
      case 'redirect':
        return { status: 302, type, bytes: Buffer.alloc(0) };
      case 'garbage':
        return { type, bytes: Buffer.from('no answer') };
      case 'flood':
        return { type, bytes: Buffer.alloc(1_000_000) };
      case 'wrong-type':
        return { type: 'text/html', bytes: reply(query) };
      case 'refuses':
        // A refusal is an answer too: PKIStatusInfo with status 2 (rejection) and words.
        return { type, bytes: Buffer.from('300f300d02010230080c066e6f74206e6f', 'hex') };
      case 'wrong-imprint':
        return { type, bytes: reply(queryOver('something else')) };
      case 'wrong-nonce': {
        const other = Buffer.from(query);
        const nonce = other.indexOf(Buffer.from([0x02, 0x10, 0x4e]));
        other[nonce + 10] = (other[nonce + 10] ?? 0) ^ 0xff;
        return { type, bytes: reply(other) };
      }
      default:
        return { type, bytes: reply(query) };
    }
  }

  function queryOver(words: string): Buffer {
    writeFileSync(at('other.txt'), words);
    return openssl('ts', '-query', '-data', 'other.txt', '-sha256', '-cert');
  }

  function reply(query: Buffer): Buffer {
    writeFileSync(at('query.tsq'), query);
    return openssl('ts', '-reply', '-config', 'authority.cnf', '-section', 'tsa_config', '-queryfile', 'query.tsq');
  }

  function ocspAnswer(question: Buffer): Buffer {
    writeFileSync(at('question.der'), question);
    const args = ['-index', 'intermediate.txt', '-CA', 'intermediate.pem', '-rsigner', 'responder.pem', '-rkey', 'responder.key'];
    openssl('ocsp', ...args, '-reqin', 'question.der', '-respout', 'answer.der', '-ndays', '7');
    return readFileSync(at('answer.der'));
  }

  function list(issuer: string): Buffer {
    openssl('ca', '-config', 'authority.cnf', '-name', issuer, '-gencrl', '-crldays', '7', '-out', `${issuer}.crl.pem`);
    return openssl('crl', '-in', `${issuer}.crl.pem`, '-outform', 'DER');
  }

  function certificate(name: string): X509Certificate {
    return new X509Certificate(readFileSync(at(`${name}.pem`)));
  }

  return {
    url,
    tsaUrl: `${url}/tsa`,
    folder,
    rootPem: readFileSync(at('root.pem'), 'utf8'),
    mischief,
    asked,
    identity: (name) => openIdentity(readFileSync(at(`${name}.p12`)), PASSPHRASE),
    p12: (name) => at(`${name}.p12`),
    certificate,
    revoke: (name) => void openssl('ca', '-config', 'authority.cnf', '-name', 'intermediate', '-revoke', `${name}.pem`),
    openssl,
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Who stands below whom, and for what. `signer`s have an OCSP responder, the timestamp authority only a list. */
function makeCertificates(folder: string, url: string, openssl: TestAuthority['openssl']): void {
  writeFileSync(join(folder, 'authority.cnf'), configuration(url));
  writeFileSync(join(folder, 'tsa-serial'), '01\n');
  for (const name of ['root', 'intermediate']) {
    writeFileSync(join(folder, `${name}.txt`), '');
    writeFileSync(join(folder, `${name}.serial`), '1000\n');
  }
  const key = (name: string): void =>
    void openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  key('root');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'root.key',
    '-subj',
    '/CN=Test Root',
    '-days',
    '30',
    '-out',
    'root.pem',
    '-config',
    'authority.cnf',
    '-extensions',
    'ext_root',
  );
  const issue = (name: string, words: string, issuer: string, extensions: string, ...more: string[]): void => {
    key(name);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${words}`, '-out', `${name}.csr`, '-config', 'authority.cnf');
    const days = more.length === 0 ? ['-days', '20'] : more;
    openssl(
      'ca',
      '-batch',
      '-config',
      'authority.cnf',
      '-name',
      issuer,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
      '-extensions',
      extensions,
      '-notext',
      ...days,
    );
  };
  issue('intermediate', 'Test Intermediate', 'root', 'ext_intermediate');
  issue('signer', 'Demo Examiner', 'intermediate', 'ext_signer');
  issue('reviewer', 'Demo Reviewer', 'intermediate', 'ext_signer');
  issue('lapsed', 'Lapsed Examiner', 'intermediate', 'ext_signer', '-startdate', '20200101000000Z', '-enddate', '20210101000000Z');
  issue('tsa', 'Test Timestamps', 'intermediate', 'ext_tsa');
  issue('nearly-tsa', 'Not quite Timestamps', 'intermediate', 'ext_nearly_tsa');
  issue('responder', 'Test Responder', 'intermediate', 'ext_responder');
  for (const name of ['signer', 'reviewer', 'lapsed'])
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      `${name}.key`,
      '-in',
      `${name}.pem`,
      '-certfile',
      'intermediate.pem',
      '-passout',
      'env:PENUMBRA_TEST_PASS',
      '-out',
      `${name}.p12`,
    );
  writeFileSync(join(folder, 'tsa-chain.pem'), readFileSync(join(folder, 'intermediate.pem')));
}

function configuration(url: string): string {
  const ca = (name: string): string => `
[${name}]
database = ${name}.txt
serial = ${name}.serial
new_certs_dir = .
certificate = ${name}.pem
private_key = ${name}.key
default_md = sha256
policy = policy
unique_subject = no
copy_extensions = none
crl_extensions = ext_crl
`;
  return `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[policy]
commonName = supplied
${ca('root')}${ca('intermediate')}
[ext_crl]
authorityKeyIdentifier = keyid
[ext_root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ext_intermediate]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
authorityInfoAccess = caIssuers;URI:${url}/root.crt
crlDistributionPoints = URI:${url}/root.crl
[ext_signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, nonRepudiation
authorityKeyIdentifier = keyid
authorityInfoAccess = OCSP;URI:${url}/ocsp, caIssuers;URI:${url}/intermediate.crt
crlDistributionPoints = URI:${url}/intermediate.crl
[ext_tsa]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/intermediate.crl
[ext_nearly_tsa]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = timeStamping, emailProtection
authorityKeyIdentifier = keyid
[ext_responder]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
authorityKeyIdentifier = keyid


[tsa_config]
serial = tsa-serial
signer_cert = tsa.pem
certs = tsa-chain.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}
