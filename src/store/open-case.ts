/** Creates and opens case folders. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { makeFolder } from '../base/node/make-folder.ts';
import { Failure } from '../base/failure.ts';
import { systemCode } from '../base/node/system-code.ts';
import type { CustodyEntry } from '../contract/custody.ts';
import { APPLICATION_ID, caseFiles } from './case-files.ts';
import type { CaseReader, CaseStore } from './case-store.ts';
import { Connection } from './connection.ts';
import { entryFor } from './entries.ts';
import { readCaseVersion } from './header.ts';
import { takeLock, type CaseLock } from './lock.ts';
import { digestRows } from './jobs.ts';
import { migrate, newestVersion } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import type { EndedJob, JobEnd, NewEntry, RowsDigest } from './records.ts';
import { caseReader, performAct, sqliteCaseStore } from './sqlite-case-store.ts';

/**
 * A statement waits this long: for a reader's checkpoint lock, and for the thread that stores the end of hours of film (1.4 s, longer
 * on a slow disk). Writers of other programs are kept out by the case lock.
 */
const BUSY_TIMEOUT_MS = 20_000;

export interface StoreOptions {
  readonly now: () => Date;
  readonly penumbraVersion: string;
  /** Whoever asks for it ends them himself (`INTERRUPTED`): reading hours of rows takes seconds. */
  readonly leavesRunning?: boolean;
}

/** How an examination ended that a crash left running. */
export const INTERRUPTED = { state: 'interrupted', outcomes: [], tracks: [], signals: [], findings: [], error: null } as const;

/**
 * Makes a new case in `folder` (created if need be) and opens it. Throws CASE_EXISTS, CASE_LOCKED, CASE_PLACE_UNUSABLE, CASE_READ_ONLY or DISK_FULL.
 * The database gets its name only when it is complete, so a crash leaves either a whole case or none.
 */
export function createCase(folder: string, input: { readonly name: string; readonly examiner: string }, options: StoreOptions): CaseStore {
  const files = caseFiles(resolve(folder));
  if (existsSync(files.database)) throw new Failure('CASE_EXISTS');
  for (const path of [resolve(folder), files.exhibits, files.incoming, files.derived, files.reports]) makePlace(path);
  return withLock(files, (lock) => {
    if (existsSync(files.database)) throw new Failure('CASE_EXISTS');
    rmSync(files.unborn, { force: true });
    rmSync(`${files.unborn}-journal`, { force: true });
    bear(files.unborn, resolve(folder), input, options);
    asReadOnly(() => {
      renameSync(files.unborn, files.database);
    });
    return sqliteCaseStore(connect(files.database), lock, resolve(folder), options.now);
  });
}

function bear(path: string, folder: string, input: { readonly name: string; readonly examiner: string }, options: StoreOptions): void {
  const connection = new Connection(path, { mustExist: false, timeoutMs: BUSY_TIMEOUT_MS });
  try {
    connection.pragma('synchronous = EXTRA');
    connection.pragma(`application_id = ${String(APPLICATION_ID)}`);
    migrate(connection, migrations);
    const id = randomUUID();
    const atUtc = options.now().toISOString();
    performAct(
      connection,
      caseReader(connection, folder),
      atUtc,
      entryFor.caseCreated(id, input, options.penumbraVersion),
      (_tx, stamp) => {
        connection.run(
          'INSERT INTO case_record (one, id, name, examiner, created_at_utc, entry_seq) VALUES (1, ?, ?, ?, ?, ?)',
          id,
          input.name,
          input.examiner,
          atUtc,
          stamp.entrySeq,
        );
      },
    );
  } finally {
    connection.close();
  }
}

/**
 * Opens the case for writing. Throws CASE_NOT_FOUND, CASE_LOCKED, CASE_FROM_FUTURE, CASE_DAMAGED or CASE_READ_ONLY.
 * Examinations that a crash left running become `interrupted`, each with its entry, unless the options leave that to the caller.
 */
export function openCase(folder: string, options: StoreOptions): CaseStore {
  const files = caseFiles(resolve(folder));
  if (!statSync(files.database, { throwIfNoEntry: false })?.isFile()) throw new Failure('CASE_NOT_FOUND', resolve(folder));
  // Without a lock file nobody has the case open, so its header can be read before the folder is touched at all.
  if (!existsSync(files.lock)) refuseFuture(files.database);
  return withLock(files, (lock) => {
    refuseFuture(files.database);
    const connection = connect(files.database);
    try {
      const ran = migrate(connection, migrations);
      // The version must stand in the file's own header, where an older Penumbra looks for it.
      if (ran.length > 0) connection.pragma('wal_checkpoint(TRUNCATE)');
      for (const path of [files.exhibits, files.incoming, files.derived, files.reports]) asReadOnly(() => makeFolder(path));
      const store = sqliteCaseStore(connection, lock, resolve(folder), options.now);
      store.info();
      if (options.leavesRunning !== true) interruptLeftovers(store);
      return store;
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

/** For another thread of the program that holds the case: a connection that cannot write, beside the one that does. Throws CASE_DAMAGED or CASE_READ_ONLY. */
export function readBesideWriter(folder: string): { readonly read: CaseReader; readonly close: () => void } {
  const files = caseFiles(resolve(folder));
  const connection = new Connection(files.database, { mustExist: true, timeoutMs: BUSY_TIMEOUT_MS, readOnly: true });
  return { read: caseReader(connection, resolve(folder)), close: () => connection.close() };
}

export interface Ending {
  /** Reads every row of the job; nobody waits for it meanwhile. */
  digestRows(jobId: string): RowsDigest;
  /** One transaction with its entry, as an act of the case's own connection. */
  end(actor: string, end: JobEnd, atUtc: string): CustodyEntry;
  close(): void;
}

/** For another thread of the program that holds the case: stores how a job ended, by a connection of its own (ADR 0026). */
export function endBesideHolder(folder: string): Ending {
  const connection = connect(caseFiles(resolve(folder)).database);
  const read = caseReader(connection, resolve(folder));
  return {
    digestRows: (jobId) => digestRows(connection, jobId),
    end: (actor, end, atUtc) => {
      const entry = (ended: EndedJob): NewEntry => entryFor.examinationEnded(actor, ended);
      return performAct(connection, read, atUtc, entry, (tx) => tx.endJob(end)).appended;
    },
    close: () => connection.close(),
  };
}

function refuseFuture(database: string): void {
  const version = readCaseVersion(database);
  const newest = newestVersion(migrations);
  if (version > newest) throw new Failure('CASE_FROM_FUTURE', `version ${String(version)}, known up to ${String(newest)}`);
}

function connect(database: string): Connection {
  const connection = new Connection(database, { mustExist: true, timeoutMs: BUSY_TIMEOUT_MS });
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // Else INSERT OR REPLACE would delete rows without firing the triggers that forbid it.
    connection.pragma('recursive_triggers = ON');
    connection.pragma('trusted_schema = OFF');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function interruptLeftovers(store: CaseStore): void {
  const actor = store.info().examiner;
  for (const job of store.jobs().filter((one) => one.state === 'running')) {
    store.act(
      (ended: EndedJob) => entryFor.examinationEnded(actor, ended),
      (tx) => tx.endJob({ ...INTERRUPTED, jobId: job.id }),
    );
  }
}

/** The lock goes to the store when `work` succeeds and is given up when it throws. */
function withLock<T>(files: ReturnType<typeof caseFiles>, work: (lock: CaseLock) => T): T {
  const lock = takeLock(files.lock, files.holder);
  try {
    return work(lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makePlace(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('DISK_FULL', undefined, { cause: error });
    throw new Failure('CASE_PLACE_UNUSABLE', `${path}: ${whyUnusable(code)}`, { cause: error });
  }
}

function whyUnusable(code: string): string {
  if (code === 'EROFS') return 'the disk is read-only';
  if (code === 'EACCES' || code === 'EPERM') return 'this account may not write there';
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'there is a file in the way';
  return `the system refuses a new folder there, ${code}`;
}

function asReadOnly(work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('DISK_FULL', undefined, { cause: error });
    throw new Failure('CASE_READ_ONLY', code, { cause: error });
  }
}
