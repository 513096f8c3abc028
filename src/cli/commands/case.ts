/** `penumbra case …`: makes, opens and checks a case folder. */
import { resolve } from 'node:path';
import { NewCase } from '../../contract/cases.ts';
import type { CaseState } from '../../contract/index.ts';
import { readArguments, required } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { unfinishedImportInWords } from '../words.ts';
import { verify } from './verify.ts';

const JSON_OPTION = { json: { type: 'boolean' } } as const;

export const caseCreate: Command = {
  name: 'case create',
  usage: 'case create <folder> --name <text> --examiner <text> [--json]',
  summary: 'make a new case in a folder, which is made if need be',
  help: `  --name <text>      what the case is called
  --examiner <text>  who examines; stands in every custody entry
  --json             print the case as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<folder>'], {
      ...JSON_OPTION,
      name: { type: 'string' },
      examiner: { type: 'string' },
    });
    const input = NewCase.safeParse({ name: required(values.name, '--name'), examiner: required(values.examiner, '--examiner') });
    if (!input.success) throw new UsageError('--name and --examiner are one line of at most 200 characters each');
    const app = await io.openApp();
    const state = await app.createCaseAt(resolve(positionals[0] ?? ''), input.data);
    io.out(values.json === true ? JSON.stringify(state) : describeCase(state));
    return 0;
  },
};

export const caseOpen: Command = {
  name: 'case open',
  usage: 'case open <case> [--json]',
  summary: 'open a case (a custody entry) and say what is in it',
  help: '  --json  print the case as JSON',
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], JSON_OPTION);
    const app = await io.openApp();
    const state = await app.openCaseAt(resolve(positionals[0] ?? ''));
    io.out(values.json === true ? JSON.stringify(state) : describeCase(state));
    return 0;
  },
};

export const caseVerify: Command = {
  name: 'case verify',
  usage: 'case verify <case> [--trust <pem>] [--json]',
  summary: 'check a case with independent code: ledger, exhibits, derived files, reports',
  help: `  Reads only. Names each thing that is wrong: which entry, which file, how many bytes.
  --trust <pem>  hold the certificates of seals against this file, and no others; without it, against those of the system
  --json         print the whole result as JSON`,
  run: (args, io) => verify(args, io, '<case>'),
};

export function describeCase(state: CaseState): string {
  const { exhibits, jobs, reports, ledgerHead } = state;
  const { id, name, examiner, createdAtUtc } = state.case;
  const lines = [
    `${name}  (${id})`,
    `examiner ${examiner}, created ${createdAtUtc}`,
    `custody ledger: ${String(ledgerHead.seq)} entries, head ${ledgerHead.hash}`,
    verifiedInWords(state),
    ...(state.unfinishedImport === null ? [] : [unfinishedImportInWords(state.unfinishedImport)]),
    `${String(exhibits.length)} exhibits, ${String(jobs.length)} examinations, ${String(reports.length)} reports`,
    ...exhibits.map((exhibit) => `${exhibit.id}  ${exhibit.kind}  ${exhibit.hashes.sha256}  ${exhibit.originalName}`),
    ...jobs.map((job) => `${job.id}  ${job.exhibitId}  ${job.state}  ${job.startedAtUtc}`),
  ];
  return lines.join('\n');
}

function verifiedInWords({ verified, verificationDue }: Pick<CaseState, 'verified' | 'verificationDue'>): string {
  const due = verificationDue ? '; a verification is DUE: "penumbra case verify"' : '';
  if (verified === null) return `never verified${due}`;
  const said = verified.ok ? 'whole' : `${String(verified.problems)} problems`;
  return `last verified ${verified.atUtc}: ${said}${due}`;
}
