/** Keeps the plots that are being looked at in a thread of its own, so that hours of film block nobody. */
import { Worker } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import type { FromPlots, PlotAnswer, PlotAsk, PlotSource, ToPlots } from './messages.ts';

/** Of a film of two hours a plot takes about 6 MB. */
const MOST_LOADED = 40;

interface Waiting {
  readonly resolve: (answer: PlotAnswer) => void;
  readonly reject: (error: unknown) => void;
}

export class PlotServer {
  #worker: Worker | null = null;
  /** In order of use, the latest last. */
  readonly #loaded = new Set<string>();
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  /** `key` names the plot; `source` is read when it is not loaded yet. Rejects with CASE_DAMAGED. */
  async tile(key: string, source: () => PlotSource, ask: Extract<PlotAsk, { kind: 'tile' }>): Promise<Uint8Array> {
    return new Uint8Array((await this.#ask(key, source, ask)) as ArrayBuffer);
  }

  /** Of each series. Rejects as `tile` does. */
  async values(key: string, source: () => PlotSource, here: { readonly frame: number; readonly us: number }): Promise<(number | null)[]> {
    return (await this.#ask(key, source, { kind: 'values', ...here })) as (number | null)[];
  }

  /** Forgets everything; the next question begins anew. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail(new Failure('CASE_NOT_OPEN'));
    await worker?.terminate();
  }

  #ask(key: string, source: () => PlotSource, ask: PlotAsk): Promise<PlotAnswer> {
    if (this.#loaded.delete(key)) this.#loaded.add(key);
    else this.#load(key, source());
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ kind: 'ask', id, key, ask });
    });
  }

  #load(key: string, source: PlotSource): void {
    this.#post({ kind: 'load', key, source });
    this.#loaded.add(key);
    for (const oldest of this.#loaded) {
      if (this.#loaded.size <= MOST_LOADED) break;
      this.#loaded.delete(oldest);
      this.#post({ kind: 'drop', key: oldest });
    }
  }

  #post(message: ToPlots): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    // The build of the Electron door rewrites this name to the bundle's.
    const worker = new Worker(new URL('./plot-worker.ts', import.meta.url), { name: 'plots' });
    // Plain data of our own thread.
    worker.on('message', (message: FromPlots) => this.#hear(message));
    const gone = (error: unknown): void => {
      if (this.#worker === worker) this.#fail(error);
    };
    worker.once('error', gone);
    worker.once('exit', () => gone(new Failure('CASE_NOT_OPEN')));
    worker.unref();
    return worker;
  }

  #hear(message: FromPlots): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new Failure(message.failure.code, message.failure.detail));
  }

  #fail(error: unknown): void {
    this.#worker = null;
    this.#loaded.clear();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
