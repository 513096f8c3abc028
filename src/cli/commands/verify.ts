/** `penumbra verify`: checks a case folder, a case archive or a signed report with code that shares nothing with what wrote it. */
import { open, readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { readNamed } from '../../base/node/named-file.ts';
import type { ArchiveVerification } from '../../contract/archives.ts';
import type { CaseVerification } from '../../contract/cases.ts';
import type { PdfVerification } from '../../contract/report.ts';
import { readArguments } from '../arguments.ts';
import { type Command, type ExitCode, type Io, UsageError } from '../command.ts';
import { verificationInWords } from '../pdf-words.ts';
import { archiveProgressInWords, bytesInWords, unfinishedImportInWords } from '../words.ts';

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify <case|archive|pdf> [--trust <pem>] [--json]',
  summary: 'check a case folder, a case archive or a signed report; exit code 1 when something is wrong',
  help: `  Reads only, asks no other machine, and needs no other part of this program. Of an archive, the bag and the case within are checked in
  one read; only its database is unpacked, into a temporary folder.
  --trust <pem>  of a report, or of a case's seals: trust the certificates of this file, and no others; without it, those of the system
  --json         print the whole result as JSON`,
  run: (args, io) => verify(args, io, '<case|archive|pdf>'),
};

/** `place`: what may be named; a case folder only, or any of the three. */
export async function verify(args: readonly string[], io: Io, place: '<case>' | '<case|archive|pdf>'): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, [place], { trust: { type: 'string' }, json: { type: 'boolean' } });
  const path = resolve(positionals[0] ?? '');
  const kind = await kindOf(path);
  if (place === '<case>' && kind !== 'folder')
    throw new UsageError(`${path} is no folder; "penumbra verify" checks archives and reports too`);
  const result =
    kind === 'folder'
      ? await ofCase(path, await readAnchors(values.trust))
      : kind === 'archive'
        ? await ofArchive(path, io)
        : await ofPdf(path, await readAnchors(values.trust));
  io.out(values.json === true ? JSON.stringify(result.value) : result.words);
  return result.value.ok ? 0 : 1;
}

/** For whoever named something else by mistake; a damaged report is told in the same way. */
const VERIFIED = 'It is damaged, or is something else: "penumbra verify" takes a case folder, a case archive (ZIP) or a report (PDF).';
/** What a folder has that is, or was, a case: one of them is enough, so that a case without its database is judged and not passed over. */
const PARTS_OF_A_CASE = ['case.sqlite', 'exhibits', 'seals', 'reports'];
/** A ZIP begins with the mark of its first entry, or, where it has none, of its end. */
const ZIP_MARKS = ['PK\u0003\u0004', 'PK\u0005\u0006'];

async function kindOf(path: string): Promise<'folder' | 'archive' | 'other'> {
  try {
    if ((await stat(path)).isDirectory()) return await caseIn(path);
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return ZIP_MARKS.includes(buffer.toString('latin1', 0, bytesRead)) ? 'archive' : 'other';
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('FILE_NOT_FOUND', path, { cause });
  }
}

async function caseIn(folder: string): Promise<'folder'> {
  const names = await readdir(folder);
  if (!PARTS_OF_A_CASE.some((part) => names.includes(part))) throw new Failure('CASE_NOT_FOUND', folder);
  return 'folder';
}

const problems = ({ length }: readonly unknown[]): string => `${String(length)} ${length === 1 ? 'problem' : 'problems'}`;

async function ofArchive(path: string, io: Io): Promise<{ value: ArchiveVerification; words: string }> {
  const { readArchive } = await import('../../verify/archive/read-archive.ts');
  const value = await readArchive(path, { signal: io.signal, onProgress: (progress) => io.progress(archiveProgressInWords(progress)) });
  const lines = value.problems.map(({ code, subject, words }) => `WRONG  ${code}  ${subject}: ${words}`);
  const bag = `${String(value.files)} files, ${bytesInWords(value.bytes)}; manifest ${value.manifestSha256 ?? 'unknown'}`;
  const verdict = value.problems.length === 0 ? 'The archive is whole.' : `The archive is NOT whole: ${problems(value.problems)}.`;
  const within = value.case === null ? 'The case within could not be checked.' : caseInWords(value.case);
  return { value, words: [...lines, bag, verdict, within].join('\n') };
}

async function ofCase(folder: string, trustAnchors: readonly string[] | undefined): Promise<{ value: CaseVerification; words: string }> {
  const { verifyCase } = await import('../../verify/case/verify-case.ts');
  const value = await verifyCase(folder, undefined, trustAnchors);
  return { value, words: caseInWords(value) };
}

function caseInWords(value: CaseVerification): string {
  const lines = value.problems.map(({ kind, subject, words }) => `WRONG  ${kind}  ${subject}: ${words}`);
  const checked = `${String(value.entries)} custody entries, ${String(value.exhibitsChecked)} exhibits and ${String(value.derivedChecked)} derived files checked (${bytesInWords(value.bytesHashed)} hashed)`;
  const sealed = value.seals.map(sealInWords);
  const verdict = value.ok ? 'The case is whole.' : `The case is NOT whole: ${problems(value.problems)}.`;
  const unfinished = value.unfinishedImport === null ? [] : [unfinishedImportInWords(value.unfinishedImport)];
  return [...lines, checked, ...sealed, ...unfinished, `ledger head ${value.headHash ?? 'unknown'}`, verdict].join('\n');
}

export function sealInWords({ seq, signer, intact, valid, trusted, timestamp }: CaseVerification['seals'][number]): string {
  const word = (name: string, { ok }: { readonly ok: boolean }): string => `${name} ${ok ? 'yes' : 'NO'}`;
  const time = timestamp === null ? 'no timestamp' : `timestamp ${timestamp.atUtc ?? 'unreadable'}, ${word('trusted', timestamp.trusted)}`;
  const words = [word('intact', intact), word('valid', valid), word('trusted', trusted), time].join(', ');
  return `seal of entry ${String(seq)} by ${signer ?? 'an unknown signer'}: ${words}`;
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
    return { value: { ok: false, error: { code: error.code, message: error.message } }, words: `NO   ${error.message} ${VERIFIED}` };
  }
}

/** @throws Failure FILE_NOT_FOUND, or FILE_UNREADABLE also when it holds no certificate: trust must not vanish by a slip. */
async function readAnchors(path: string | undefined): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined;
  const text = String(await readNamed(path));
  const anchors = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (anchors.length === 0) throw new Failure('FILE_UNREADABLE', `${path} holds no certificate (PEM)`);
  return anchors;
}

interface Unreadable {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string };
}
