/** Reads a case that nobody has open and writes its graph; nothing is recorded, since nothing of the case goes out that its reports do not state. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { Failure } from '../../base/failure.ts';
import { openCase, type StoreOptions } from '../../store/open-case.ts';
import { graphLines } from './case-graph.ts';

/** Rejects with CASE_NOT_FOUND, CASE_LOCKED and whatever else an opening refuses. */
export function eachGraphLine(folder: string, options: StoreOptions, take: (line: string) => void): void {
  const store = openCase(folder, options);
  try {
    for (const line of graphLines(store)) take(line);
  } finally {
    store.close();
  }
}

/** The file is there as a whole or not at all. Rejects with FILE_UNWRITABLE where it cannot be written. */
export async function writeGraph(folder: string, target: string, options: StoreOptions): Promise<void> {
  const store = openCase(folder, options);
  const partial = `${target}.${randomBytes(6).toString('hex')}.part`;
  let opened = false;
  try {
    const out = createWriteStream(partial, { flags: 'wx', flush: true });
    await once(out, 'open');
    opened = true;
    for (const line of graphLines(store)) if (!out.write(`${line}\n`)) await Promise.race([once(out, 'drain'), finished(out)]);
    out.end();
    await finished(out);
    await rename(partial, target);
  } catch (error) {
    if (opened) await rm(partial, { force: true });
    throw error instanceof Failure ? error : new Failure('FILE_UNWRITABLE', target, { cause: error });
  } finally {
    store.close();
  }
}
