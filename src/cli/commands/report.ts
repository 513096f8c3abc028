/** `penumbra report`: writes the signed report of a case. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import type { NewReport } from '../../contract/report.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { bytesInWords } from '../words.ts';

export const reportCommand: Command = {
  name: 'report',
  usage: 'report <case> --out <pdf> [--identity <p12> --passphrase-file <file>] [--remarks <text>] [--json]',
  summary: 'write the signed report of a case',
  help: `  --out <pdf>               where to write it; a file that is there is replaced
  --identity <p12>          sign with this PKCS#12; without it, this machine's own self-signed identity is used
  --passphrase-file <file>  its passphrase: the first line of this file
  --remarks <text>          printed in the report
  --json                    print the report's record as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], {
      out: { type: 'string' },
      identity: { type: 'string' },
      'passphrase-file': { type: 'string' },
      remarks: { type: 'string' },
      json: { type: 'boolean' },
    });
    const out = resolve(required(values.out, '--out'));
    if ((values.identity === undefined) !== (values['passphrase-file'] === undefined))
      throw new UsageError('--identity and --passphrase-file are given together');
    const identity = await readIdentity(values.identity, values['passphrase-file']);
    const app = await io.openApp();
    await app.openCaseAt(resolve(positionals[0] ?? ''));
    const report = await callInProcess(app, 'report.export', { identity, remarks: values.remarks ?? null });
    const { path } = await app.reportFile(report.id);
    await writeOut(out, await readFile(path));
    if (values.json === true) io.out(JSON.stringify(report));
    else {
      const { level, signer, selfSigned } = report.signature;
      io.out(`${out}\n${report.id}, ${String(report.pages)} pages, ${bytesInWords(report.sizeBytes)}, SHA-256 ${report.sha256}`);
      io.out(level === 'none' ? 'not signed' : `signed (${level}) by ${signer ?? 'an unnamed signer'}${selfSigned ? ', self-signed' : ''}`);
    }
    return 0;
  },
};

async function readIdentity(p12: string | undefined, passphraseFile: string | undefined): Promise<NewReport['identity']> {
  if (p12 === undefined || passphraseFile === undefined) return null;
  const [bytes, words] = await Promise.all([read(p12), read(passphraseFile)]);
  return { pkcs12Base64: bytes.toString('base64'), passphrase: words.toString('utf8').split(/\r?\n/, 1)[0] ?? '' };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Failure('FILE_UNREADABLE', path, { cause });
  }
}

async function writeOut(path: string, bytes: Buffer): Promise<void> {
  try {
    await atomicWrite(path, bytes);
  } catch (cause) {
    throw new Failure('FILE_UNREADABLE', `the report is in the case, but ${path} cannot be written`, { cause });
  }
}
