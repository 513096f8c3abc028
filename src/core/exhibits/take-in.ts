/** One original becomes one exhibit, or one more acquisition of an exhibit that is already there. */
import { chmod, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import { syncFolder } from '../../base/node/atomic-write.ts';
import { hashWhileCopy, type Copied } from '../../base/node/sha256-file.ts';
import { Failure } from '../../base/failure.ts';
import type { AppEvent } from '../../contract/index.ts';
import type { Exhibit, Hashes, ImportOutcome } from '../../contract/exhibits.ts';
import { probe } from '../../engine/media/probe.ts';
import { exhibitRelativePath } from '../../store/case-files.ts';
import { entryFor } from '../../store/entries.ts';
import type { Acquisition } from '../../store/records.ts';
import type { OpenCase, Tools } from '../context.ts';
import { fileFailure } from './found-file.ts';
import { markMove, newIncomingPath } from './incoming.ts';
import { keepProbe, PROBE_KIND } from './keep-probe.ts';
import { KNOWN_EXTENSIONS } from './serve-exhibit.ts';

/** A file as it comes, from a disk or from a window. */
export interface Arrival {
  readonly received: 'path' | 'bytes';
  readonly expectedBytes: number | null;
  readonly modifiedAtMs: number | null;
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

export interface Known {
  readonly sizeBytes: number;
  readonly hashes: Hashes;
}

export interface TakeIn {
  readonly opened: OpenCase;
  readonly name: string;
  readonly arrival: Arrival;
  /** Looked for while the file is copied. */
  readonly tools: Promise<Tools>;
  readonly signal: AbortSignal;
  /** Filled as soon as the hashes are known, so that a refusal can state them. */
  readonly known: { value: Known | null };
  readonly reached: (point: string) => void;
  readonly emit: (event: AppEvent) => void;
}

/** Windows hear of a copy's progress this often, bytes. */
const PROGRESS_BYTES = 8 << 20;

export async function takeIn(task: TakeIn): Promise<ImportOutcome> {
  const { opened, name } = task;
  const temporary = newIncomingPath(opened.folder);
  let onDisk: Promise<void> | null = null;
  try {
    const copied = await copy(task, temporary);
    onDisk = copied.onDisk;
    task.reached('copied');
    const { sizeBytes, ...hashes } = copied.hashes;
    task.known.value = { sizeBytes, hashes };
    const tools = await task.tools;
    const existing = opened.store.exhibitBySha256(hashes.sha256);
    if (existing !== null) return { outcome: 'duplicate', name, exhibit: await again(task, existing, temporary, onDisk) };
    // The copy is read while the disk still takes it in.
    const probed = await probe(temporary, tools, task.signal);
    task.reached('probed');
    await arrived(onDisk);
    const extension = safeExtension(name);
    const mark = await place(opened.folder, temporary, hashes.sha256, extension, task.reached);
    const exhibit = record(task, hashes, sizeBytes, extension, probed);
    task.reached('recorded');
    await rm(mark, { force: true });
    await keepProbe(opened, exhibit, probed.raw, tools);
    return { outcome: 'imported', name, exhibit };
  } finally {
    await onDisk?.catch(() => undefined);
    await rm(temporary, { force: true });
  }
}

async function copy(task: TakeIn, temporary: string): Promise<Copied> {
  const { arrival, name, emit } = task;
  const { expectedBytes } = arrival;
  let told = 0;
  const tell = (bytesDone: number): void => emit({ type: 'exhibits.importing', name, bytesDone, bytesTotal: expectedBytes });
  tell(0);
  const onBytes = (bytesDone: number): void => {
    task.reached('copying');
    if (bytesDone - told < PROGRESS_BYTES) return;
    told = bytesDone;
    tell(bytesDone);
  };
  const copied = await arrived(hashWhileCopy(untilStopped(arrival.bytes, task.signal), temporary, { expectedBytes, onBytes }));
  tell(copied.hashes.sizeBytes);
  return copied;
}

const arrived = <T>(copying: Promise<T>): Promise<T> =>
  copying.catch((error: unknown) => {
    throw fileFailure(error, 'FILE_CHANGED');
  });

async function* untilStopped(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    yield chunk;
  }
}

/** Read-only, on the disk, under its hash; returns the mark to remove once it is recorded. */
async function place(
  caseFolder: string,
  temporary: string,
  sha256: string,
  extension: string,
  reached: TakeIn['reached'],
): Promise<string> {
  try {
    const target = join(caseFolder, exhibitRelativePath(sha256, extension));
    await chmod(temporary, 0o444);
    const mark = await markMove(caseFolder, sha256);
    reached('marked');
    makeFolder(dirname(target));
    await rename(temporary, target);
    reached('moved');
    await syncFolder(dirname(target));
    await syncFolder(dirname(dirname(target)));
    return mark;
  } catch (error) {
    const failure = fileFailure(error, 'FILE_CHANGED');
    throw failure.code === 'DISK_FULL' ? failure : new Failure('CASE_READ_ONLY', undefined, { cause: error });
  }
}

const isoOrNull = (ms: number | null): string | null =>
  ms === null || !Number.isFinite(ms) ? null : new Date(Math.floor(ms)).toISOString();

interface Recorded {
  readonly exhibit: Exhibit;
  readonly acquisition: Acquisition;
}

function record(task: TakeIn, hashes: Hashes, sizeBytes: number, extension: string, probed: Awaited<ReturnType<typeof probe>>): Exhibit {
  const { opened, name, arrival } = task;
  const sourceModifiedAtUtc = isoOrNull(arrival.modifiedAtMs);
  const recorded = opened.store.act(
    ({ exhibit, acquisition }: Recorded) => entryFor.exhibitImported(opened.actor, exhibit, acquisition, probed.index),
    (tx) => {
      const exhibit = tx.addExhibit({
        originalName: name,
        sizeBytes,
        hashes,
        extension,
        sourceModifiedAtUtc,
        facts: probed.facts,
        index: probed.index,
      });
      const acquisition = tx.addAcquisition({ exhibitId: exhibit.id, name, sizeBytes, sourceModifiedAtUtc, received: arrival.received });
      return { exhibit, acquisition };
    },
  );
  return recorded.exhibit;
}

/** The same bytes: no second exhibit, but a second entry. A stored copy that was lost is given back. */
async function again(task: TakeIn, exhibit: Exhibit, temporary: string, onDisk: Promise<void>): Promise<Exhibit> {
  const { opened, name, arrival } = task;
  const stored = opened.store.exhibitPath(exhibit.id);
  const tools = await task.tools;
  if (!(await isThere(stored))) {
    await arrived(onDisk);
    await chmod(temporary, 0o444);
    makeFolder(dirname(stored));
    await rename(temporary, stored);
    await syncFolder(dirname(stored));
  }
  opened.store.act(
    (acquisition: Acquisition) => entryFor.exhibitImportedAgain(opened.actor, exhibit, acquisition),
    (tx) =>
      tx.addAcquisition({
        exhibitId: exhibit.id,
        name,
        sizeBytes: exhibit.sizeBytes,
        sourceModifiedAtUtc: isoOrNull(arrival.modifiedAtMs),
        received: arrival.received,
      }),
  );
  // A crash between the two acts of the first import left the exhibit without ffprobe's own words.
  if (!opened.store.derivedFiles(exhibit.id).some(({ kind }) => kind === PROBE_KIND)) {
    await keepProbe(opened, exhibit, (await probe(stored, tools, task.signal)).raw, tools);
  }
  return exhibit;
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw new Failure('EXHIBIT_MISSING', undefined, { cause: error });
  }
}

function safeExtension(name: string): string {
  const extension = extname(name).slice(1).toLowerCase();
  return KNOWN_EXTENSIONS.has(extension) ? extension : 'bin';
}
