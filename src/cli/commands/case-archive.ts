/** `penumbra case export|import`: a whole case as one file, and back. */
import { resolve } from 'node:path';
import { ArchiveImport, type ArchiveExport } from '../../contract/archives.ts';
import type { SealCheck } from '../../contract/cases.ts';
import { readArguments } from '../arguments.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { archiveProgressInWords, bytesInWords } from '../words.ts';
import { describeCase } from './case.ts';
import { sealInWords } from './verify.ts';

const JSON_OPTION = { json: { type: 'boolean' } } as const;

export const caseExport: Command = {
  name: 'case export',
  usage: 'case export <case> <file> [--json]',
  summary: 'write a whole case into one archive (a BagIt bag in a ZIP), every file hashed on the way',
  help: `  The archive holds a snapshot of the database, every file that its records speak of, and copies of the ledger. It is refused when a
  file is not what the records say. The ledger of the archived copy ends with the entry of this export.
  "penumbra verify <file>" checks it without unpacking it.
  --json  print what was written as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>', '<file>'], JSON_OPTION);
    const [folder = '', file = ''] = positionals;
    const app = await io.openApp();
    await app.openCaseAt(resolve(folder));
    const made = await watched(io, () => callInProcess(app, 'cases.exportArchive', { path: resolve(file) }));
    io.out(values.json === true ? JSON.stringify(made) : describe(made));
    return 0;
  },
};

export const caseImport: Command = {
  name: 'case import',
  usage: 'case import <file> <folder> [--importer <text>] [--json]',
  summary: 'take a case out of an archive into a new or empty folder, checked on the way',
  help: `  Nothing is left behind unless every file has the hash that the manifest states, the case within agrees with its own records and
  every seal is over its ledger.
  The first new entry of the copy says which archive it came from. The folder that the archive was made from is not touched.
  --importer <text>  who imports; stands in that entry. Without it, the name in the examiner's identity that was imported on this machine
  --json             print the imported case as JSON`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<file>', '<folder>'], {
      ...JSON_OPTION,
      importer: { type: 'string' },
    });
    const [file = '', folder = ''] = positionals;
    const app = await io.openApp();
    const importer = values.importer ?? (await callInProcess(app, 'sitting.state', {})).identity?.commonName;
    if (importer === undefined)
      throw new UsageError(
        'nobody is named who imports: add --importer "Your Name", which will stand in the first new custody entry. ' +
          'It can be left out once your identity was imported on this machine (Settings, in the window)',
      );
    const wish = ArchiveImport.safeParse({ path: resolve(file), folder: resolve(folder), importer });
    if (!wish.success) throw new UsageError('--importer is one line of at most 200 characters');
    const state = await watched(io, () => callInProcess(app, 'cases.importArchive', wish.data));
    io.out(values.json === true ? JSON.stringify(state) : [describeCase(state), sealsInWords(state.seals)].join('\n'));
    return 0;
  },
};

/** What whoever takes a case over wants to know of it: which of its history is signed, and by whom. */
const sealsInWords = (seals: readonly SealCheck[]): string =>
  seals.length === 0 ? 'no seal: nothing signed the head of its ledger' : seals.map(sealInWords).join('\n');

/** Shows how far it is; Ctrl+C ends it. */
async function watched<T>(io: Io, work: () => Promise<T>): Promise<T> {
  const app = await io.openApp();
  const cancel = (): void => void callInProcess(app, 'cases.cancelArchive', {});
  io.signal.addEventListener('abort', cancel, { once: true });
  const unsubscribe = app.subscribe((event) => {
    if (event.type === 'cases.archiving') io.progress(archiveProgressInWords(event.progress));
  });
  try {
    return await work();
  } finally {
    unsubscribe();
    io.signal.removeEventListener('abort', cancel);
  }
}

function describe({ fileName, sizeBytes, sha256, files, bytes, entries, ledgerHead, manifestSha256 }: ArchiveExport): string {
  return [
    `${fileName}: ${bytesInWords(sizeBytes)}, SHA-256 ${sha256}`,
    `${String(files)} files of the case, ${bytesInWords(bytes)}; manifest-sha256.txt ${manifestSha256}`,
    `${String(entries)} custody entries, head ${ledgerHead}`,
  ].join('\n');
}
