/** Examiners' own notes on a stretch of an exhibit, and their withdrawals. */
import type { Migration } from './migration.ts';

export const keepNotes: Migration = {
  version: 50,
  name: 'keep-notes',
  sql: `
INSERT INTO counters (prefix, last) VALUES ('N', 0);
CREATE TABLE notes (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  start_us INTEGER NOT NULL,
  end_us INTEGER NOT NULL CHECK (end_us >= start_us),
  band_json TEXT CHECK (band_json IS NULL OR json_valid(band_json)),
  text TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX notes_by_exhibit ON notes (exhibit_id, number);
CREATE TABLE note_withdrawals (
  note_id TEXT PRIMARY KEY REFERENCES notes (id),
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TRIGGER notes_no_update BEFORE UPDATE ON notes
BEGIN SELECT RAISE(ABORT, 'notes is written once'); END;
CREATE TRIGGER notes_no_delete BEFORE DELETE ON notes
BEGIN SELECT RAISE(ABORT, 'notes is written once'); END;
CREATE TRIGGER note_withdrawals_no_update BEFORE UPDATE ON note_withdrawals
BEGIN SELECT RAISE(ABORT, 'note_withdrawals is written once'); END;
CREATE TRIGGER note_withdrawals_no_delete BEFORE DELETE ON note_withdrawals
BEGIN SELECT RAISE(ABORT, 'note_withdrawals is written once'); END;
`,
};
