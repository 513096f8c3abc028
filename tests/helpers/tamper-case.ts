/** Ways to change a case folder and its database, from a flipped bit to a ledger that was written anew. */
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { tamper } from './whole-case.ts';

export const databaseOf = (folder: string): string => join(folder, 'case.sqlite');
export function write(folder: string, path: string, change: (bytes: Buffer) => Buffer): void {
  const at = join(folder, path);
  const bytes = change(readFileSync(at));
  chmodSync(at, 0o644);
  writeFileSync(at, bytes);
  chmodSync(at, 0o444);
}
export const flip = (bytes: Buffer): Buffer => {
  bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3);
  return bytes;
};
export const sql = (text: string) => (folder: string) => tamper(folder, text);

interface Row {
  readonly seq: number;
  readonly at_utc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payload_json: string;
}
/** As its owner could: some rows of the ledger are changed or left out, and every hash after them is made to fit. */
export const rechained = (change: (row: Row) => Row | null, more = '') => {
  return (folder: string): void => {
    const db = new Database(databaseOf(folder), { readonly: true });
    const rows = db.prepare<[], Row>('SELECT * FROM ledger ORDER BY seq').all();
    db.close();
    const statements: string[] = [];
    const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    let prevHash = '0'.repeat(64);
    let seq = 0;
    for (const row of rows.flatMap((one) => change(one) ?? [])) {
      seq += 1;
      const { at_utc: atUtc, actor, action, subject, payload_json: text } = row;
      const hashed = { seq, prevHash, atUtc, actor, action, subject, payload: JSON.parse(text) as string };
      const own = createHash('sha256').update(canonicalJson(hashed)).digest('hex');
      statements.push(
        `INSERT INTO ledger VALUES (${seq}, '${prevHash}', ${[atUtc, actor, action, subject, text].map(quoted).join(', ')}, '${own}')`,
      );
      prevHash = own;
    }
    tamper(folder, `DELETE FROM ledger; ${statements.join(';')}; ${more}`);
  };
};

/** Rows after a removed entry get the number before theirs. */
export const closeUp = (removed: number): string =>
  [
    'derived_files',
    'reviews',
    'review_withdrawals',
    'reports',
    'light_drawings',
    'light_withdrawals',
    'notes',
    'note_withdrawals',
    'snapshots',
    'snapshot_withdrawals',
    'exhibit_marks',
    'mark_withdrawals',
  ]
    .map((table) => `UPDATE ${table} SET entry_seq = entry_seq - 1 WHERE entry_seq > ${removed}`)
    .join(';');

export function plain(folder: string, text: string): void {
  const db = new Database(databaseOf(folder));
  db.exec(text);
  db.close();
}
export function pragma(folder: string, text: string): void {
  const db = new Database(databaseOf(folder));
  db.pragma(text);
  db.close();
}
