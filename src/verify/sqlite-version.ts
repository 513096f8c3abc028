/** The version of the SQLite that opens cases on this machine; throws what the native module throws where it cannot be loaded. */
import Database from 'better-sqlite3';
import * as z from 'zod';

export function sqliteVersion(): string {
  const database = new Database(':memory:');
  try {
    return z.object({ version: z.string() }).parse(database.prepare('SELECT sqlite_version() AS version').get()).version;
  } finally {
    database.close();
  }
}
