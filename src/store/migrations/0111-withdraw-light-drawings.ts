/** Withdrawals of light drawings. */
import type { Migration } from './migration.ts';

export const withdrawLightDrawings: Migration = {
  version: 111,
  name: 'withdraw-light-drawings',
  sql: `
CREATE TABLE light_withdrawals (
  drawing_id TEXT PRIMARY KEY REFERENCES light_drawings (id),
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TRIGGER light_withdrawals_no_update BEFORE UPDATE ON light_withdrawals
BEGIN SELECT RAISE(ABORT, 'light_withdrawals is written once'); END;
CREATE TRIGGER light_withdrawals_no_delete BEFORE DELETE ON light_withdrawals
BEGIN SELECT RAISE(ABORT, 'light_withdrawals is written once'); END;
`,
};
