/** `penumbra case seal`: signs the head of a case's ledger. */
import { resolve } from 'node:path';
import type { Seal } from '../../contract/custody.ts';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { readFirstLine, readIdentity } from '../signing.ts';

export const caseSeal: Command = {
  name: 'case seal',
  usage: 'case seal <case> [--identity <p12>] --passphrase-file <file> [--json]',
  summary: 'sign the head of the ledger, so that the history before it cannot be written anew without the key',
  help: `  The seal is a file in the case folder, and an entry of the ledger; "penumbra case verify" holds it against the ledger. Keep a copy elsewhere.
  With a timestamp where an authority is in the settings.
  --identity <p12>          seal with this PKCS#12; without it, with the examiner's identity that was imported on this machine
  --passphrase-file <file>  its passphrase: the first line of this file
  --json                    print the seal as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], {
      identity: { type: 'string' },
      'passphrase-file': { type: 'string' },
      json: { type: 'boolean' },
    });
    const passphraseFile = required(values['passphrase-file'], '--passphrase-file');
    const file = values.identity === undefined ? null : await readIdentity(values.identity, passphraseFile);
    const passphrase = file === null ? await readFirstLine(passphraseFile) : '';
    const app = await io.openApp();
    await app.openCaseAt(resolve(positionals[0] ?? ''));
    if (file === null) await callInProcess(app, 'sitting.unlock', { passphrase });
    const seal = await callInProcess(app, 'custody.seal', { identity: file ?? 'sitting' });
    if (file === null) await callInProcess(app, 'sitting.lock', {});
    io.out(values.json === true ? JSON.stringify(seal) : sealInWords(seal));
    return 0;
  },
};

function sealInWords({ path, sha256, seq, ledgerHead, signer, selfSigned, timestamp, missed }: Seal): string {
  return [
    `${path}, SHA-256 ${sha256}`,
    `over entry ${String(seq)}, ${ledgerHead}, by ${signer}${selfSigned ? ', self-signed' : ''}`,
    ...(timestamp === null ? [] : [`timestamp ${timestamp.atUtc} from ${timestamp.url}`]),
    ...(missed === null ? [] : [`WITHOUT a timestamp: ${missed}`]),
  ].join('\n');
}
