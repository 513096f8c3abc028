/** The files that the records of a database speak of, for whoever copies a case: verification will ask for exactly these. */
import Database from 'better-sqlite3';
import { recordedFiles, type RecordedFile } from './files.ts';

/** `database`: a snapshot that nobody writes, without a write-ahead log. */
export function recordedFilesOf(database: string): RecordedFile[] {
  const db = new Database(database, { readonly: true, fileMustExist: true });
  try {
    return recordedFiles(db);
  } finally {
    db.close();
  }
}

/** The last custody entry of such a database. */
export function readLedgerEnd(database: string): { readonly seq: number; readonly hash: string } {
  const db = new Database(database, { readonly: true, fileMustExist: true });
  try {
    return (
      db.prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1').get() ?? { seq: 0, hash: '' }
    );
  } finally {
    db.close();
  }
}
