/** Decisions on findings that were taken back, and notes on a part of the picture in a stretch of frames. */
import type { Migration } from './migration.ts';

export const withdrawReviews: Migration = {
  version: 70,
  name: 'withdraw-reviews',
  sql: `
-- review_entry: the review's own entry_seq, by which the ledger names it too.
CREATE TABLE review_withdrawals (
  review_entry INTEGER PRIMARY KEY REFERENCES reviews (entry_seq),
  finding_id TEXT NOT NULL REFERENCES findings (id),
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX review_withdrawals_by_finding ON review_withdrawals (finding_id);
CREATE TRIGGER review_withdrawals_no_update BEFORE UPDATE ON review_withdrawals
BEGIN SELECT RAISE(ABORT, 'review_withdrawals is written once'); END;
CREATE TRIGGER review_withdrawals_no_delete BEFORE DELETE ON review_withdrawals
BEGIN SELECT RAISE(ABORT, 'review_withdrawals is written once'); END;
ALTER TABLE notes ADD COLUMN kind TEXT;
ALTER TABLE notes ADD COLUMN first_frame INTEGER CHECK (first_frame IS NULL OR first_frame >= 0);
ALTER TABLE notes ADD COLUMN last_frame INTEGER CHECK ((first_frame IS NULL) = (last_frame IS NULL) AND (last_frame IS NULL OR last_frame >= first_frame));
ALTER TABLE notes ADD COLUMN region_json TEXT CHECK (region_json IS NULL OR (json_valid(region_json) AND first_frame IS NOT NULL));
`,
};
