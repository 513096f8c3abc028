/** Tags and notes that examiners put on whole exhibits, and their withdrawals. */
import type { Migration } from './migration.ts';

export const keepMarks: Migration = {
  version: 100,
  name: 'keep-marks',
  sql: `
INSERT INTO counters (prefix, last) VALUES ('T', 0);
CREATE TABLE exhibit_marks (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  kind TEXT NOT NULL CHECK (kind IN ('tag', 'note')),
  text TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX exhibit_marks_by_exhibit ON exhibit_marks (exhibit_id, number);
CREATE TABLE mark_withdrawals (
  mark_id TEXT PRIMARY KEY REFERENCES exhibit_marks (id),
  reason TEXT,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TRIGGER exhibit_marks_no_update BEFORE UPDATE ON exhibit_marks
BEGIN SELECT RAISE(ABORT, 'exhibit_marks is written once'); END;
CREATE TRIGGER exhibit_marks_no_delete BEFORE DELETE ON exhibit_marks
BEGIN SELECT RAISE(ABORT, 'exhibit_marks is written once'); END;
CREATE TRIGGER mark_withdrawals_no_update BEFORE UPDATE ON mark_withdrawals
BEGIN SELECT RAISE(ABORT, 'mark_withdrawals is written once'); END;
CREATE TRIGGER mark_withdrawals_no_delete BEFORE DELETE ON mark_withdrawals
BEGIN SELECT RAISE(ABORT, 'mark_withdrawals is written once'); END;
`,
};
