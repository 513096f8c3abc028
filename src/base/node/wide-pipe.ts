/** A way out for a program that writes much: read into one piece of memory, where a stream takes new memory for every 64 KiB. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type OnReadOpts, type Socket } from 'node:net';
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
  const pieces = new Pieces();
  const { writer, reader } = await openPair(pieces.reading);
  pieces.from(reader);
  return { writer, pieces };
}

export interface PipeInto {
  /** As that of a WidePipe. */
  readonly writer: Socket;
  /** Reads at once, and all the time; destroyed by whoever asked. */
  readonly reader: Socket;
}

/** As a WidePipe, read where `room` says, which is never empty: nothing is copied. `filled` is told how many bytes came there. */
export async function openPipeInto(room: () => Uint8Array, filled: (bytes: number) => void): Promise<PipeInto> {
  const callback = (bytes: number): boolean => {
    filled(bytes);
    return true;
  };
  return openPair({ buffer: room, callback });
}

async function openPair(onread: OnReadOpts): Promise<PipeInto> {
  // A short name, and no process in it: a system gives the path of a socket about a hundred bytes, and nothing lies here but the socket.
  const folder = await mkdtemp(join(tmpdir(), 'penumbra-'));
  const server = createServer({ pauseOnConnect: true });
  try {
    const path = join(folder, 'pipe');
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const reader = connect({ path, onread });
    const failed = new Promise<never>((_resolve, reject) => reader.once('error', reject));
    // Later a broken way is seen as its end; why the program went is told by its exit.
    failed.catch(() => undefined);
    return { writer: await Promise.race([connected, failed]), reader };
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Pieces implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly reading: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(PIECE_BYTES),
    callback: (bytes, buffer) => this.#take(bytes, buffer),
  };
  #socket: Socket | null = null;
  #wake: (() => void) | null = null;
  #piece: Uint8Array | null = null;
  #closed = false;

  from(socket: Socket): void {
    this.#socket = socket;
    socket.once('close', () => {
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
      this.#socket?.resume();
      await woken;
    }
    const piece = this.#piece;
    this.#piece = null;
    return piece === null ? { done: true, value: undefined } : { done: false, value: piece };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#socket?.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }
}
