/** The first schema: one case, its exhibits, examinations, findings, reviews, reports and custody ledger. */
import type { Migration } from './migration.ts';

/** Rows that are never changed once written; the ledger has stricter triggers of its own. */
const WRITTEN_ONCE = [
  'case_record',
  'exhibits',
  'acquisitions',
  'frame_indexes',
  'derived_files',
  'job_warnings',
  'job_failures',
  'face_batches',
  'observation_batches',
  'outcomes',
  'tracks',
  'signals',
  'findings',
  'reviews',
  'reports',
];

const TABLES = `
CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY,
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  at_utc TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload_json TEXT NOT NULL CHECK (json_valid(payload_json)),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TABLE counters (
  prefix TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (prefix, last) VALUES ('E', 0), ('F', 0), ('J', 0), ('R', 0);

-- entry_seq: the ledger entry that states this row; it is appended last in the same transaction, hence deferred.
CREATE TABLE case_record (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  examiner TEXT NOT NULL,
  created_at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE exhibits (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('video', 'image', 'audio')),
  original_name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  sha1 TEXT NOT NULL CHECK (length(sha1) = 40),
  md5 TEXT NOT NULL CHECK (length(md5) = 32),
  extension TEXT NOT NULL,
  imported_at_utc TEXT NOT NULL,
  source_modified_at_utc TEXT,
  facts_json TEXT NOT NULL CHECK (json_valid(facts_json)),
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE acquisitions (
  acquisition_id INTEGER PRIMARY KEY,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  source_modified_at_utc TEXT,
  received TEXT NOT NULL CHECK (received IN ('path', 'bytes')),
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX acquisitions_by_exhibit ON acquisitions (exhibit_id);

-- pts: 64-bit little-endian integers, in ticks of the time base; key_frames: 32-bit little-endian frame numbers.
CREATE TABLE frame_indexes (
  exhibit_id TEXT PRIMARY KEY REFERENCES exhibits (id),
  time_base_num INTEGER NOT NULL,
  time_base_den INTEGER NOT NULL CHECK (time_base_den > 0),
  frame_count INTEGER NOT NULL,
  pts BLOB NOT NULL CHECK (length(pts) = 8 * frame_count),
  key_frames BLOB NOT NULL CHECK (length(key_frames) % 4 = 0)
) STRICT;

CREATE TABLE derived_files (
  derived_id INTEGER PRIMARY KEY,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  kind TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL,
  recipe_json TEXT NOT NULL CHECK (json_valid(recipe_json)),
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX derived_files_by_exhibit ON derived_files (exhibit_id);

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')),
  plan_json TEXT NOT NULL CHECK (json_valid(plan_json)),
  frames_total INTEGER NOT NULL,
  next_frame INTEGER NOT NULL DEFAULT 0,
  frames_decoded INTEGER NOT NULL DEFAULT 0,
  frames_with_face INTEGER NOT NULL DEFAULT 0,
  tracker_state_json TEXT CHECK (tracker_state_json IS NULL OR json_valid(tracker_state_json)),
  started_at_utc TEXT NOT NULL,
  finished_at_utc TEXT,
  error_json TEXT CHECK (error_json IS NULL OR json_valid(error_json)),
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX jobs_by_exhibit ON jobs (exhibit_id);
CREATE UNIQUE INDEX jobs_one_running ON jobs (exhibit_id) WHERE state = 'running';

CREATE TABLE job_warnings (
  warning_id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id),
  frame INTEGER,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX job_warnings_by_job ON job_warnings (job_id);

CREATE TABLE job_failures (
  failure_id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id),
  detector_id TEXT NOT NULL,
  error_json TEXT NOT NULL CHECK (json_valid(error_json)),
  UNIQUE (job_id, detector_id)
) STRICT;

CREATE TABLE face_batches (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  last_frame INTEGER NOT NULL,
  first_frame INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (job_id, last_frame)
) STRICT;

CREATE TABLE observation_batches (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  detector_id TEXT NOT NULL,
  last_frame INTEGER NOT NULL,
  first_frame INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (job_id, detector_id, last_frame)
) STRICT;
CREATE INDEX observation_batches_by_frame ON observation_batches (job_id, last_frame);

CREATE TABLE outcomes (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  detector_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  outcome_json TEXT NOT NULL CHECK (json_valid(outcome_json)),
  PRIMARY KEY (job_id, detector_id)
) STRICT;

CREATE TABLE tracks (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  track_id INTEGER NOT NULL,
  track_json TEXT NOT NULL CHECK (json_valid(track_json)),
  PRIMARY KEY (job_id, track_id)
) STRICT;

CREATE TABLE signals (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  position INTEGER NOT NULL,
  signal_json TEXT NOT NULL CHECK (json_valid(signal_json)),
  PRIMARY KEY (job_id, position)
) STRICT;

CREATE TABLE findings (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  job_id TEXT NOT NULL REFERENCES jobs (id),
  exhibit_id TEXT NOT NULL REFERENCES exhibits (id),
  draft_json TEXT NOT NULL CHECK (json_valid(draft_json))
) STRICT;
CREATE INDEX findings_by_job ON findings (job_id);
CREATE INDEX findings_by_exhibit ON findings (exhibit_id);

CREATE TABLE reviews (
  review_id INTEGER PRIMARY KEY,
  finding_id TEXT NOT NULL REFERENCES findings (id),
  decision TEXT NOT NULL CHECK (decision IN ('confirmed', 'rejected', 'inconclusive')),
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at_utc TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX reviews_by_finding ON reviews (finding_id, review_id);

CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  created_at_utc TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  signature_json TEXT NOT NULL CHECK (json_valid(signature_json)),
  ledger_head TEXT NOT NULL,
  entry_seq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
`;

/** INSERT OR REPLACE deletes without firing delete triggers, so the insert itself must be the next link. */
const LEDGER_TRIGGERS = `
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_only_next BEFORE INSERT ON ledger
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
  OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'not the next link of the ledger'); END;
`;

const writtenOnce = (table: string): string => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is written once'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is written once'); END;
`;

export const createCase: Migration = {
  version: 10,
  name: 'create-case',
  sql: [TABLES, LEDGER_TRIGGERS, ...WRITTEN_ONCE.map(writtenOnce)].join('\n'),
};
