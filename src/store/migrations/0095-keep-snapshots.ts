/** Frames as an examiner looked at them, and the withdrawals of such snapshots. */
import type { Migration } from './migration.ts';

export const keepSnapshots: Migration = {
  version: 95,
  name: 'keep-snapshots',
  sql: `
INSERT INTO counters (prefix, last) VALUES ('S', 0);
CREATE TABLE snapshots (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  frame INTEGER NOT NULL CHECK (frame >= 0),
  seen_json TEXT NOT NULL CHECK (json_valid(seen_json)),
  caption TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX snapshots_by_exhibit ON snapshots (exhibit_id, number);
CREATE TABLE snapshot_withdrawals (
  snapshot_id TEXT PRIMARY KEY REFERENCES snapshots (id),
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TRIGGER snapshots_no_update BEFORE UPDATE ON snapshots
BEGIN SELECT RAISE(ABORT, 'snapshots is written once'); END;
CREATE TRIGGER snapshots_no_delete BEFORE DELETE ON snapshots
BEGIN SELECT RAISE(ABORT, 'snapshots is written once'); END;
CREATE TRIGGER snapshot_withdrawals_no_update BEFORE UPDATE ON snapshot_withdrawals
BEGIN SELECT RAISE(ABORT, 'snapshot_withdrawals is written once'); END;
CREATE TRIGGER snapshot_withdrawals_no_delete BEFORE DELETE ON snapshot_withdrawals
BEGIN SELECT RAISE(ABORT, 'snapshot_withdrawals is written once'); END;
`,
};
