/** Writes a bag (RFC 8493) into one ZIP as it is read: nothing is held in memory but the names and hashes. */
import { createHash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { Failure } from '../../base/failure.ts';
import { systemCode } from '../../base/node/system-code.ts';

export interface BagFile {
  /** Below `data/`, with forward slashes. */
  readonly path: string;
  /** Where it lies now. */
  readonly source: string;
  readonly sizeBytes: number;
  /** What the records say; `null` where none speak of it. */
  readonly sha256: string | null;
}

export interface WrittenBag {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly manifestSha256: string;
}

export interface BagOptions {
  /** The folder at the top of the ZIP. */
  readonly base: string;
  readonly atUtc: string;
  readonly info: readonly (readonly [string, string])[];
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (count: number) => void;
  readonly onFile: () => void;
}

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const ALGORITHMS = ['sha256', 'sha512'] as const;
/** A regular file that is only read. */
const MODE = 0o100444;
const CHUNK_BYTES = 1 << 20;

/** `target` must not exist. Rejects with ARCHIVE_SOURCE_ALTERED, ARCHIVE_CANCELLED, DISK_FULL or the system's own error; what was written stays to be removed. */
export async function writeBag(target: string, files: readonly BagFile[], options: BagOptions): Promise<WrittenBag> {
  const zip = new ZipFile();
  const broken = new AbortController();
  zip.on('error', (error: Error) => broken.abort(error));
  const whole = createHash('sha256');
  let sizeBytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      whole.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const signal = options.signal === undefined ? broken.signal : AbortSignal.any([broken.signal, options.signal]);
  const written = pipeline(zip.outputStream, counted, createWriteStream(target, { flags: 'wx', mode: 0o444, flush: true }), { signal });
  const filled = fill(zip, files, options, signal).catch((error: unknown) => {
    broken.abort(error);
    throw error;
  });
  const [filling, writing] = await Promise.allSettled([filled, written]);
  if (filling.status === 'fulfilled' && writing.status === 'fulfilled')
    return { sizeBytes, sha256: whole.digest('hex'), manifestSha256: filling.value };
  if (options.signal?.aborted === true) throw new Failure('ARCHIVE_CANCELLED');
  // The first that broke took the other along.
  const first: unknown = broken.signal.aborted ? broken.signal.reason : writing.status === 'rejected' ? writing.reason : null;
  const code = systemCode(first);
  throw code === 'ENOSPC' || code === 'EDQUOT' ? new Failure('DISK_FULL', undefined, { cause: first }) : first;
}

/** Returns the SHA-256 of manifest-sha256.txt. */
async function fill(zip: ZipFile, files: readonly BagFile[], options: BagOptions, signal: AbortSignal): Promise<string> {
  const stored = { compress: false, mode: MODE, mtime: new Date(options.atUtc) };
  const tags = new Map<string, string>([['bagit.txt', DECLARATION]]);
  const add = (name: string, text: string): void => {
    tags.set(name, text);
    zip.addBuffer(Buffer.from(text), `${options.base}/${name}`, stored);
  };
  add('bagit.txt', DECLARATION);
  const lines: Record<(typeof ALGORITHMS)[number], string[]> = { sha256: [], sha512: [] };
  for (const file of files) {
    const hashes = await addFile(zip, file, options, stored, signal);
    for (const name of ALGORITHMS) lines[name].push(`${hashes[name] ?? ''}  ${encoded(`data/${file.path}`)}\n`);
    options.onFile();
  }
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const info = [...options.info, ['Payload-Oxum', `${String(bytes)}.${String(files.length)}`] as const];
  add('bag-info.txt', info.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join(''));
  for (const name of ALGORITHMS) add(`manifest-${name}.txt`, lines[name].join(''));
  const before = [...tags];
  for (const name of ALGORITHMS)
    add(`tagmanifest-${name}.txt`, before.map(([tag, text]) => `${createHash(name).update(text).digest('hex')}  ${tag}\n`).join(''));
  zip.end();
  return createHash('sha256').update(lines.sha256.join('')).digest('hex');
}

/** Resolves when the file has gone into the ZIP. */
async function addFile(
  zip: ZipFile,
  file: BagFile,
  options: BagOptions,
  stored: { compress: boolean; mode: number; mtime: Date },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const altered = (words: string, cause?: unknown): Failure => new Failure('ARCHIVE_SOURCE_ALTERED', `${file.path}: ${words}`, { cause });
  // A link in the place of a file is not followed.
  const handle = await open(file.source, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    throw altered('it cannot be read', cause);
  });
  const hashes = ALGORITHMS.map((name) => ({ name, hash: createHash(name) }));
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size !== file.sizeBytes)
      throw altered(`${String(file.sizeBytes)} bytes expected, ${String(stats.size)} found`);
    const { promise: gone, resolve, reject } = Promise.withResolvers<undefined>();
    const chunks = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
        for (const { hash } of hashes) hash.update(chunk);
        options.onBytes(chunk.length);
        yield chunk;
      }
    };
    const source = Readable.from(chunks(), { objectMode: false, highWaterMark: CHUNK_BYTES });
    source.once('end', () => resolve(undefined)).once('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    signal.throwIfAborted();
    zip.addReadStream(source, `${options.base}/data/${file.path}`, { ...stored, size: file.sizeBytes });
    await gone.finally(() => source.destroy());
  } finally {
    await handle.close();
  }
  const found = Object.fromEntries(hashes.map(({ name, hash }) => [name, hash.digest('hex')]));
  if (file.sha256 !== null && found.sha256 !== file.sha256) throw altered(`SHA-256 ${file.sha256} expected, ${String(found.sha256)} found`);
  return found;
}

/** Section 2.1.3: these three and no others. */
const encoded = (path: string): string => path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Names of cases and examiners are one line already; what else could break a line must not. */
const oneLine = (value: string): string => value.replace(/\s+/gu, ' ').trim();
