/** The connection to the laboratory's Redis: the queue of jobs (BullMQ) and the streams on which a case and its workers talk. The only file that loads either. */
import { Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Failure } from '../../base/failure.ts';
import type { RackAccess } from './rack-file.ts';
import { type Channel, type Sealed, seal, unseal } from './sealed.ts';

const PREFIX = 'penumbra';
const QUEUE = 'examinations';
/** Streams that nobody came back to vanish. */
const FORGOTTEN_AFTER_S = 3600;
export const ALIVE_S = 30;

export const streams = {
  /** From workers to the process that holds a case. */
  out: (session: string) => `${PREFIX}:out:${session}`,
  /** To one attempt. */
  in: (attempt: string) => `${PREFIX}:in:${attempt}`,
};
const aliveKey = (session: string): string => `${PREFIX}:alive:${session}`;

export interface Arrived {
  readonly id: string;
  /** `null`: its seal is not ours. */
  readonly message: { readonly words: unknown; readonly blobs: readonly Buffer[] } | null;
}

/** What waits in the queue, as BullMQ keeps it: JSON with two strings in base64, where it is ours. */
interface Waiting {
  readonly body: unknown;
  readonly seal: unknown;
}

export class Link {
  readonly #access: RackAccess;
  readonly #redis: Redis;
  readonly #opened: { close(): Promise<unknown> }[] = [];
  /** BullMQ does not close what it was given. */
  readonly #given: Redis[] = [];
  #queue: Queue<Waiting> | null = null;

  private constructor(access: RackAccess, redis: Redis) {
    this.#access = access;
    this.#redis = redis;
  }

  /** Rejects with RACK_UNREACHABLE, whose detail names the machine and never the password. */
  static async open(access: RackAccess): Promise<Link> {
    const redis = connect(access, 'once');
    try {
      await redis.connect();
      await redis.ping();
    } catch (error) {
      redis.disconnect();
      const { hostname, port } = new URL(access.address);
      throw new Failure('RACK_UNREACHABLE', `${hostname}:${port === '' ? '6379' : port}`, { cause: error });
    }
    // From now on a queue that goes away is waited for.
    redis.options.retryStrategy = (times) => Math.min(200 * times, 5000);
    return new Link(access, redis);
  }

  async send(channel: Exclude<Channel, 'job'>, stream: string, words: unknown, blobs: readonly Uint8Array[] = []): Promise<void> {
    const sealed = seal(this.#access.key, channel, words, blobs);
    await this.#redis.multi().xadd(stream, '*', 'body', sealed.body, 'seal', sealed.seal).expire(stream, FORGOTTEN_AFTER_S).exec();
  }

  /** Messages in order, from the first that is there; ends when `signal` aborts. `null` when none came for a while. Each is removed as the next is asked for. */
  async *receive(channel: Exclude<Channel, 'job'>, stream: string, signal: AbortSignal, waitMs: number): AsyncGenerator<Arrived | null> {
    // A blocking read holds its connection.
    const own = this.#redis.duplicate();
    own.on('error', () => undefined);
    const end = (): void => own.disconnect();
    signal.addEventListener('abort', end, { once: true });
    let last = '0';
    try {
      while (!signal.aborted) {
        const found = await own.xreadBuffer('COUNT', 8, 'BLOCK', waitMs, 'STREAMS', stream, last);
        if (found === null) {
          yield null;
          continue;
        }
        for (const [idBytes, fields] of found[0]?.[1] ?? []) {
          last = idBytes.toString();
          yield { id: last, message: unseal(this.#access.key, channel, fieldsOf(fields)) };
          await this.#redis.xdel(stream, last);
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', end);
      own.disconnect();
    }
  }

  async removeStream(stream: string): Promise<void> {
    await this.#redis.del(stream);
  }

  async sayAlive(session: string): Promise<void> {
    await this.#redis.set(aliveKey(session), '1', 'EX', ALIVE_S);
  }

  async isAlive(session: string): Promise<boolean> {
    return (await this.#redis.exists(aliveKey(session))) === 1;
  }

  /** `attempts`: how often a worker may fail at it before it is a dead letter. */
  async add(run: string, words: unknown, attempts: number): Promise<void> {
    const { body, seal: sign } = seal(this.#access.key, 'job', words);
    const waiting = { body: body.toString('base64'), seal: sign.toString('base64') };
    await this.queue().add('examine', waiting, {
      jobId: run,
      attempts,
      backoff: { type: 'exponential', delay: 1000 },
      removeOnComplete: true,
      // Dead letters stay to be looked at for a month.
      removeOnFail: { age: 30 * 86_400, count: 10_000 },
    });
  }

  /** The words of a job; `null` where its seal is not ours. */
  unsealJob({ data }: Job<Waiting>): unknown {
    const { body, seal: given } = data;
    if (typeof body !== 'string' || typeof given !== 'string') return null;
    const sealed = { body: Buffer.from(body, 'base64'), seal: Buffer.from(given, 'base64') };
    return unseal(this.#access.key, 'job', sealed)?.words ?? null;
  }

  queue(): Queue<Waiting> {
    if (this.#queue === null) {
      this.#queue = new Queue<Waiting>(QUEUE, { connection: this.#give(), prefix: PREFIX });
      this.#queue.on('error', () => undefined);
      this.#opened.push(this.#queue);
    }
    return this.#queue;
  }

  /** `leaseMs`: how long a job is a worker's own without a sign of life. */
  work(process: (job: Job<Waiting>, token: string, signal: AbortSignal) => Promise<void>, name: string, leaseMs: number): Worker<Waiting> {
    const worker = new Worker<Waiting>(
      QUEUE,
      async (job, token, signal) => {
        await process(job, token ?? '', signal ?? new AbortController().signal);
      },
      {
        connection: this.#give(),
        prefix: PREFIX,
        name,
        concurrency: 1,
        lockDuration: leaseMs,
        stalledInterval: leaseMs,
        maxStalledCount: 3,
      },
    );
    worker.on('error', () => undefined);
    this.#opened.push(worker);
    return worker;
  }

  async close(): Promise<void> {
    for (const one of this.#opened) await one.close();
    for (const redis of [...this.#given, this.#redis]) redis.disconnect();
  }

  #give(): Redis {
    const redis = connect(this.#access);
    this.#given.push(redis);
    return redis;
  }
}

/** Ends a job as a dead letter at once: no other try could go better. */
export const deadLetter = (words: string): Error => new UnrecoverableError(words);
/** Gives a job back, unfinished and without blame. */
export async function giveBack(job: Job<Waiting>, token: string): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/** `once`: at the first failure it gives up, until it is told otherwise. */
function connect({ address }: RackAccess, how: 'once' | 'patiently' = 'patiently'): Redis {
  const options = { maxRetriesPerRequest: null, connectTimeout: 10_000 };
  const redis = new Redis(address, how === 'once' ? { ...options, lazyConnect: true, retryStrategy: () => null } : options);
  // Every call that matters says itself that it failed; without a listener a lost connection would end the program.
  redis.on('error', () => undefined);
  return redis;
}

function fieldsOf(fields: readonly Buffer[]): Sealed {
  const value = (name: string): Buffer => {
    const at = fields.findIndex((field, place) => place % 2 === 0 && field.toString() === name);
    return fields[at + 1] ?? Buffer.alloc(0);
  };
  return { body: value('body'), seal: value('seal') };
}
