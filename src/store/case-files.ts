/** Names of everything that lies in a case folder, and the marks in the database file's header. */
import { join } from 'node:path';

/** "PNBR" as a big-endian integer: SQLite's application_id, so that `file` and we know what this is. */
export const APPLICATION_ID = 0x504e4252;

export const caseFiles = (folder: string) => ({
  database: join(folder, 'case.sqlite'),
  /** Exists only while a case is being created. */
  unborn: join(folder, 'case.sqlite.new'),
  /** Never holds data: the operating system's lock on it lasts exactly as long as the process that opened the case. */
  lock: join(folder, 'case.lock'),
  /** Who holds the lock, in words for whoever finds it held; means nothing while nobody does. */
  holder: join(folder, 'case.holder.json'),
  exhibits: join(folder, 'exhibits'),
  incoming: join(folder, 'exhibits', '.incoming'),
  derived: join(folder, 'derived'),
  reports: join(folder, 'reports'),
});

export const exhibitRelativePath = (sha256: string, extension: string): string => `exhibits/${sha256}/original.${extension}`;
