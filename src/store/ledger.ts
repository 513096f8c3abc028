/** The custody ledger: each entry carries the hash of the one before. */
import { canonicalJson, wellFormed } from '../base/canonical-json.ts';
import { sha256Hex } from '../base/node/sha256.ts';
import { CustodyEntry, GENESIS_HASH } from '../contract/custody.ts';
import type { Connection } from './connection.ts';
import type { NewEntry } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import * as z from 'zod';

export class Ledger {
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  head(): { seq: number; hash: string } {
    const row = this.#connection.get('SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1');
    return row === undefined ? { seq: 0, hash: GENESIS_HASH } : { seq: integer(row, 'seq'), hash: text(row, 'hash') };
  }

  entries(fromSeq: number, limit: number): CustodyEntry[] {
    return this.#connection.all('SELECT * FROM ledger WHERE seq >= ? ORDER BY seq LIMIT ?', fromSeq, limit).map(toEntry);
  }

  last(action: CustodyEntry['action']): CustodyEntry | null {
    const row = this.#connection.get('SELECT * FROM ledger WHERE action = ? ORDER BY seq DESC LIMIT 1', action);
    return row === undefined ? null : toEntry(row);
  }

  /** Must run inside the transaction of the act that it records. */
  append(entry: NewEntry, atUtc: string): CustodyEntry {
    const head = this.head();
    const hashed = {
      seq: head.seq + 1,
      prevHash: head.hash,
      atUtc,
      actor: entry.actor.toWellFormed(),
      action: entry.action,
      subject: entry.subject.toWellFormed(),
      payload: wellFormed(entry.payload),
    };
    const hash = sha256Hex(canonicalJson(hashed));
    this.#connection.run(
      'INSERT INTO ledger (seq, prev_hash, at_utc, actor, action, subject, payload_json, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      hashed.seq,
      hashed.prevHash,
      atUtc,
      hashed.actor,
      hashed.action,
      hashed.subject,
      canonicalJson(hashed.payload),
      hash,
    );
    return { ...hashed, payload: hashed.payload as z.infer<ReturnType<typeof z.json>>, hash };
  }
}

function toEntry(row: Row): CustodyEntry {
  return {
    seq: integer(row, 'seq'),
    prevHash: text(row, 'prev_hash'),
    atUtc: text(row, 'at_utc'),
    actor: text(row, 'actor'),
    action: parsed(row, 'action', CustodyEntry.shape.action),
    subject: text(row, 'subject'),
    payload: json(row, 'payload_json', z.json()),
    hash: text(row, 'hash'),
  };
}
