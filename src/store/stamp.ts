/** What every row written in one act shares, and the counters that give readable ids. */
import { must } from '../base/assert.ts';
import type { Connection } from './connection.ts';
import { integer } from './rows.ts';

export interface Stamp {
  readonly atUtc: string;
  /** The number that this act's ledger entry will have. */
  readonly entrySeq: number;
}

export type IdPrefix = 'E' | 'F' | 'J' | 'L' | 'N' | 'R' | 'S' | 'T';

const lastNumber = (connection: Connection, prefix: IdPrefix): number =>
  integer(must(connection.get('SELECT last FROM counters WHERE prefix = ?', prefix), `counter ${prefix}`), 'last');

export const peekId = (connection: Connection, prefix: IdPrefix): string => `${prefix}${String(lastNumber(connection, prefix) + 1)}`;

export function nextId(connection: Connection, prefix: IdPrefix): { id: string; number: number } {
  const number = lastNumber(connection, prefix) + 1;
  connection.run('UPDATE counters SET last = ? WHERE prefix = ?', number, prefix);
  return { id: `${prefix}${String(number)}`, number };
}
