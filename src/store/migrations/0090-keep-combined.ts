/** What the scores of an examination are worth together, one row for each fusion. */
import type { Migration } from './migration.ts';

export const keepCombined: Migration = {
  version: 90,
  name: 'keep-combined',
  sql: `
CREATE TABLE combined (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  position INTEGER NOT NULL,
  combined_json TEXT NOT NULL CHECK (json_valid(combined_json)),
  PRIMARY KEY (job_id, position)
) STRICT;
CREATE TRIGGER combined_no_update BEFORE UPDATE ON combined
BEGIN SELECT RAISE(ABORT, 'combined is written once'); END;
CREATE TRIGGER combined_no_delete BEFORE DELETE ON combined
BEGIN SELECT RAISE(ABORT, 'combined is written once'); END;
`,
};
