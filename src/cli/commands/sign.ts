/** `penumbra sign`: adds a reviewer's signature to a signed report; of a report that belongs to a case, on the record. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { must } from '../../base/assert.ts';
import { readNamed, writeNamed } from '../../base/node/named-file.ts';
import { NewCountersignature, type FileIdentity, type Report } from '../../contract/report.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { caseAround, reportWithBytes } from '../report-of-case.ts';
import { LEVEL_HELP, LEVEL_OPTIONS, readIdentity, readLevel, signatureInWords } from '../signing.ts';

type Wish = Pick<NewCountersignature, 'reason' | 'level' | 'timestampUrl' | 'allowLowerLevel'> & { readonly identity: FileIdentity };

export const signCommand: Command = {
  name: 'sign',
  usage:
    'sign <pdf> [--out <pdf>] [--case <case>] --as reviewer --identity <p12> --passphrase-file <file> [--reason <text>] [--level B-B|B-T|B-LT] [--tsa <url>] [--allow-lower-level]',
  summary: "add a reviewer's signature to a signed report; the signatures that it has stay valid",
  help: `  A report that belongs to a case is signed there: the signed copy becomes a report of its own beside it, with a
  custody entry. A report belongs to the case in whose folder it lies, or to the one that --case names.
  --out <pdf>               where to write it; the report itself is not changed; may be left out for a report of a case
  --case <case>             the case folder that the report was exported from, for a copy that lies elsewhere
  --as reviewer             what the signature means; "Reviewed" unless --reason says it in other words
  --identity <p12>          sign with this PKCS#12
  --passphrase-file <file>  its passphrase: the first line of this file
  --reason <text>           stands in the signature
${LEVEL_HELP}`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<pdf>'], {
      out: { type: 'string' },
      case: { type: 'string' },
      as: { type: 'string' },
      identity: { type: 'string' },
      'passphrase-file': { type: 'string' },
      reason: { type: 'string' },
      ...LEVEL_OPTIONS,
    });
    const path = resolve(positionals[0] ?? '');
    const folder = values.case === undefined ? caseAround(path) : resolve(values.case);
    const out = folder !== null && values.out === undefined ? null : resolve(required(values.out, '--out'));
    if (required(values.as, '--as') !== 'reviewer') throw new UsageError('--as is reviewer');
    required(values.identity, '--identity');
    if (out === path) throw new UsageError('--out is another file than the report');
    if (out !== null && caseAround(out) !== null) throw new UsageError('--out is outside of the reports of a case');
    const reason = NewCountersignature.shape.reason.safeParse(values.reason ?? 'Reviewed');
    if (!reason.success) throw new UsageError('--reason is one line of at most 200 characters');
    const level = readLevel(values);
    const identity = await readIdentity(values.identity, values['passphrase-file']);
    if (identity === null) throw new UsageError('--identity is missing');
    const wish: Wish = { identity, reason: reason.data, ...level };
    const pdf = await readNamed(path);
    if (folder !== null) return inCase(io, folder, pdf, wish, out);
    const signature = await alone(pdf, wish, must(out, 'a report without a case has --out'));
    io.out(`${out ?? ''}\n${signatureInWords(signature)}`);
    return 0;
  },
};

async function inCase(io: Io, folder: string, pdf: Uint8Array, wish: Wish, out: string | null): Promise<0> {
  const app = await io.openApp();
  const first = await reportWithBytes(app, folder, pdf);
  const report = await callInProcess(app, 'report.countersign', { reportId: first.id, ...wish });
  const { path } = await app.reportFile(report.id);
  if (out !== null) await writeNamed(out, await readFile(path), `${out}; the report ${report.id} is in the case all the same`);
  io.out(`${out ?? path}\n${report.id} in the case: ${first.id} with a further signature, SHA-256 ${report.sha256}`);
  io.out(signatureInWords(report.signature));
  return 0;
}

async function alone(pdf: Uint8Array, wish: Wish, out: string): Promise<Report['signature']> {
  const [{ countersign }, { assertInForce, openIdentity }, { firstAim }, { signatureRecord }, { SettingsFile }, { dataFolder }] =
    await Promise.all([
      import('../../core/report/countersign.ts'),
      import('../../core/report/identity.ts'),
      import('../../core/report/sign-at-level.ts'),
      import('../../core/report/signature-record.ts'),
      import('../../core/settings/settings.ts'),
      import('../../core/default-ports.ts'),
    ]);
  const aim = firstAim(wish, await new SettingsFile(dataFolder()).signing());
  const identity = await openIdentity(Buffer.from(wish.identity.pkcs12Base64, 'base64'), wish.identity.passphrase);
  const at = new Date();
  assertInForce(identity, at);
  const { signed, reached } = await countersign(pdf, {
    identity,
    reason: wish.reason,
    at,
    aim,
    allowLowerLevel: wish.allowLowerLevel === true,
  });
  await writeNamed(out, signed.pdf);
  return signatureRecord(identity, reached, signed);
}
