/** `penumbra report`: writes the signed report of a case. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeNamed } from '../../base/node/named-file.ts';
import { PLAIN_CONTENT, ReportPart } from '../../contract/report.ts';
import { readArguments, required } from '../arguments.ts';
import { UsageError, type Command } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { LEVEL_HELP, LEVEL_OPTIONS, readIdentity, readLevel, signatureInWords } from '../signing.ts';
import { bytesInWords } from '../words.ts';

export const reportCommand: Command = {
  name: 'report',
  usage:
    'report <case> --out <pdf> [--identity <p12> --passphrase-file <file>] [--level B-B|B-T|B-LT] [--tsa <url>] [--allow-lower-level] [--remarks <text>] [--short] [--leave-out <parts>] [--json]',
  summary: 'write the signed report of a case',
  help: `  --out <pdf>               where to write it; a file that is there is replaced
  --identity <p12>          sign with this PKCS#12; without it, this machine's own self-signed identity is used
  --passphrase-file <file>  its passphrase: the first line of this file
${LEVEL_HELP}
  --remarks <text>          printed in the report
  --short                   the short form, for triage
  --leave-out <parts>       ${ReportPart.options.join(', ')}: one or several, with commas; the report says what it is without
  --json                    print the report's record as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], {
      out: { type: 'string' },
      identity: { type: 'string' },
      'passphrase-file': { type: 'string' },
      ...LEVEL_OPTIONS,
      remarks: { type: 'string' },
      short: { type: 'boolean' },
      'leave-out': { type: 'string' },
      json: { type: 'boolean' },
    });
    const out = resolve(required(values.out, '--out'));
    const wish = readLevel(values);
    const leftOut = (values['leave-out'] ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [readPart(part.trim())]));
    const identity = await readIdentity(values.identity, values['passphrase-file']);
    const app = await io.openApp();
    await app.openCaseAt(resolve(positionals[0] ?? ''));
    const report = await callInProcess(app, 'report.export', {
      identity,
      remarks: values.remarks ?? null,
      content: { ...PLAIN_CONTENT, template: values.short === true ? 'short' : 'full', leftOut },
      ...wish,
    });
    const { path } = await app.reportFile(report.id);
    await writeNamed(out, await readFile(path), `${out}; the report ${report.id} is in the case all the same`);
    if (values.json === true) io.out(JSON.stringify(report));
    else {
      io.out(`${out}\n${report.id}, ${String(report.pages)} pages, ${bytesInWords(report.sizeBytes)}, SHA-256 ${report.sha256}`);
      io.out(signatureInWords(report.signature));
    }
    return 0;
  },
};

function readPart(name: string): ReportPart {
  const part = ReportPart.safeParse(name);
  if (part.success) return part.data;
  throw new UsageError(`--leave-out knows no part “${name}”: ${ReportPart.options.join(', ')}`);
}
