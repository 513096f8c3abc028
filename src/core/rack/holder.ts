/** The case's side of the rack: puts examinations into the queue, hears all workers on one stream, and notices what the queue gave up or lost. */
import { randomUUID } from 'node:crypto';
import { WireErrorSchema } from '../../contract/errors.ts';
import { Failure } from '../../base/failure.ts';
import type { EngineTask } from '../../engine/protocol.ts';
import type { EngineHandle } from '../ports.ts';
import type { Link } from './link.ts';
import { type RackJob, type ToWorker, unpackFromWorker } from './messages.ts';
import { RemoteEngine } from './remote-engine.ts';
import type { RackAccess } from './rack-file.ts';

/** How often a run is looked after. */
const TEND_MS = 1000;
/** A worker may fail so often at one examination before it becomes a dead letter. */
const ATTEMPTS = 4;
/** A job that so many looks in a row did not find in the queue was lost with it, and is put in again. */
const MISSED_LOOKS = 5;

interface Run {
  readonly engine: RemoteEngine;
  readonly words: RackJob;
  /** Of messages to each attempt. */
  readonly sent: Map<string, number>;
  missed: number;
}

export class Holder {
  readonly #access: RackAccess;
  readonly #session = randomUUID();
  readonly #runs = new Map<string, Run>();
  readonly #closing = new AbortController();
  #link: Promise<Link> | null = null;
  /** One after the other, so that messages to a worker keep their order. */
  #sending: Promise<void> = Promise.resolve();
  #listening: Promise<void> = Promise.resolve();
  #refused = 0;

  constructor(access: RackAccess) {
    this.#access = access;
  }

  /** Nothing of the queue is loaded before the first examination. */
  spawn(task: EngineTask): EngineHandle {
    const run = randomUUID();
    const words: RackJob = { format: 1, session: this.#session, run, plan: task.plan };
    const sent = new Map<string, number>();
    const engine = new RemoteEngine(task, {
      send: (attempt, message) => this.#send(run, sent, attempt, message),
      forget: () => this.#forget(run),
    });
    this.#runs.set(run, { engine, words, sent, missed: 0 });
    this.#open().then(
      async (link) => {
        if (this.#runs.has(run)) await link.add(run, words, ATTEMPTS);
      },
      (error: unknown) => engine.fail(unreachable(error)),
    );
    return engine;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#link === null) return;
    try {
      const link = await this.#link;
      await this.#sending;
      await this.#listening;
      const { streams } = await import('./link.ts');
      await link.removeStream(streams.out(this.#session));
      await link.close();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }

  #open(): Promise<Link> {
    this.#link ??= this.#connect().catch((error: unknown) => {
      this.#link = null;
      throw error;
    });
    return this.#link;
  }

  async #connect(): Promise<Link> {
    const { Link: Opened } = await import('./link.ts');
    const link = await Opened.open(this.#access);
    await link.sayAlive(this.#session);
    this.#listening = this.#listen(link).catch((error: unknown) => this.#failAll(unreachable(error)));
    const timer = setInterval(() => void this.#tend(link).catch(() => undefined), TEND_MS);
    this.#closing.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    return link;
  }

  async #listen(link: Link): Promise<void> {
    const { streams } = await import('./link.ts');
    for await (const arrived of link.receive('out', streams.out(this.#session), this.#closing.signal, TEND_MS)) {
      if (arrived === null) continue;
      if (arrived.message === null) this.#sayRefused();
      else this.#take(arrived.message);
    }
  }

  #take({ words, blobs }: { readonly words: unknown; readonly blobs: readonly Buffer[] }): void {
    let addressed;
    try {
      addressed = unpackFromWorker(words, blobs);
    } catch (error) {
      console.error('the rack: a sealed message of a worker was not understood:', error);
      return;
    }
    const run = this.#runs.get(addressed.run);
    if (run === undefined) return;
    run.missed = 0;
    run.engine.receive(addressed);
  }

  /** Once for each power of two: whoever floods the stream does not fill the log. */
  #sayRefused(): void {
    this.#refused += 1;
    if (Number.isInteger(Math.log2(this.#refused)))
      console.error(`the rack: ${String(this.#refused)} messages without the laboratory's seal were not listened to`);
  }

  #send(run: string, sent: Map<string, number>, attempt: string, message: ToWorker): void {
    const n = (sent.get(attempt) ?? 0) + 1;
    sent.set(attempt, n);
    const send = async (): Promise<void> => {
      const [link, { streams }] = await Promise.all([this.#open(), import('./link.ts')]);
      await link.send('in', streams.in(attempt), { run, attempt, n, message });
    };
    this.#sending = this.#sending.then(send).catch((error: unknown) => console.error('the rack: a message could not be sent:', error));
  }

  async #forget(run: string): Promise<void> {
    this.#runs.delete(run);
    const job = await (await this.#open()).queue().getJob(run);
    // A dead letter stays to be looked at; what is being examined is locked until its worker has heard that it was dropped.
    if (job !== undefined && (await job.isWaiting())) await job.remove().catch(() => undefined);
  }

  async #tend(link: Link): Promise<void> {
    await link.sayAlive(this.#session);
    for (const [id, run] of this.#runs) {
      const job = await link.queue().getJob(id);
      if (job === undefined) {
        run.missed += 1;
        if (run.missed >= MISSED_LOOKS && this.#runs.has(id)) {
          run.missed = 0;
          await link.add(id, run.words, ATTEMPTS);
        }
      } else {
        run.missed = 0;
        if (await job.isFailed()) run.engine.fail(whyGivenUp(job.failedReason, job.attemptsStarted));
      }
    }
  }

  #failAll(failure: Failure): void {
    for (const { engine } of this.#runs.values()) engine.fail(failure);
  }
}

/** A worker's words are a typed error as JSON; the queue's own are plain. */
function whyGivenUp(reason: string, tries: number): Failure {
  const parsed = WireErrorSchema.safeParse(fromJson(reason));
  const times = `after ${String(tries)} ${tries === 1 ? 'try' : 'tries'}`;
  if (!parsed.success) return new Failure('RACK_GAVE_UP', `${times}: ${reason}`);
  const { code, detail } = parsed.data;
  if (code === 'RACK_REFUSED') return new Failure(code, detail);
  return new Failure('RACK_GAVE_UP', `${times}: ${code}${detail === undefined ? '' : `, ${detail}`}`);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unreachable = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('RACK_UNREACHABLE', 'the connection was lost', { cause: error });
