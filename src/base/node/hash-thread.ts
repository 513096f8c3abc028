/** MD5 beside the thread that computes SHA-256 and SHA-1: it takes as long as the two together. */
import { Worker } from 'node:worker_threads';
import { must } from '../assert.ts';
import { Failure } from '../failure.ts';

export type ToHashThread = Uint8Array | 'end';
export type FromHashThread = 'read' | { readonly digest: string };

export class HashThread {
  // The build of the Electron door rewrites this name to the bundle's.
  readonly #worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { name: 'md5' });
  readonly #waiting: PromiseWithResolvers<FromHashThread>[] = [];
  #broke: Failure | null = null;

  constructor() {
    this.#worker.on('message', (answer: FromHashThread) => {
      must(this.#waiting.shift(), 'every answer was asked for').resolve(answer);
    });
    this.#worker.on('error', (error: unknown) => this.#break(error));
    this.#worker.on('exit', () => this.#break(null));
  }

  /** Shared memory is read where it lies and must stay as it is until this resolves; anything else is copied now. */
  update(piece: Uint8Array): Promise<unknown> {
    if (piece.buffer instanceof SharedArrayBuffer) return this.#ask(piece, []);
    const copy = new Uint8Array(piece);
    return this.#ask(copy, [copy.buffer]);
  }

  /** Lower-case hexadecimal; the thread ends. */
  async digest(): Promise<string> {
    const answer = await this.#ask('end', []);
    return must(answer === 'read' ? null : answer, 'the end is answered with the digest').digest;
  }

  /** Nothing waits for it any more. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(message: ToHashThread, transferred: readonly ArrayBuffer[]): Promise<FromHashThread> {
    const waiting = Promise.withResolvers<FromHashThread>();
    // Whoever awaits it later gets the error then.
    waiting.promise.catch(() => undefined);
    if (this.#broke === null) {
      this.#waiting.push(waiting);
      this.#worker.postMessage(message, transferred);
    } else waiting.reject(this.#broke);
    return waiting.promise;
  }

  #break(cause: unknown): void {
    this.#broke ??= new Failure('APP_INTERNAL', 'the thread that hashes ended early', { cause });
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#broke);
  }
}
