/** What an exhibit's file says about itself, as one examination read it. */
import type { Migration } from './migration.ts';

export const keepStructures: Migration = {
  version: 20,
  name: 'keep-structures',
  sql: `
CREATE TABLE structures (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id),
  structure_json TEXT NOT NULL CHECK (json_valid(structure_json))
) STRICT;
CREATE TRIGGER structures_no_update BEFORE UPDATE ON structures
BEGIN SELECT RAISE(ABORT, 'structures is written once'); END;
CREATE TRIGGER structures_no_delete BEFORE DELETE ON structures
BEGIN SELECT RAISE(ABORT, 'structures is written once'); END;
`,
};
