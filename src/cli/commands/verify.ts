/** `penumbra verify`: checks a case folder or a signed report with code that shares nothing with what wrote it. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseVerification } from '../../contract/cases.ts';
import type { PdfVerification } from '../../contract/report.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { verificationInWords } from '../pdf-words.ts';
import { bytesInWords } from '../words.ts';

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify <case|pdf> [--trust <pem>] [--json]',
  summary: 'check a case folder or a signed report; exit code 1 when something is wrong',
  help: `  Reads only, asks no other machine, and needs no other part of this program.
  --trust <pem>  of a report: trust the certificates of this file, and no others; without it, those of the system
  --json         print the whole result as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case|pdf>'], { trust: { type: 'string' }, json: { type: 'boolean' } });
    const path = resolve(positionals[0] ?? '');
    const result = (await isFolder(path)) ? await ofCase(path) : await ofPdf(path, await readAnchors(values.trust));
    io.out(values.json === true ? JSON.stringify(result.value) : result.words);
    return result.value.ok ? 0 : 1;
  },
};

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new Failure('FILE_NOT_FOUND', path, { cause });
  }
}

async function ofCase(folder: string): Promise<{ value: CaseVerification; words: string }> {
  const { verifyCase } = await import('../../verify/case/verify-case.ts');
  const value = await verifyCase(folder);
  const lines = value.problems.map(({ kind, subject, words }) => `WRONG  ${kind}  ${subject}: ${words}`);
  const checked = `${String(value.entries)} custody entries, ${String(value.exhibitsChecked)} exhibits and ${String(value.derivedChecked)} derived files checked (${bytesInWords(value.bytesHashed)} hashed)`;
  const verdict = value.ok ? 'The case is whole.' : `The case is NOT whole: ${String(value.problems.length)} problems.`;
  return { value, words: [...lines, checked, `ledger head ${value.headHash ?? 'unknown'}`, verdict].join('\n') };
}

async function ofPdf(
  path: string,
  trustAnchors: readonly string[] | undefined,
): Promise<{ value: PdfVerification | Unreadable; words: string }> {
  const { verifyPdf } = await import('../../verify/pdf/verify-pdf.ts');
  try {
    const value = await verifyPdf(path, trustAnchors === undefined ? {} : { trustAnchors });
    return { value, words: verificationInWords(value) };
  } catch (error) {
    // A report so damaged that it is no PDF any more has failed its verification; a file that is not there has not been verified.
    if (!(error instanceof Failure) || error.code !== 'PDF_UNREADABLE') throw error;
    return { value: { ok: false, error: { code: error.code, message: error.message } }, words: `NO   ${error.message}` };
  }
}

/** @throws Failure FILE_UNREADABLE when it holds no certificate: trust must not vanish by a slip. */
async function readAnchors(path: string | undefined): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Failure('FILE_UNREADABLE', path, { cause });
  }
  const anchors = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (anchors.length === 0) throw new Failure('FILE_UNREADABLE', `${path} holds no certificate (PEM)`);
  return anchors;
}

interface Unreadable {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string };
}
