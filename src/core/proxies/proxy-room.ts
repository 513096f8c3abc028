/** The one proxy that may be made at a time: how it is told, how it is ended, and how a stored one is handed out. */
import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { sha256File } from '../../base/node/sha256-file.ts';
import type { Exhibit, Proxy, ProxyProgress, ProxyState } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import { makeProxy } from '../../engine/media/make-proxy.ts';
import { caseFiles } from '../../store/case-files.ts';
import type { ServedFile } from '../application.ts';
import type { Context, OpenCase } from '../context.ts';
import { checkExhibit } from '../exhibits/check-exhibit.ts';
import { fileFailure } from '../exhibits/found-file.ts';
import { keepProxy, storedProxy } from './keep-proxy.ts';

/** Windows are told at most so often. */
const TELL_EVERY_MS = 200;
const MIME_TYPES: Readonly<Record<string, string>> = { '.mp4': 'video/mp4', '.flac': 'audio/flac' };

interface Making {
  readonly stopping: AbortController;
  readonly ended: Promise<unknown>;
  progress: ProxyProgress;
}

export class ProxyRoom {
  readonly #context: Context;
  readonly #make: typeof makeProxy;
  #making: Making | null = null;
  /** Proxies whose hash was right: by path, with size and time of change. A player asks for many parts of one file. */
  readonly #checked = new Map<string, string>();

  /** `make` is replaced in tests. */
  constructor(context: Context, make: typeof makeProxy = makeProxy) {
    this.#context = context;
    this.#make = make;
  }

  /** Throws EXHIBIT_NOT_FOUND. */
  state(exhibitId: ExhibitId): ProxyState {
    const { store } = this.#context.current();
    store.exhibit(exhibitId);
    const progress = this.#making?.progress;
    return { proxy: proxyOf(storedProxy(store, exhibitId)), making: progress?.exhibitId === exhibitId ? progress : null };
  }

  /** Rejects with PROXY_BUSY, PROXY_CANCELLED, EXHIBIT_ALTERED and as makeProxy does; then nothing was kept. */
  async make(exhibitId: ExhibitId): Promise<Proxy> {
    const opened = this.#context.current();
    const exhibit = opened.store.exhibit(exhibitId);
    if (exhibit.kind === 'image') throw new Failure('PROXY_NOT_FOUND', `${exhibitId} is a picture: nothing of it is played`);
    if (this.#making !== null) throw new Failure('PROXY_BUSY', this.#making.progress.exhibitId);
    const stopping = new AbortController();
    const film = exhibit.kind === 'video';
    const index = film ? must(opened.store.frameIndex(exhibitId), 'a film has a frame index') : null;
    const progress: ProxyProgress = {
      exhibitId,
      stage: 'making',
      unit: film ? 'frames' : 'us',
      done: 0,
      total: index === null ? exhibit.facts.durationUs : index.pts.length,
    };
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    this.#making = { stopping, ended, progress };
    let proxy: Proxy | null = null;
    try {
      proxy = await this.#run(opened, exhibit, index, stopping.signal);
      return proxy;
    } catch (error) {
      throw stopping.signal.aborted ? new Failure('PROXY_CANCELLED', exhibitId, { cause: error }) : error;
    } finally {
      this.#making = null;
      resolve(undefined);
      this.#context.emit({ type: 'exhibits.proxyEnded', exhibitId, proxy });
    }
  }

  /** Says whether anything ran. */
  cancel(): boolean {
    this.#making?.stopping.abort();
    return this.#making !== null;
  }

  /** Resolves when nothing is made any more and nothing half done lies about. */
  async stop(): Promise<void> {
    this.#making?.stopping.abort();
    await this.#making?.ended;
  }

  /** Rejects with EXHIBIT_NOT_FOUND, PROXY_NOT_FOUND or PROXY_ALTERED. */
  async file(exhibitId: ExhibitId): Promise<ServedFile> {
    const { store, folder } = this.#context.current();
    store.exhibit(exhibitId);
    const proxy = storedProxy(store, exhibitId);
    if (proxy === null) throw new Failure('PROXY_NOT_FOUND', exhibitId);
    if (!(await this.#isWhole(folder, proxy))) throw new Failure('PROXY_ALTERED', proxy.name);
    const path = join(folder, proxy.path);
    return { path, sizeBytes: proxy.sizeBytes, mimeType: must(MIME_TYPES[extname(path)], 'proxies have one of two endings') };
  }

  async #run(opened: OpenCase, exhibit: Exhibit, index: Parameters<typeof makeProxy>[0]['index'], signal: AbortSignal): Promise<Proxy> {
    const { store, folder } = opened;
    const there = storedProxy(store, exhibit.id);
    if (there !== null && (await this.#isWhole(folder, there))) return must(proxyOf(there), 'it is there');
    const tools = await this.#context.tools();
    await checkExhibit(store, exhibit.id);
    signal.throwIfAborted();
    // Where half an import would lie: the next opening of the case clears it after a crash.
    const room = join(caseFiles(folder).incoming, `${randomBytes(12).toString('hex')}.proxy`);
    this.#tell(true);
    try {
      makeFolder(room);
      const made = await this.#make({
        path: store.exhibitPath(exhibit.id),
        facts: exhibit.facts,
        index,
        tools,
        folder: room,
        signal,
        onProgress: this.#teller(),
      });
      signal.throwIfAborted();
      await keepProxy(opened, exhibit, made, tools);
    } catch (error) {
      throw error instanceof Error && 'code' in error && !(error instanceof Failure) ? fileFailure(error, 'FILE_CHANGED') : error;
    } finally {
      await rm(room, { recursive: true, force: true });
    }
    return must(proxyOf(storedProxy(store, exhibit.id)), 'it was just stored');
  }

  #teller(): (done: number | null) => void {
    return (done) => {
      const making = must(this.#making, 'only what runs tells how far it is');
      making.progress = done === null ? { ...making.progress, stage: 'checking' } : { ...making.progress, done };
      this.#tell(done === null);
    };
  }

  #told = Number.NEGATIVE_INFINITY;
  #tell(always: boolean): void {
    const now = performance.now();
    if (this.#making === null || (!always && now - this.#told < TELL_EVERY_MS)) return;
    this.#told = now;
    this.#context.emit({ type: 'exhibits.proxying', progress: this.#making.progress });
  }

  async #isWhole(folder: string, proxy: NonNullable<ReturnType<typeof storedProxy>>): Promise<boolean> {
    const path = join(folder, proxy.path);
    try {
      const { size, mtimeMs, ino } = await stat(path);
      if (size !== proxy.sizeBytes) return false;
      const mark = `${String(size)} ${String(mtimeMs)} ${String(ino)}`;
      if (this.#checked.get(path) === mark) return true;
      if ((await sha256File(path)) !== proxy.sha256) return false;
      this.#checked.set(path, mark);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }
}

function proxyOf(stored: ReturnType<typeof storedProxy>): Proxy | null {
  if (stored === null) return null;
  const { exhibitId, name, sizeBytes, sha256, startUs } = stored;
  return { exhibitId, name, sizeBytes, sha256, startUs };
}
