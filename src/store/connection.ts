/** One SQLite connection with prepared statements kept, and its errors turned into the contract's codes in one place. */
import Database from 'better-sqlite3';
import { Failure } from '../base/failure.ts';
import { assert } from '../base/assert.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** 4 MiB of the usual pages: the rest of the program gets its turn between two portions. */
const PAGES_AT_ONCE = 1024;

export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[]>>();

  constructor(path: string, options: { readonly mustExist: boolean; readonly timeoutMs: number; readonly readOnly?: boolean }) {
    const { mustExist: fileMustExist, timeoutMs: timeout, readOnly: readonly = false } = options;
    this.#db = this.#guard(() => new Database(path, { fileMustExist, timeout, readonly }));
  }

  get(sql: string, ...params: SqlValue[]): Record<string, unknown> | undefined {
    return this.#guard(() => this.#statement(sql).get(...params) as Record<string, unknown> | undefined);
  }

  all(sql: string, ...params: SqlValue[]): Record<string, unknown>[] {
    return this.#guard(() => this.#statement(sql).all(...params) as Record<string, unknown>[]);
  }

  run(sql: string, ...params: SqlValue[]): void {
    this.#guard(() => this.#statement(sql).run(...params));
  }

  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql));
  }

  pragma(text: string): unknown {
    return this.#guard(() => this.#db.pragma(text, { simple: true }));
  }

  /** Runs `work` in one transaction that holds the write lock from its start; a throw rolls everything back. */
  transaction<T>(work: () => T): T {
    assert(!this.#db.inTransaction, 'one act inside another');
    return this.#guard(() => this.#db.transaction(work).immediate());
  }

  /**
   * Copies the database page by page into a new file, as it stands when the last page is copied; this connection may go on writing meanwhile.
   * The copy needs no write-ahead log. What `onPages` throws ends it and comes out here.
   */
  async backup(path: string, onPages: (done: number, total: number) => void): Promise<void> {
    if (!this.#db.open) throw new Failure('CASE_NOT_OPEN');
    try {
      await this.#db.backup(path, {
        progress: ({ totalPages, remainingPages }) => {
          onPages(totalPages - remainingPages, totalPages);
          return PAGES_AT_ONCE;
        },
      });
    } catch (error) {
      throw asFailure(error);
    }
    const copy = new Connection(path, { mustExist: true, timeoutMs: 0 });
    try {
      copy.pragma('journal_mode = DELETE');
    } finally {
      copy.close();
    }
  }

  close(): void {
    if (!this.#db.open) return;
    this.#statements.clear();
    this.#guard(() => this.#db.close());
  }

  #statement(sql: string): Database.Statement<SqlValue[]> {
    if (!this.#db.open) throw new Failure('CASE_NOT_OPEN');
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare<SqlValue[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw asFailure(error);
    }
  }
}

/** SQLITE_CONSTRAINT and SQLITE_ERROR are our own bugs and stay what they are. No path goes into `detail`: it would reach a window. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const options = { cause: error };
  const is = (code: string): boolean => error.code === code || error.code.startsWith(`${code}_`);
  if (is('SQLITE_CORRUPT') || is('SQLITE_NOTADB')) return new Failure('CASE_DAMAGED', error.message, options);
  if (is('SQLITE_BUSY') || is('SQLITE_LOCKED')) return new Failure('CASE_LOCKED', undefined, options);
  if (is('SQLITE_FULL')) return new Failure('DISK_FULL', undefined, options);
  if (is('SQLITE_READONLY') || is('SQLITE_CANTOPEN') || is('SQLITE_PERM')) return new Failure('CASE_READ_ONLY', undefined, options);
  if (error.code === 'SQLITE_IOERR_SHORT_READ') return new Failure('CASE_DAMAGED', error.message, options);
  return error;
}
