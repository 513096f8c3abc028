/**
 * Frames to look at, quickly: a decoder that waits is given just the packets that a frame needs. It is used for a film only after it gave the
 * same bytes as the usual way (stills.ts) for the frames asked for first and for one that needs many others, and never again after anything
 * was unusual.
 */
import { areEntries, readPackets, readRange } from './packet-reader.ts';
import { readPacketTable, type PacketTable } from './packet-table.ts';
import { decodeStills, type StillSource } from './stills.ts';
import { WaitingDecoder, type Film } from './waiting-decoder.ts';
import { fullSize, examinedStream } from './working-size.ts';

/** Larger pictures are shorter as PNG, and whoever waits for one waits for its decoding. */
const MOST_BMP_BYTES = 64 << 20;
/** Films whose decoders wait, about 100 MB each at 1080p. */
const MOST_FILMS = 3;
/** After so long a decoder ends; it begins again with the next frame. */
const IDLE_MS = 120_000;
/** Packets kept to push frames out; most films need three or four. */
const PUSHERS = 6;
/** Frames from the first one to one that the quick way is proved with: two seconds, so that the proof takes less than one. */
const MOST_FAR = 49;

interface Known {
  /** `null`: this film is decoded in the usual way. */
  film: Promise<Film | null>;
  proved: boolean;
  decoder: WaitingDecoder | null;
  /** One run at a time. */
  turn: Promise<unknown>;
  idle: NodeJS.Timeout | undefined;
  /** Aborted when it was refused, closed, or is one film too many: what is just being started must not stay. */
  readonly over: AbortController;
}

export class QuickStills {
  /** By path, the latest last. */
  readonly #films = new Map<string, Known>();
  readonly #closing = new Set<Promise<unknown>>();

  /** As decodeStills, with BMP where pictures are not too large for it. */
  async decode(source: StillSource, first: number, last: number, signal?: AbortSignal): Promise<Map<number, Uint8Array>> {
    const { width, height } = fullSize(examinedStream(source.facts));
    if (source.facts.kind !== 'video' || 3 * width * height > MOST_BMP_BYTES) return decodeStills(source, first, last, signal);
    const known = this.#films.get(source.path);
    if (known?.proved === true) {
      this.#films.delete(source.path);
      this.#films.set(source.path, known);
      const quick = await this.#quick(known, source, first, last, signal);
      if (quick !== null) return quick;
    }
    const usual = await decodeStills(source, first, last, signal, 'bmp');
    if (!this.#films.has(source.path)) this.#prove(source, first, last, usual);
    return usual;
  }

  /** Ends all decoders and forgets all films; resolves when no process is left. */
  async close(): Promise<void> {
    const films = [...this.#films.values()];
    this.#films.clear();
    for (const known of films) this.#endForGood(known);
    await Promise.all(films.map(({ turn }) => turn));
    await Promise.all(this.#closing);
  }

  /** Resolves when it is known whether a film is decoded quickly; false too for one that nobody has asked a frame of. */
  async isQuick(path: string): Promise<boolean> {
    const known = this.#films.get(path);
    await known?.turn;
    return known?.proved ?? false;
  }

  /** This film is decoded in the usual way from now on. */
  refuse(path: string): void {
    const known = this.#films.get(path);
    if (known !== undefined) this.#refuse(known);
  }

  /** In the background, while the examiner looks at the first frame. */
  #prove(source: StillSource, first: number, last: number, usual: ReadonlyMap<number, Uint8Array>): void {
    const over = new AbortController();
    const known: Known = {
      film: prepare(source, over.signal),
      proved: false,
      decoder: null,
      turn: Promise.resolve(),
      idle: undefined,
      over,
    };
    this.#films.set(source.path, known);
    const [oldest] = this.#films;
    if (this.#films.size > MOST_FILMS && oldest !== undefined) {
      this.#films.delete(oldest[0]);
      this.#endForGood(oldest[1]);
    }
    const isSame = async (): Promise<boolean> => {
      if (!areEqual(await this.#run(known, source, first, last), usual)) return false;
      const far = farFrame(source);
      const quick = await this.#run(known, source, far, far);
      return quick !== null && areEqual(quick, await decodeStills(source, far, far, over.signal, 'bmp'));
    };
    known.turn = isSame()
      .catch(() => false)
      .then((same) => {
        known.proved = same && this.#films.get(source.path) === known;
        if (!known.proved) this.#refuse(known);
      });
  }

  /** `null` where it cannot be done; then the film is done with, unless somebody only gave up waiting. */
  async #quick(
    known: Known,
    source: StillSource,
    first: number,
    last: number,
    signal?: AbortSignal,
  ): Promise<Map<number, Uint8Array> | null> {
    const run = known.turn.then(() => this.#run(known, source, first, last, signal));
    known.turn = run.catch(() => undefined);
    try {
      const stills = await run;
      if (stills === null) this.#refuse(known);
      return stills;
    } catch {
      signal?.throwIfAborted();
      this.#refuse(known);
      return null;
    }
  }

  async #run(
    known: Known,
    source: StillSource,
    first: number,
    last: number,
    signal?: AbortSignal,
  ): Promise<Map<number, Uint8Array> | null> {
    signal?.throwIfAborted();
    const film = await known.film;
    if (film === null) return null;
    const reading = await readPackets(source.path, film.table, first, last);
    if (reading === null) return null;
    if (known.decoder?.isBroken !== false) known.decoder = await WaitingDecoder.start(film);
    if (known.over.signal.aborted) {
      this.#end(known);
      return null;
    }
    clearTimeout(known.idle);
    known.idle = setTimeout(() => this.#rest(known), IDLE_MS).unref();
    return known.decoder.run(reading, first, last, signal);
  }

  #refuse(known: Known): void {
    known.proved = false;
    known.film = Promise.resolve(null);
    this.#endForGood(known);
  }

  #endForGood(known: Known): void {
    known.over.abort();
    this.#end(known);
  }

  #rest(known: Known): void {
    void known.turn.then(() => this.#end(known));
  }

  #end(known: Known): void {
    clearTimeout(known.idle);
    const { decoder } = known;
    known.decoder = null;
    if (decoder === null) return;
    const ended = decoder.close();
    this.#closing.add(ended);
    void ended.then(() => this.#closing.delete(ended));
  }
}

async function prepare(source: StillSource, signal: AbortSignal): Promise<Film | null> {
  try {
    const table = await readPacketTable(source, signal);
    if (table === null) return null;
    const pushers = await readPushers(source.path, table);
    return pushers === null ? null : { ffmpegPath: source.tools.ffmpegPath, facts: source.facts, table, pushers };
  } catch {
    // Whatever it is, the usual way meets it too and says it.
    return null;
  }
}

/** From the smallest key frame on, since they are decoded only to push others out. */
async function readPushers(path: string, table: PacketTable): Promise<Film['pushers'] | null> {
  let from = 0;
  for (const [n, isKey] of table.isKey.entries()) if (isKey === 1 && (table.sizeBytes[n] ?? 0) < (table.sizeBytes[from] ?? 0)) from = n;
  const read = await readRange(path, table, from, Math.min(from + PUSHERS, table.isKey.length) - 1);
  return read !== null && areEntries(table, read) ? read : null;
}

/** The last of the film's first group, or near enough: between its key frame and it, the most is left out. */
function farFrame({ pts, keyFrames }: StillSource): number {
  const end = Math.min(keyFrames[1] ?? pts.length, pts.length);
  return Math.max(0, Math.min(end - 1, MOST_FAR));
}

function areEqual(quick: ReadonlyMap<number, Uint8Array> | null, usual: ReadonlyMap<number, Uint8Array>): boolean {
  const isSame = ([frame, bytes]: [number, Uint8Array]): boolean => Buffer.compare(bytes, quick?.get(frame) ?? new Uint8Array()) === 0;
  return usual.size > 0 && [...usual].every(isSame);
}
