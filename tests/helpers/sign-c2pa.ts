/** Signs a JPEG by C2PA with a certificate that lives as long as the test: its keys are never written anywhere. */
import { readFile, writeFile } from 'node:fs/promises';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { JPEG } from '@trustnxt/c2pa-ts/asset';
import { CoseAlgorithmIdentifier, LocalSigner, type Signer } from '@trustnxt/c2pa-ts/cose';
import { ActionAssertion, ActionType, DataHashAssertion, DigitalSourceType, ManifestStore } from '@trustnxt/c2pa-ts/manifest';
import { must } from '../../src/base/assert.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** RFC 9336. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';

async function testSigner(): Promise<Signer> {
  const make = () => crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const [authority, own] = [await make(), await make()];
  const valid = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS), signingAlgorithm: ECDSA };
  const issuer = 'CN=Test authority, O=Test';
  const root = await X509CertificateGenerator.createSelfSigned({
    ...valid,
    serialNumber: '01',
    name: issuer,
    keys: authority,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    ...valid,
    serialNumber: '02',
    subject: 'CN=Test signer, O=Test',
    issuer,
    publicKey: own.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([DOCUMENT_SIGNING]),
      await SubjectKeyIdentifierExtension.create(own.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', own.privateKey));
  const algorithm = CoseAlgorithmIdentifier.ES256;
  return Object.assign(new LocalSigner(key, algorithm, certificate, [root]), { algorithm });
}

/** Writes `input` with a manifest that says a generative model made it. */
export async function signJpeg(input: string, output: string): Promise<void> {
  const signer = await testSigner();
  const asset = new JPEG(new Uint8Array(await readFile(input)));
  const store = new ManifestStore();
  const manifest = store.createManifest({
    assetFormat: 'image/jpeg',
    instanceID: 'xmp:iid:penumbra-test',
    defaultHashAlgorithm: 'SHA-256',
    signer,
  });
  const claim = must(manifest.claim, 'a claim');
  claim.claimGeneratorName = 'Penumbra test';
  claim.claimGeneratorVersion = '1';
  const hash = DataHashAssertion.create('SHA-256');
  manifest.addAssertion(hash);
  const actions = new ActionAssertion();
  actions.actions.push({ action: ActionType.C2paCreated, digitalSourceType: DigitalSourceType.TrainedAlgorithmicMedia });
  manifest.addAssertion(actions);
  await asset.ensureManifestSpace(store.measureSize());
  await hash.updateWithAsset(asset);
  await manifest.sign(signer);
  await asset.writeManifestJUMBF(store.getBytes());
  await writeFile(output, await asset.getDataRange());
}
