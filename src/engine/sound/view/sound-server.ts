/** Keeps the recordings that are being looked at, each in a thread of its own, and the tiles that were just made. */
import { Worker } from 'node:worker_threads';
import { must } from '../../../base/assert.ts';
import { Failure } from '../../../base/failure.ts';
import type { SoundMeasures } from '../../../contract/sound.ts';
import type { SoundSource } from './decode-sound.ts';
import type { FromSound, SoundAsk, SoundState, ToSound } from './messages.ts';

/** Recordings open at a time: the one looked at, and the one before it. */
const MOST_OPEN = 2;
/** Tiles kept in memory for each recording; about 60 of 48 kHz under the narrow window's 8192 points. */
const KEPT_BYTES = 128 << 20;
/** A thread in the middle of a tile or a measure is given so long to close by itself. */
const CLOSE_MS = 2000;

export class SoundServer {
  readonly #folder: string;
  /** In order of use, the latest last. */
  readonly #open = new Map<string, OpenRecording>();

  /** Working copies lie in `folder` while recordings are open. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `key` names the exhibit (its hash). How far it is; the first call begins. Rejects with what decoding failed with. */
  async state(key: string, source: SoundSource): Promise<SoundState> {
    return this.#recording(key, source).state();
  }

  /** 16-bit levels or 32-bit peaks, see base/sound-grid. Rejects with SOUND_NOT_READY or APP_BAD_REQUEST besides. */
  async tile(key: string, source: SoundSource, ask: Extract<SoundAsk, { kind: 'tile' | 'peaks' }>): Promise<Uint8Array> {
    return this.#recording(key, source).bytes(ask);
  }

  /** Rejects with SOUND_NOT_READY, SOUND_STRETCH_UNUSABLE or APP_BAD_REQUEST besides. */
  async measure(key: string, source: SoundSource, ask: Extract<SoundAsk, { kind: 'measure' }>): Promise<SoundMeasures> {
    return this.#recording(key, source).measure(ask);
  }

  /** Ends all threads; their working copies are gone then. */
  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map((recording) => recording.close()));
  }

  #recording(key: string, source: SoundSource): OpenRecording {
    let recording = this.#open.get(key);
    this.#open.delete(key);
    // One that failed says so once, and is tried anew when it is asked for again.
    if (recording === undefined || recording.failureTold) {
      void recording?.close();
      recording = new OpenRecording(source, this.#folder);
    }
    this.#open.set(key, recording);
    for (const [oldest, one] of this.#open) {
      if (this.#open.size <= MOST_OPEN) break;
      this.#open.delete(oldest);
      void one.close();
    }
    return recording;
  }
}

interface Waiting {
  readonly resolve: (answer: ArrayBuffer | SoundMeasures) => void;
  readonly reject: (error: unknown) => void;
}

class OpenRecording {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #kept = new Map<string, Promise<Uint8Array>>();
  readonly #first = Promise.withResolvers<SoundState>();
  #bytes = 0;
  #asked = 0;
  #state: SoundState | null = null;
  #failure: unknown = null;
  #failureTold = false;
  #closed = false;

  constructor(source: SoundSource, folder: string) {
    // The build of the Electron door rewrites this name to the bundle's.
    this.#worker = new Worker(new URL('./sound-worker.ts', import.meta.url), { workerData: { ...source, folder }, name: 'sound' });
    this.#first.promise.catch(() => undefined);
    // Plain data of our own thread.
    this.#worker.on('message', (message: FromSound) => this.#hear(message));
    this.#worker.once('error', (error) => this.#fail(error));
    this.#worker.once('exit', () => this.#fail(new Failure('SOUND_NOT_READY', 'closed')));
  }

  get failureTold(): boolean {
    return this.#failureTold;
  }

  async state(): Promise<SoundState> {
    await this.#first.promise.catch(() => undefined);
    if (this.#failure !== null) {
      this.#failureTold = true;
      throw this.#failure as Error;
    }
    return must(this.#state, 'the first state has come');
  }

  bytes(ask: Extract<SoundAsk, { kind: 'tile' | 'peaks' }>): Promise<Uint8Array> {
    const name = JSON.stringify(ask);
    const kept = this.#kept.get(name);
    if (kept !== undefined) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return kept;
    }
    const asked = this.#ask(ask).then((bytes) => new Uint8Array(bytes as ArrayBuffer));
    this.#kept.set(name, asked);
    asked.then(
      (bytes) => this.#count(bytes.byteLength),
      () => void this.#kept.delete(name),
    );
    return asked;
  }

  measure(ask: Extract<SoundAsk, { kind: 'measure' }>): Promise<SoundMeasures> {
    return this.#ask(ask) as Promise<SoundMeasures>;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#post({ kind: 'close' });
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_MS);
    if (this.#worker.threadId !== -1) await gone;
    clearTimeout(timer);
  }

  /** Oldest tiles go first; the sizes are known only when they have come, so the count is kept here. */
  #count(bytes: number): void {
    this.#bytes += bytes;
    for (const [name, tile] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES || this.#kept.size < 2) break;
      this.#kept.delete(name);
      void tile.then((gone) => (this.#bytes -= gone.byteLength));
      // What was dropped is subtracted a moment later; one at a time is enough.
      break;
    }
  }

  async #ask(ask: SoundAsk): Promise<ArrayBuffer | SoundMeasures> {
    await this.#first.promise;
    if (this.#failure !== null) throw this.#failure as Error;
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ kind: 'ask', id, ask });
    });
  }

  #post(message: ToSound): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromSound): void {
    switch (message.kind) {
      case 'state':
        this.#state = message.state;
        this.#first.resolve(message.state);
        return;
      case 'failed':
        this.#fail(new Failure(message.failure.code, message.failure.detail));
        return;
      case 'bytes':
        this.#settle(message.id)?.resolve(message.bytes);
        return;
      case 'measures':
        this.#settle(message.id)?.resolve(message.measures);
        return;
      case 'refused':
        this.#settle(message.id)?.reject(new Failure(message.failure.code, message.failure.detail));
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#first.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
