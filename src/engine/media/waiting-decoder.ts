/**
 * ffmpeg that was started before it is needed and stays: packets of one film come through its stdin, the wanted frames go out of its stdout.
 * It may open no file at all; what it sees is what it is given.
 */
import { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { setTimeout as afterMs } from 'node:timers/promises';
import { must } from '../../base/assert.ts';
import { startTool, type StartedTool } from '../../base/node/spawn.ts';
import { openPipeInto, type PipeInto } from '../../base/node/wide-pipe.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { meaningOf, tellingAll } from './decoder-words.ts';
import { decodeArgs, exactTimes, MAX_PIXELS } from './input.ts';
import { MOST_PUSHERS, type Reading, type ReadPacket } from './packet-reader.ts';
import type { PacketTable } from './packet-table.ts';
import { PictureReader } from './picture-reader.ts';
import { pictureFilters } from './stills.ts';
import { matroskaHead, matroskaPacket } from './tiny-matroska.ts';
import { examinedStream, fullSize } from './working-size.ts';

/** A film that cannot be decoded this way, or not any more; the usual way is left. */
export class NotThisWay extends Error {
  override readonly name = 'NotThisWay';
}

export interface Film {
  readonly ffmpegPath: string;
  readonly facts: MediaFacts;
  readonly table: PacketTable;
  /** Packets from an entry on, given where the film ends to push its last frames out of the decoder; as often as is needed. */
  readonly pushers: readonly ReadPacket[];
}

/** Each holds one frame more back. They take turns, and every second picture may be one that takes no time: one more than there are cores. */
const THREADS = Math.min(4, availableParallelism() + 1);
/** For a person who waits, on a crowded machine; then the usual way begins. */
const STALL_MS = 20_000;
/** Given at once; between two pieces it is seen whether anybody still waits. */
const PIECE_BYTES = 256 << 10;
/** If the frame has not come out after the packets that push it, more are given one by one. */
const PATIENCE_MS = 100;
/** Ticks name frames, and must stay far below what ffmpeg takes for an error of the clock. */
const MOST_TICKS = 50_000_000;
/** End of sequence (H.265, 7.4.2.4.4): the entry that follows begins anew, wherever it lies. */
const HEVC_END = Buffer.from([0x48, 0x01]);

export class WaitingDecoder {
  readonly #film: Film;
  readonly #tool: StartedTool;
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #picturesIn: PictureReader;
  readonly #end: Buffer;
  /** Of the pictures that are to come out, in order. */
  #ticks: number[] = [];
  #pictures: Uint8Array[] = [];
  #words = '';
  #next = 2;
  /** Pushers that are given at once; learned from runs in which they were too few. */
  #enough: number;
  #broken: NotThisWay | null = null;
  #waiting: { readonly wanted: ReadonlyMap<number, number>; readonly got: Map<number, Uint8Array>; done(): void } | null = null;

  /** The process is started, nothing is given to it. */
  static async start(film: Film): Promise<WaitingDecoder> {
    const pictures = new PictureReader(fullSize(examinedStream(film.facts)));
    // Windows has no such pipe.
    const pipe = process.platform === 'win32' ? null : await openPipeInto(pictures.room, pictures.filled);
    return new WaitingDecoder(film, pictures, pipe);
  }

  private constructor(film: Film, pictures: PictureReader, pipe: PipeInto | null) {
    const stream = examinedStream(film.facts);
    this.#film = film;
    this.#picturesIn = pictures;
    // One for each frame that is held back to be put in order, and one for each further thread.
    this.#enough = film.table.reorder + THREADS - 1;
    this.#end = film.table.codec === 'hevc' ? withLength(HEVC_END, film.table.codecPrivate) : Buffer.alloc(0);
    const take = (picture: Uint8Array): void => {
      this.#pictures.push(picture);
      this.#match();
    };
    pictures.giveTo({ take, isOther: () => this.#break('a picture of another size') });
    const stdout = pipe === null ? {} : { stdout: pipe.writer };
    this.#tool = startTool(film.ffmpegPath, argsOf(film), { stdin: true, extraPipes: 1, reach: {}, ...stdout });
    const { child } = this.#tool;
    this.#stdin = must(child.stdin, 'stdin is a pipe');
    this.#stdin.on('error', () => this.#break('it does not read any more'));
    this.#stdout = pipe?.reader ?? must(child.stdout, 'stdout is a pipe');
    if (pipe === null) this.#stdout.on('data', (piece: Buffer) => pictures.copy(piece));
    const times = child.stdio[3];
    if (times instanceof Readable) times.on('data', (piece: Buffer) => this.#takeTimes(piece.toString('latin1')));
    // Any complaint, even one that may not concern the wanted frame; and what is made of other pictures is made otherwise here (ADR 0021).
    createInterface({ input: must(child.stderr, 'stderr is a pipe') }).on('line', (line) => {
      if (meaningOf(line) !== null) this.#break(line);
    });
    this.#tool.ended.then(
      () => this.#break('it has ended'),
      () => this.#break('it could not be started'),
    );
    // It must not keep a program from ending; while somebody waits, a timer does.
    child.unref();
    for (const pipe of this.#pipes()) pipe.unref();
    this.#stdin.write(
      matroskaHead({
        ...stream,
        codec: film.table.codec,
        codecPrivate: film.table.standIns?.codecPrivate ?? film.table.codecPrivate,
        width: stream.width,
        height: stream.height,
      }),
    );
  }

  get isBroken(): boolean {
    return this.#broken !== null || this.#next > MOST_TICKS;
  }

  /** Resolves when the process has gone. */
  async close(): Promise<void> {
    this.#tool.child.ref();
    for (const pipe of this.#pipes()) pipe.ref();
    this.#break('it was closed');
    await this.#tool.ended.catch(() => undefined);
  }

  #pipes(): Socket[] {
    return [...this.#tool.child.stdio, this.#stdout].filter((pipe) => pipe instanceof Socket);
  }

  /** Frames `first` to `last` as BMP, out of the packets that they need; one run at a time. Rejects with NotThisWay or the signal's reason. */
  async run(reading: Reading, first: number, last: number, signal?: AbortSignal): Promise<Map<number, Uint8Array>> {
    const { lowest, highest } = reading;
    const base = this.#next;
    // Pushers of our own come after the highest.
    this.#next = base + 2 * (highest - lowest + 1 + MOST_PUSHERS);
    // Even ticks for what is only decoded, odd ones for what is wanted.
    const ticksOf = (frame: number): number => base + 2 * (frame - lowest) + (frame >= first && frame <= last ? 1 : 0);
    const wanted = new Map<number, number>();
    for (let frame = first; frame <= last; frame += 1) wanted.set(ticksOf(frame), frame);
    const got = new Map<number, Uint8Array>();
    const all = Promise.withResolvers<null>();
    this.#waiting = { wanted, got, done: () => all.resolve(null) };
    const timer = setTimeout(() => this.#break('it takes too long'), STALL_MS);
    const leave = (): void => all.resolve(null);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await this.#feed(reading, ticksOf, all.promise, signal);
      // All pipes are looked at once more: a complaint may lie in another one than the picture did. The second turn begins after this one's look.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      if (this.#broken !== null) throw this.#broken;
      if (got.size < wanted.size) throw new NotThisWay('frames are missing');
      return got;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      this.#waiting = null;
    }
  }

  async #feed(
    { entry, packets }: Reading,
    ticksOf: (frame: number) => number,
    all: Promise<null>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const isLeft = (): boolean => signal?.aborted === true || this.#broken !== null || this.#isComplete();
    await this.#write(matroskaPacket(ticksOf(entry.frame), entry.isKey, [this.#end, entry.data]), all);
    const run = await packets;
    if (run === null) throw new NotThisWay('its packets are not what its record says');
    const pushers = this.#pushers(run.following, ticksOf);
    const others = run.needed.filter(({ frame }) => frame !== entry.frame);
    const whole = others.flatMap(({ frame, isKey, data }) => matroskaPacket(ticksOf(frame), isKey, [data]));
    for (let n = 0; n < this.#enough; n += 1) whole.push(...pushers.next().value);
    for (let at = 0; at < whole.length;) {
      if (isLeft()) return;
      const from = at;
      for (let bytes = 0; at < whole.length && bytes < PIECE_BYTES; at += 1) bytes += whole[at]?.length ?? 0;
      await this.#write(whole.slice(from, at), all);
    }
    this.#picturesIn.makeReady();
    while (!(await Promise.race([all.then(() => true), afterMs(PATIENCE_MS, false, { ref: false })])) && this.#enough < MOST_PUSHERS) {
      this.#enough += 1;
      await this.#write(pushers.next().value, all);
    }
    await all;
  }

  /** What the film goes on with, then its smallest group of pictures again and again. */
  *#pushers(following: readonly ReadPacket[], ticksOf: (frame: number) => number): Generator<Buffer[], never> {
    for (const { frame, isKey, data } of following) yield matroskaPacket(ticksOf(frame), isKey, [data]);
    const { pushers } = this.#film;
    const frames = pushers.map(({ frame }) => frame);
    const lowest = Math.min(...frames);
    for (;;) {
      const base = this.#next;
      this.#next += 2 * (Math.max(...frames) - lowest + 1);
      for (const [n, { frame, isKey, data }] of pushers.entries())
        yield matroskaPacket(base + 2 * (frame - lowest), isKey, n === 0 ? [this.#end, data] : [data]);
    }
  }

  /** Waits while the process reads more slowly than it is given. */
  async #write(pieces: readonly Buffer[], all: Promise<null>): Promise<void> {
    this.#stdin.cork();
    const isFull = pieces.map((piece) => this.#stdin.write(piece)).includes(false);
    this.#stdin.uncork();
    if (!isFull) return;
    const { promise, resolve } = Promise.withResolvers<null>();
    const go = (): void => resolve(null);
    this.#stdin.once('drain', go);
    await Promise.race([promise, all]);
    this.#stdin.off('drain', go);
  }

  #takeTimes(text: string): void {
    this.#words += text;
    const lines = this.#words.split('\n');
    this.#words = lines.pop() ?? '';
    for (const line of lines) {
      const found = /^frame:\d+ +pts:(\d+) /.exec(line);
      if (found !== null) this.#ticks.push(Number(found[1]));
    }
    this.#match();
  }

  /** The nth time belongs to the nth picture; those of a run that was given up belong to nobody. */
  #match(): void {
    while (this.#ticks.length > 0 && this.#pictures.length > 0) {
      const ticks = this.#ticks.shift();
      const picture = this.#pictures.shift();
      const frame = ticks === undefined ? undefined : this.#waiting?.wanted.get(ticks);
      if (frame !== undefined && picture !== undefined) this.#waiting?.got.set(frame, picture);
    }
    if (this.#isComplete()) this.#waiting?.done();
  }

  #isComplete(): boolean {
    return this.#waiting !== null && this.#waiting.got.size === this.#waiting.wanted.size;
  }

  #break(why: string): void {
    if (this.#broken !== null) return;
    this.#broken = new NotThisWay(why);
    this.#tool.kill();
    this.#stdout.destroy();
    this.#waiting?.done();
  }
}

function withLength(unit: Buffer, codecPrivate: Buffer): Buffer {
  const length = Buffer.alloc(((codecPrivate[21] ?? 0) & 3) + 1);
  length.writeUIntBE(unit.length, 0, length.length);
  return Buffer.concat([length, unit]);
}

function argsOf({ facts, table: { standIns } }: Film): string[] {
  const filters = [
    'select=mod(pts\\,2)',
    ...pictureFilters(facts, { threads: 2, as: 'gbrp' }),
    'scale=threads=2',
    'format=bgr24',
    // Says of each frame that goes out which one it is.
    "metadata=mode=add:key=wanted:value=1,metadata=mode=print:file='pipe\\:3':direct=1",
  ];
  return [
    ...['-hide_banner', ...tellingAll, '-nostdin', ...decodeArgs, '-protocol_whitelist', 'pipe'],
    ...['-max_pixels', String(MAX_PIXELS), '-format_whitelist', 'matroska', '-threads', String(THREADS)],
    ...(standIns === null ? [] : ['-skip_bottom', String(standIns.missingRows)]),
    // Nothing is guessed from the first packets: everything is in the head.
    ...['-probesize', '32', '-analyzeduration', '0', '-f', 'matroska', '-i', 'pipe:0'],
    ...['-map', '0:0', '-vf', filters.join(','), ...exactTimes],
    // An encoder with threads of its own would hold frames back.
    ...['-threads', '1', '-c:v', 'bmp', '-f', 'image2pipe', '-flush_packets', '1', 'pipe:1'],
  ];
}
