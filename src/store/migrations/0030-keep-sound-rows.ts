/** What detectors of sound observed, block by block, and how far a job has come with the sound. */
import type { Migration } from './migration.ts';

export const keepSoundRows: Migration = {
  version: 30,
  name: 'keep-sound-rows',
  sql: `
ALTER TABLE jobs ADD COLUMN blocks_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN next_block INTEGER NOT NULL DEFAULT 0;
CREATE TABLE sound_batches (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  detector_id TEXT NOT NULL,
  last_block INTEGER NOT NULL,
  first_block INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (job_id, detector_id, last_block)
) STRICT;
CREATE TRIGGER sound_batches_no_update BEFORE UPDATE ON sound_batches
BEGIN SELECT RAISE(ABORT, 'sound_batches is written once'); END;
CREATE TRIGGER sound_batches_no_delete BEFORE DELETE ON sound_batches
BEGIN SELECT RAISE(ABORT, 'sound_batches is written once'); END;
`,
};
