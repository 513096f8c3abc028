/** Walks the custody chain from its beginning: numbers, links, hashes, and the form of each payload. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonical, parseJson } from './canonical.ts';
import type { Problems } from './problems.ts';

const GENESIS = '0'.repeat(64);

/** A running clock is corrected by seconds, and two machines that share a case differ by little more. Our choice. */
const CLOCK_CORRECTION_MS = 10 * 60_000;

export interface Entry {
  readonly seq: number;
  readonly atUtc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payload: unknown;
  /** As it is stored. */
  readonly hash: string;
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
  let latestMs = 0;
  const hashes = new Set<string>();
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
    if (Date.parse(row.at_utc) < latestMs - CLOCK_CORRECTION_MS)
      problems.add(
        'ledger-time-backwards',
        String(seq),
        `entry ${seq} is dated ${row.at_utc}, an entry before it ${new Date(latestMs).toISOString()}`,
      );
    latestMs = Math.max(latestMs, Date.parse(row.at_utc) || latestMs);
    const head = statedHead(row.action, payload?.value);
    if (head !== null && !hashes.has(head))
      problems.add(
        'ledger-head-unknown',
        String(seq),
        `entry ${seq} (${row.action}) states the head ${head}, which no entry before it has`,
      );
    hashes.add(row.hash);
    entries.set(seq, {
      seq,
      atUtc: row.at_utc,
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      payload: payload?.value ?? null,
      hash: row.hash,
    });
    lastSeq = seq;
    lastHash = row.hash;
  }
  if (entries.size === 0) problems.add('ledger-gap', '1', 'the ledger is empty: even the creation of the case is missing');
  return { entries, headHash: /^[0-9a-f]{64}$/.test(lastHash) && entries.size > 0 ? lastHash : null };
}

/** Acts that say which entry was the last when they were done: where history before them was written anew, they still say the old one. */
const STATES_HEAD: ReadonlyMap<string, string> = new Map([
  ['case.verified', 'headHash'],
  ['case.exported', 'ledgerHead'],
  ['case.imported', 'ledgerHead'],
  ['custody.exported', 'ledgerHead'],
  ['report.exported', 'ledgerHead'],
  ['case.sealed', 'ledgerHead'],
]);

function statedHead(action: string, payload: unknown): string | null {
  const field = STATES_HEAD.get(action);
  if (field === undefined || typeof payload !== 'object' || payload === null) return null;
  const head = (payload as Record<string, unknown>)[field];
  return typeof head === 'string' ? head : null;
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
