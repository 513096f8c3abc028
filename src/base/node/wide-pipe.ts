/** A way out for a program that writes much: read into one piece of memory, where a stream takes new memory for every 64 KiB. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a socket holds by itself is less; more would not be filled. */
const PIECE_BYTES = 256 << 10;

export interface WidePipe {
  /** The end for the program; startTool closes ours. */
  readonly writer: Socket;
  /** To be iterated once, to its end or left; a piece is valid until the next one is asked for. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** A socket in a folder that only this user may enter, gone from there before anything is written. Not on Windows. */
export async function openWidePipe(): Promise<WidePipe> {
  const folder = await mkdtemp(join(tmpdir(), 'penumbra-pipe-'));
  const server = createServer({ pauseOnConnect: true });
  try {
    const path = join(folder, 'pipe');
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const pieces = new Pieces(path);
    return { writer: await Promise.race([connected, pieces.failed]), pieces };
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Pieces implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #socket: Socket;
  /** Rejects when there is no way to the other end. */
  readonly failed: Promise<never>;
  #wake: (() => void) | null = null;
  #piece: Uint8Array | null = null;
  #closed = false;

  constructor(path: string) {
    this.#socket = connect({
      path,
      onread: { buffer: Buffer.allocUnsafeSlow(PIECE_BYTES), callback: (bytes, buffer) => this.#take(bytes, buffer) },
    });
    this.failed = new Promise<never>((_resolve, reject) => this.#socket.once('error', reject));
    // Later a broken way is seen as its end; why the program went is told by its exit.
    this.failed.catch(() => undefined);
    this.#socket.once('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  /** False: nothing more is read before it is asked for. */
  #take(bytes: number, buffer: Uint8Array): boolean {
    this.#piece = buffer.subarray(0, bytes);
    this.#wake?.();
    return false;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#piece === null && !this.#closed) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      this.#socket.resume();
      await woken;
    }
    const piece = this.#piece;
    this.#piece = null;
    return piece === null ? { done: true, value: undefined } : { done: false, value: piece };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#socket.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }
}
