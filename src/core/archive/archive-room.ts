/** The one export or import of a case that may run at a time: where it goes, how it is told and how it is ended. */
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import type { ArchiveExport, ArchiveImport, ArchivePlace, ArchiveProgress } from '../../contract/archives.ts';
import { slug } from '../cases/slug.ts';
import { typedFolder } from '../cases/typed-folder.ts';
import type { Context } from '../context.ts';
import { exportCase } from './export-case.ts';
import { importCase, type Imported } from './import-case.ts';

/** Windows are told at most so often: the bytes go by much quicker than anyone reads. */
const TELL_EVERY_MS = 100;

export class ArchiveRoom {
  readonly #context: Context;
  #running: { readonly stopping: AbortController; readonly act: 'export' | 'import'; readonly ended: Promise<unknown> } | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  export({ path }: z.output<typeof ArchivePlace>): Promise<ArchiveExport> {
    const opened = this.#context.current();
    return this.#run('export', (given) => exportCase(opened, typedFolder(path), given));
  }

  /** Resolves with the folder of the imported case, and what was found of its seals. */
  import({ path, importer, folder }: z.output<typeof ArchiveImport>): Promise<Pick<Imported, 'seals'> & { readonly folder: string }> {
    const archive = typedFolder(path);
    const name = `${slug(basename(archive).replace(/\.zip$/i, ''))}-${randomBytes(4).toString('hex')}`;
    const target = folder === undefined ? join(this.#context.ports.dataFolder, 'cases', name) : typedFolder(folder);
    return this.#run('import', async (given) => {
      const { seals } = await importCase(archive, target, { ...given, importer });
      return { folder: target, seals };
    });
  }

  /** Says whether anything ran. */
  cancel(): boolean {
    this.#running?.stopping.abort();
    return this.#running !== null;
  }

  /** An export reads the open case, so the case is closed only when it has ended; an import does not touch it. */
  async stopExport(): Promise<void> {
    if (this.#running?.act === 'export') await this.stop();
  }

  /** Resolves when nothing runs any more and nothing half done lies about. */
  async stop(): Promise<void> {
    this.#running?.stopping.abort();
    await this.#running?.ended;
  }

  #run<T>(act: 'export' | 'import', work: (given: Parameters<typeof exportCase>[2]) => Promise<T>): Promise<T> {
    if (this.#running !== null) return Promise.reject(new Failure('ARCHIVE_BUSY'));
    const stopping = new AbortController();
    const { version, now } = this.#context.ports;
    const done = work({ version, now, signal: stopping.signal, onProgress: this.#teller() });
    const ended = done
      .catch(() => undefined) // whoever asked gets the rejection
      .finally(() => (this.#running = null));
    this.#running = { stopping, act, ended };
    return done;
  }

  #teller(): (progress: ArchiveProgress) => void {
    let told = Number.NEGATIVE_INFINITY;
    return (progress) => {
      const now = performance.now();
      if (now - told < TELL_EVERY_MS) return;
      told = now;
      this.#context.emit({ type: 'cases.archiving', progress });
    };
  }
}
