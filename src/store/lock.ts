/** One writer per case: an exclusive operating-system lock that dies with its process, so a crash leaves nothing stale. */
import Database from 'better-sqlite3';
import { Failure } from '../base/failure.ts';

/** A verification may hold the lock for the moment that it copies the database; an opener waits that long at most. */
const WAIT_MS = 500;

/** Keeps held locks from being collected as garbage, which would close them: a lock ends by release() or with its process. */
const held = new Set<Database.Database>();

export interface CaseLock {
  release(): void;
}

/** Throws CASE_LOCKED or CASE_READ_ONLY. The empty SQLite file stands in for flock(), which Node does not have. */
export function takeLock(path: string): CaseLock {
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
    throw new Failure(busy ? 'CASE_LOCKED' : 'CASE_READ_ONLY', undefined, { cause: error });
  }
  held.add(db);
  return {
    release: () => {
      held.delete(db);
      db.close();
    },
  };
}
