/** One writer per case: an exclusive operating-system lock that dies with its process, so a crash leaves nothing stale. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isMissing } from '../base/node/is-missing.ts';
import Database from 'better-sqlite3';
import * as z from 'zod';
import { Failure } from '../base/failure.ts';

/** A verification may hold the lock for the moment that it copies the database; an opener waits that long at most. */
const WAIT_MS = 500;

/** Keeps held locks from being collected as garbage, which would close them: a lock ends by release() or with its process. */
const held = new Set<Database.Database>();

export interface CaseLock {
  release(): void;
}

const Holder = z.object({ process: z.int(), machine: z.string(), sinceUtc: z.string() });

/** Throws CASE_LOCKED, naming the holder where it left its name, or CASE_READ_ONLY. The empty SQLite file stands in for flock(), which Node does not have. */
export function takeLock(path: string, holderPath: string): CaseLock {
  let db: Database.Database;
  try {
    db = new Database(path, { timeout: WAIT_MS });
  } catch (error) {
    throw new Failure('CASE_READ_ONLY', undefined, { cause: error });
  }
  try {
    // Without this a crash would leave an empty journal behind.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    throw new Failure(busy ? 'CASE_LOCKED' : 'CASE_READ_ONLY', busy ? holderWords(holderPath) : undefined, { cause: error });
  }
  try {
    leaveName(holderPath);
  } catch (error) {
    db.close();
    throw new Failure('CASE_READ_ONLY', undefined, { cause: error });
  }
  held.add(db);
  return {
    release: () => {
      rmSync(holderPath, { force: true });
      held.delete(db);
      db.close();
    },
  };
}

/** The lock file itself cannot be read while it is held. */
function leaveName(path: string): void {
  const holder: z.infer<typeof Holder> = { process: process.pid, machine: hostname(), sinceUtc: new Date().toISOString() };
  writeFileSync(path, `${JSON.stringify(holder)}\n`);
}

/** Nothing where the holder is no Penumbra that leaves its name, or one that is just verifying the case. */
function holderWords(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Failure('CASE_LOCKED', undefined, { cause: error });
  }
  const holder = Holder.safeParse(asJson(text));
  if (!holder.success) return undefined;
  return `open in process ${String(holder.data.process)} on ${holder.data.machine} since ${holder.data.sinceUtc}`;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half written: the holder is just taking the lock.
    return null;
  }
}
