/** Walks the custody chain from its beginning: numbers, links, hashes, and the form of each payload. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonical, parseJson } from './canonical.ts';
import type { Problems } from './problems.ts';

const GENESIS = '0'.repeat(64);

export interface Entry {
  readonly seq: number;
  readonly atUtc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payload: unknown;
}

export interface Walked {
  readonly entries: ReadonlyMap<number, Entry>;
  readonly headHash: string | null;
}

interface Row {
  readonly seq: number;
  readonly prev_hash: string;
  readonly at_utc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payload_json: string;
  readonly hash: string;
}

export function walkLedger(db: Database.Database, problems: Problems): Walked {
  const entries = new Map<number, Entry>();
  let lastSeq = 0;
  let lastHash = GENESIS;
  for (const row of db.prepare('SELECT * FROM ledger ORDER BY seq').iterate() as IterableIterator<Row>) {
    const { seq } = row;
    if (seq !== lastSeq + 1)
      problems.add(
        'ledger-gap',
        String(seq),
        `entry ${seq} follows entry ${lastSeq}: ${seq - lastSeq - 1} entries are missing between them`,
      );
    else if (row.prev_hash !== lastHash)
      problems.add('ledger-link-wrong', String(seq), `entry ${seq} names ${row.prev_hash} as the hash before it, which is ${lastHash}`);
    const payload = parseJson(row.payload_json);
    if (payload === null || canonical(payload.value) !== row.payload_json) {
      problems.add('ledger-payload-not-canonical', String(seq), `the payload of entry ${seq} is not canonical JSON`);
    }
    const computed = hashOf(row, payload === null ? null : payload.value);
    if (computed !== row.hash)
      problems.add('ledger-hash-wrong', String(seq), `entry ${seq} has the hash ${row.hash}, its contents have ${computed}`);
    entries.set(seq, {
      seq,
      atUtc: row.at_utc,
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      payload: payload?.value ?? null,
    });
    lastSeq = seq;
    lastHash = row.hash;
  }
  if (entries.size === 0) problems.add('ledger-gap', '1', 'the ledger is empty: even the creation of the case is missing');
  return { entries, headHash: /^[0-9a-f]{64}$/.test(lastHash) && entries.size > 0 ? lastHash : null };
}

function hashOf(row: Row, payload: unknown): string {
  const hashed = {
    seq: row.seq,
    prevHash: row.prev_hash,
    atUtc: row.at_utc,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    payload,
  };
  return createHash('sha256').update(canonical(hashed), 'utf8').digest('hex');
}
