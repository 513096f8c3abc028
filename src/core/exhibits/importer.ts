/** Imports originals one after another: copy and hash in one read, probe the copy, put it in its place, record it. */
import { Failure, toWireError } from '../../base/failure.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { AppEvent } from '../../contract/index.ts';
import { entryFor } from '../../store/entries.ts';
import type { IncomingFile } from '../application.ts';
import { OneAtATime } from '../cases/one-at-a-time.ts';
import type { Context, OpenCase } from '../context.ts';
import { findFiles, fileFailure, type FoundFile } from './found-file.ts';
import { openOriginal } from './read-original.ts';
import { takeIn, type Arrival, type Known } from './take-in.ts';

export class Importer {
  readonly #context: Context;
  readonly #turns = new OneAtATime();
  readonly #reached: (point: string) => void;
  #stopping = new AbortController();
  #current: AbortController | null = null;

  /** `reached` is called at each named step; tests let the process die there. */
  constructor(context: Context, reached: (point: string) => void = () => undefined) {
    this.#context = context;
    this.#reached = reached;
  }

  /**
   * Files and folders; one outcome for each file found, in a fixed order. Rejects with CASE_NOT_OPEN, TOOL_MISSING, DISK_FULL.
   * Of several files the ledger says before the first how many there are, and behind the last that this was the end.
   */
  importPaths(paths: readonly string[]): Promise<ImportOutcome[]> {
    return this.#turns.run(async () => {
      const opened = this.#context.current();
      const signal = this.#stopping.signal;
      const files: FoundFile[] = [];
      for await (const found of findFiles(paths, opened.folder)) files.push(found);
      const outcomes: ImportOutcome[] = [];
      const takeAll = async (): Promise<void> => {
        for (const { name, source } of files) {
          refuseStopped(signal);
          const open = (): Promise<Arrival> => ('path' in source ? arrivalFromPath(source.path) : Promise.reject(source.refused));
          outcomes.push(await this.#one(opened, name, signal, open));
        }
      };
      if (files.length < 2) await takeAll();
      else await betweenEntries(opened, files, outcomes, takeAll);
      return outcomes;
    });
  }

  /** A file that a window hands over as bytes. */
  importBytes(file: IncomingFile): Promise<ImportOutcome> {
    return this.#turns.run(() => {
      const name = file.name.split(/[/\\]/).at(-1) ?? '';
      return this.#one(this.#context.current(), name === '' ? 'unnamed' : name, this.#stopping.signal, () =>
        Promise.resolve(arrivalFromBytes(file)),
      );
    });
  }

  /** Ends a running import after removing its half copy; resolves when nothing writes to the case any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#turns.run(() => Promise.resolve());
    this.#stopping = new AbortController();
  }

  /** The file that is being taken in ends as refused; those behind it go on. `false` when there is none. */
  cancelCurrent(): boolean {
    this.#current?.abort();
    return this.#current !== null;
  }

  async #one(opened: OpenCase, foundName: string, stopped: AbortSignal, open: () => Promise<Arrival>): Promise<ImportOutcome> {
    const name = printable(foundName);
    const known: { value: Known | null } = { value: null };
    const cancelling = new AbortController();
    this.#current = cancelling;
    const needless = new AbortController();
    const signal = AbortSignal.any([stopped, cancelling.signal, needless.signal]);
    let outcome: ImportOutcome;
    try {
      const tools = this.#context.tools();
      // What cannot be probed need not be copied to its end.
      tools.catch((error: unknown) => needless.abort(error));
      const arrival = await open();
      const emit = (event: AppEvent): void => {
        this.#context.emit(event);
      };
      try {
        outcome = await takeIn({ opened, name, arrival, tools, signal, known, reached: this.#reached, emit });
      } finally {
        await arrival.close();
      }
    } catch (thrown) {
      refuseStopped(stopped);
      const error = cancelling.signal.aborted ? new Failure('IMPORT_CANCELLED', undefined, { cause: thrown }) : thrown;
      // Without ffmpeg no file can be examined: that is this machine's fault, not the file's.
      if (needless.signal.aborted || (error instanceof Failure && error.code === 'TOOL_MISSING')) throw error;
      // Our own bug refuses this file alone: the ledger says only that, its words belong on stderr.
      if (!(error instanceof Failure)) console.error(`${name}:`, error);
      const wire = toWireError(error);
      opened.store.note(entryFor.exhibitRefused(opened.actor, name, wire, known.value));
      outcome = { outcome: 'refused', name, error: wire };
    } finally {
      this.#current = null;
    }
    this.#context.emit({ type: 'exhibits.imported', outcome });
    return outcome;
  }
}

/** A process that dies between the two entries leaves the first one alone: see unfinishedImport. */
async function betweenEntries(
  opened: OpenCase,
  files: readonly FoundFile[],
  outcomes: readonly ImportOutcome[],
  work: () => Promise<void>,
): Promise<void> {
  const { actor, store } = opened;
  const { id } = store.info();
  const names = files.map(({ name }) => printable(name));
  const { seq } = store.note(entryFor.importStarted(actor, id, names));
  let error: unknown = null;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    store.note(entryFor.importEnded(actor, id, seq, outcomes, error === null ? null : toWireError(error)));
  }
}

function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('CASE_NOT_OPEN', 'the case was closed during the import');
}

async function arrivalFromPath(path: string): Promise<Arrival> {
  const original = await openOriginal(path);
  return { ...original, received: 'path', expectedBytes: original.sizeBytes };
}

function arrivalFromBytes(file: IncomingFile): Arrival {
  return {
    received: 'bytes',
    expectedBytes: file.sizeBytes,
    modifiedAtMs: file.modifiedAtMs,
    bytes: (async function* () {
      let received = 0;
      try {
        for await (const chunk of file.bytes) {
          received += chunk.length;
          yield chunk;
        }
      } catch (error) {
        // The window went away, or the connection broke: what came so far is not the file.
        throw error instanceof Failure ? error : new Failure('FILE_CHANGED', undefined, { cause: fileFailure(error, 'FILE_CHANGED') });
      }
      if (received === 0) throw new Failure('FILE_EMPTY');
      if (file.sizeBytes !== null && received !== file.sizeBytes) throw new Failure('FILE_CHANGED');
    })(),
    close: () => Promise.resolve(),
  };
}

/** Control characters in a name would reach terminals and reports; U+FFFD stands for each. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what is replaced here
const printable = (name: string): string => name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd').toWellFormed();
