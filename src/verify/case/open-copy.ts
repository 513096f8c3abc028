/**
 * Opens a case database for reading without changing one byte of the case folder.
 *
 * SQLite writes beside a write-ahead-logged database even when it only reads (it makes -wal and -shm files), so a case that
 * nobody has open is copied and the copy is read. A case that is open has those files already and is read where it lies:
 * copying it from this very process would drop SQLite's own file locks (POSIX drops a process's locks on any close).
 */
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import Database from 'better-sqlite3';

export interface ReadOnlyCase {
  readonly db: Database.Database;
  close(): void;
}

/** How long to wait for a writer that holds the database for a moment, milliseconds. */
const WAIT_MS = 5000;

/** Throws whatever SQLite or the file system says. */
export function openReadOnly(folder: string): ReadOnlyCase {
  const path = join(folder, 'case.sqlite');
  const lock = shareLock(join(folder, 'case.lock'));
  if (lock === 'held') {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: WAIT_MS });
    return { db, close: () => void db.close() };
  }
  const temporary = mkdtempSync(temporaryPrefix('verify'));
  const remove = (): void => {
    rmSync(temporary, { recursive: true, force: true });
  };
  try {
    try {
      for (const suffix of ['', '-wal', '-journal']) {
        if (suffix === '' || existsSync(path + suffix))
          copyFileSync(path + suffix, join(temporary, `case.sqlite${suffix}`), constants.COPYFILE_FICLONE);
      }
    } finally {
      lock?.close();
    }
    // Writable: a log that a crash left must be played back first, into the copy.
    const db = new Database(join(temporary, 'case.sqlite'), { fileMustExist: true, timeout: WAIT_MS });
    db.pragma('trusted_schema = OFF');
    return {
      db,
      close: () => {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** `held`: a Penumbra has the case open. Else keeps every Penumbra from opening it until the connection is closed. */
function shareLock(path: string): 'held' | Database.Database | null {
  if (!existsSync(path)) return null;
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    // A lock file that is no empty database locks nothing.
    return busy ? 'held' : null;
  }
}
