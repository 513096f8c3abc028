/** Saves what can still be read of a damaged case into a new folder, table by table; the original is only read. */
import { constants, copyFileSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from '../base/node/make-folder.ts';
import { Failure } from '../base/failure.ts';
import { systemCode } from '../base/node/system-code.ts';
import { APPLICATION_ID, caseFiles } from './case-files.ts';
import { Connection } from './connection.ts';
import { readCaseVersion } from './header.ts';
import { migrate, newestVersion } from './migrate.ts';
import { migrations } from './migrations/list.ts';

export interface SalvagedTable {
  readonly name: string;
  readonly rows: number;
  /** Reading broke off somewhere in it, so rows may be missing; how many cannot be known from the table alone. */
  readonly broken: boolean;
}

export interface Salvage {
  readonly tables: readonly SalvagedTable[];
  /** Files and folders of the case that could not be copied. */
  readonly filesLost: readonly string[];
}

/**
 * Throws CASE_NOT_FOUND, CASE_LOCKED (a program has the case open), CASE_EXISTS (the new folder is not empty, or lies in the case),
 * CASE_FROM_FUTURE, DISK_FULL or CASE_READ_ONLY.
 */
export function salvageCase(caseFolder: string, newFolder: string): Salvage {
  const [from, to] = [resolve(caseFolder), resolve(newFolder)];
  const files = caseFiles(from);
  if (!existsSync(files.database)) throw new Failure('CASE_NOT_FOUND', from);
  if (to.startsWith(from + sep) || (existsSync(to) && readdirSync(to).length > 0)) throw new Failure('CASE_EXISTS');
  refuseOpen(files.lock);
  const target = caseFiles(to);
  return onDisk(() => {
    makeFolder(to);
    const working = join(to, 'case.sqlite.damaged');
    for (const suffix of ['', '-wal'])
      if (existsSync(files.database + suffix)) copyFileSync(files.database + suffix, working + suffix, constants.COPYFILE_FICLONE);
    try {
      const tables = salvageDatabase(working, target.unborn);
      const filesLost = copyFiles(from, to);
      copyFileSync(target.unborn, target.database, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      return { tables, filesLost };
    } finally {
      for (const path of [working, target.unborn])
        for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
    }
  });
}

/** Reads the lock as the verifier does, so that not one byte is written into the case. */
function refuseOpen(lock: string): void {
  if (!existsSync(lock)) return;
  const db = new Database(lock, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Failure('CASE_LOCKED', undefined, { cause: error });
    // A lock file that is no empty database locks nothing.
  } finally {
    db.close();
  }
}

function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = systemCode(error);
    if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(code)) throw new Failure('DISK_FULL', undefined, { cause: error });
    if (['EACCES', 'EPERM', 'EROFS', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'].includes(code))
      throw new Failure('CASE_READ_ONLY', code, { cause: error });
    throw error;
  }
}

function salvageDatabase(damaged: string, fresh: string): SalvagedTable[] {
  const connection = new Connection(fresh, { mustExist: false, timeoutMs: 0 });
  try {
    connection.pragma(`application_id = ${String(APPLICATION_ID)}`);
    migrate(
      connection,
      migrations.filter(({ version }) => version <= versionOf(damaged)),
    );
  } finally {
    connection.close();
  }
  const source = new Database(damaged, { fileMustExist: true });
  const target = new Database(fresh, { fileMustExist: true });
  try {
    source.defaultSafeIntegers(true);
    // What is missing must not keep out what is there; the verification names it afterwards.
    target.pragma('foreign_keys = OFF');
    const triggers = target.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[];
    for (const { name } of triggers) target.exec(`DROP TRIGGER "${name}"`);
    const tables = target
      .prepare(
        "SELECT name, wr AS rowless FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
      )
      .all();
    const salvaged = (tables as { name: string; rowless: number }[]).map(({ name, rowless }) =>
      salvageTable(source, target, name, rowless === 1),
    );
    for (const { sql } of triggers) target.exec(sql);
    return salvaged;
  } finally {
    source.close();
    target.close();
  }
}

function versionOf(damaged: string): number {
  const newest = newestVersion(migrations);
  let version: number;
  try {
    version = readCaseVersion(damaged);
  } catch {
    // The header itself is damaged: the newest shape has room for every older one.
    return newest;
  }
  if (version > newest) throw new Failure('CASE_FROM_FUTURE', `version ${String(version)}, known up to ${String(newest)}`);
  return version === 0 ? newest : version;
}

function salvageTable(source: Database.Database, target: Database.Database, name: string, rowless: boolean): SalvagedTable {
  const columns = (target.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').all(name) as { name: string }[]).map(
    (one) => `"${one.name}"`,
  );
  const insert = target.prepare(`INSERT OR IGNORE INTO "${name}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  let rows = 0;
  const state = { broken: false };
  const keep = (values: unknown[]): void => {
    try {
      rows += insert.run(...values).changes;
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code === 'SQLITE_FULL') throw error;
      // A row of the wrong types: its page is damaged and cannot be told from another.
      state.broken = true;
    }
  };
  target.transaction(() => {
    if (rowless) readBothWays(source, `SELECT ${columns.join(', ')} FROM "${name}"`, keep, state);
    else readByRow(source, name, columns.join(', '), keep, state);
  })();
  return { name, rows, broken: state.broken };
}

interface State {
  broken: boolean;
}

/** False when reading broke off on a damaged page. */
function read(source: Database.Database, sql: string, bounds: readonly bigint[], row: (values: unknown[]) => void, state: State): boolean {
  try {
    for (const values of source
      .prepare(sql)
      .raw()
      .iterate(...bounds))
      row(values as unknown[]);
    return true;
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB|IOERR|ERROR)/.test(error.code)) throw error;
    state.broken = true;
    return false;
  }
}

function readBothWays(source: Database.Database, select: string, keep: (values: unknown[]) => void, state: State): void {
  if (!read(source, select, [], keep, state)) read(source, `${select} ORDER BY 1 DESC`, [], keep, state);
}

/** Behind a damaged page reading goes on at the first row that can be found again, in growing steps, and back from there to the damage. */
function readByRow(source: Database.Database, name: string, columns: string, keep: (values: unknown[]) => void, state: State): void {
  let next = -(2n ** 62n);
  let step = 1n;
  let reached = next;
  const row = ([rowid, ...values]: unknown[]): void => {
    if (step > 1n) {
      // The first row behind the damage: what was stepped over is looked for from here.
      step = 1n;
      const back = `SELECT rowid, ${columns} FROM "${name}" WHERE rowid < ? AND rowid > ? ORDER BY rowid DESC`;
      backwards.push([back, rowid as bigint, reached]);
    }
    next = (rowid as bigint) + 1n;
    reached = rowid as bigint;
    keep(values);
  };
  const backwards: [string, bigint, bigint][] = [];
  while (!read(source, `SELECT rowid, ${columns} FROM "${name}" WHERE rowid >= ? ORDER BY rowid`, [next], row, state)) {
    // Rows are numbered from 1.
    if (next < 0n) next = 0n;
    next += step;
    step *= 2n;
    if (step > 2n ** 40n) break;
  }
  for (const [sql, before, after] of backwards) read(source, sql, [before, after], ([, ...values]) => keep(values), state);
}

function copyFiles(from: string, to: string): string[] {
  const lost: string[] = [];
  const copy = (path: string): void => {
    try {
      cpSync(join(from, path), join(to, path), { recursive: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
      lost.push(path);
    }
  };
  for (const folder of ['exhibits', 'derived', 'reports', 'seals']) {
    makeFolder(join(to, folder));
    if (!existsSync(join(from, folder))) continue;
    // What was half imported belongs to nobody.
    for (const name of readdirSync(join(from, folder))) if (name !== '.incoming') copy(`${folder}/${name}`);
  }
  return lost;
}
