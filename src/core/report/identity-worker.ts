/** Thread entry: opens one PKCS#12 container and posts what is in it. How often the password is derived stands in the file, so it may take hours. */
import { parentPort, workerData } from 'node:worker_threads';
import forge from 'node-forge';
import { must } from '../../base/assert.ts';

export interface Container {
  readonly pkcs12: Uint8Array;
  readonly passphrase: string;
}

/** DER: keys as PKCS#8. */
export interface Content {
  readonly keys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
}

const port = must(parentPort, 'this file is the entry of a worker thread');
const { pkcs12, passphrase } = workerData as Container;
const asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(pkcs12).toString('binary')));
const keys: Uint8Array[] = [];
const certificates: Uint8Array[] = [];
for (const bag of forge.pkcs12.pkcs12FromAsn1(asn1, true, passphrase).safeContents.flatMap((contents) => contents.safeBags)) {
  const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
  // forge understands RSA only; of anything else it hands over the bare ASN.1.
  if (bag.type === certBag) certificates.push(derOf(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
  else if (bag.type === keyBag || bag.type === pkcs8ShroudedKeyBag)
    keys.push(derOf(bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1));
}
port.postMessage({ keys, certificates } satisfies Content);

function derOf(value: forge.asn1.Asn1): Uint8Array {
  return new Uint8Array(Buffer.from(forge.asn1.toDer(value).getBytes(), 'binary'));
}
