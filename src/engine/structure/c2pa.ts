/** Provenance of a file by C2PA, validated in a thread of its own with limited time and memory. */
import { Worker } from 'node:worker_threads';
import { askThread, type Unanswered } from '../../base/node/ask-thread.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { C2pa } from './c2pa-worker.ts';

/** The library wants the whole file in memory. */
const FILE_AT_MOST_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MEMORY_MB = 512;

/** Where C2PA puts its store: an APP11 segment, a caBX chunk, a uuid box with this user type (C2PA specification, embedding). */
const MARKS: Partial<Record<FileStructure['format'], (part: FileStructure['parts'][number]) => boolean>> = {
  jpeg: ({ name, note }) => name === 'APP11' && note?.startsWith('JUMBF') === true,
  png: ({ name }) => name === 'caBX',
  isobmff: ({ name, note }) => name === 'uuid' && note === 'd8fec3d61b0e483c92975828877ec481',
};

/** Rejects only with the reason of `signal`. */
export async function readC2pa(
  path: string,
  structure: Pick<FileStructure, 'format' | 'parts' | 'partsOmitted'>,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<C2pa> {
  const marked = MARKS[structure.format];
  if (marked === undefined) return { status: 'not read', reason: `C2PA is not read in files of this format (${structure.format}).` };
  if (!structure.parts.some(marked)) {
    if (structure.partsOmitted > 0) return { status: 'not read', reason: 'The file has too many parts to look for a C2PA manifest.' };
    return { status: 'absent' };
  }
  if (sizeBytes > FILE_AT_MOST_BYTES)
    return { status: 'not read', reason: 'The file is larger than 256 MiB; its C2PA manifest was not validated.' };
  return await inThread(path, signal);
}

function inThread(path: string, signal: AbortSignal): Promise<C2pa> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./c2pa-worker.ts', import.meta.url), {
    workerData: { path },
    name: 'c2pa',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // Words of the library are no part of this program's output.
    stdout: true,
    stderr: true,
  });
  return askThread<C2pa>(worker, { timeoutMs: TIMEOUT_MS, signal, otherwise: (how) => ({ status: 'not read', reason: WHY[how] }) });
}

const WHY: Readonly<Record<Unanswered, string>> = {
  timeout: `Reading the C2PA manifest took longer than ${String(TIMEOUT_MS / 1000)} s.`,
  error: 'Reading the C2PA manifest ended with an error or beyond its memory.',
  exit: 'Reading the C2PA manifest ended without an answer.',
};
