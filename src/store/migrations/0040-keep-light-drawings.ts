/** Shadow and shading constraints that an examiner drew on a frame and kept, with what followed from them. */
import type { Migration } from './migration.ts';

export const keepLightDrawings: Migration = {
  version: 40,
  name: 'keep-light-drawings',
  sql: `
INSERT INTO counters (prefix, last) VALUES ('L', 0);
CREATE TABLE light_drawings (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  frame INTEGER NOT NULL CHECK (frame >= 0),
  drawing_json TEXT NOT NULL CHECK (json_valid(drawing_json)),
  solution_json TEXT NOT NULL CHECK (json_valid(solution_json)),
  recipe_json TEXT NOT NULL CHECK (json_valid(recipe_json)),
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX light_drawings_by_exhibit ON light_drawings (exhibit_id, number);
CREATE TRIGGER light_drawings_no_update BEFORE UPDATE ON light_drawings
BEGIN SELECT RAISE(ABORT, 'light_drawings is written once'); END;
CREATE TRIGGER light_drawings_no_delete BEFORE DELETE ON light_drawings
BEGIN SELECT RAISE(ABORT, 'light_drawings is written once'); END;
`,
};
