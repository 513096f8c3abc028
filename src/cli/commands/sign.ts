/** `penumbra sign`: adds a reviewer's signature to a signed report. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { LEVEL_HELP, LEVEL_OPTIONS, readIdentity, readLevel, signatureInWords } from '../signing.ts';

export const signCommand: Command = {
  name: 'sign',
  usage:
    'sign <pdf> --out <pdf> --as reviewer --identity <p12> --passphrase-file <file> [--reason <text>] [--level B-B|B-T|B-LT] [--tsa <url>] [--allow-lower-level]',
  summary: "add a reviewer's signature to a signed report; the signatures that it has stay valid",
  help: `  --out <pdf>               where to write it; the report itself is not changed
  --as reviewer             what the signature means; "Reviewed" unless --reason says it in other words
  --identity <p12>          sign with this PKCS#12
  --passphrase-file <file>  its passphrase: the first line of this file
  --reason <text>           stands in the signature
${LEVEL_HELP}`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<pdf>'], {
      out: { type: 'string' },
      as: { type: 'string' },
      identity: { type: 'string' },
      'passphrase-file': { type: 'string' },
      reason: { type: 'string' },
      ...LEVEL_OPTIONS,
    });
    const path = resolve(positionals[0] ?? '');
    const out = resolve(required(values.out, '--out'));
    if (required(values.as, '--as') !== 'reviewer') throw new UsageError('--as is reviewer');
    required(values.identity, '--identity');
    if (out === path) throw new UsageError('--out is another file than the report');
    const wish = readLevel(values);
    const given = await readIdentity(values.identity, values['passphrase-file']);
    if (given === null) throw new UsageError('--identity is missing');
    const [{ countersign }, { assertInForce, openIdentity }, { firstAim }, { SettingsFile }, { dataFolder }] = await Promise.all([
      import('../../core/report/countersign.ts'),
      import('../../core/report/identity.ts'),
      import('../../core/report/sign-at-level.ts'),
      import('../../core/settings/settings.ts'),
      import('../../core/default-ports.ts'),
    ]);
    const aim = firstAim(wish, await new SettingsFile(dataFolder()).signing());
    const identity = openIdentity(Buffer.from(given.pkcs12Base64, 'base64'), given.passphrase);
    const at = new Date();
    assertInForce(identity, at);
    const pdf = await read(path);
    const reason = values.reason ?? 'Reviewed';
    const { signed, reached } = await countersign(pdf, { identity, reason, at, aim, allowLowerLevel: wish.allowLowerLevel === true });
    await atomicWrite(out, signed.pdf);
    const { signatureRecord } = await import('../../core/report/signature-record.ts');
    io.out(`${out}\n${signatureInWords(signatureRecord(identity, reached, signed))}`);
    return 0;
  },
};

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new Failure(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', path, { cause });
  }
}
