/** Recomputes the digests that an examination's last entry states over everything the examination stored. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonical } from './canonical.ts';

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

type Value = string | number | null | Buffer;
type Rows = IterableIterator<Record<string, Value>>;

const blobHash = (value: Value | undefined): string => (Buffer.isBuffer(value) ? sha256(value) : 'not a blob');

/** Cases of earlier versions lack some tables. */
export const has = (db: Database.Database, table: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table) !== undefined;

/** Tab-separated words, one line for the file's structure and for each stored batch, warning and failure. */
export function observationsDigest(db: Database.Database, jobId: string): string {
  const hash = createHash('sha256');
  const line = (words: readonly (Value | undefined)[]): void => void hash.update(`${words.map(String).join('\t')}\n`);
  if (has(db, 'structures')) {
    for (const row of db.prepare('SELECT * FROM structures WHERE job_id = ?').iterate(jobId) as Rows)
      line(['structure', row.structure_json]);
  }
  for (const row of db.prepare('SELECT * FROM face_batches WHERE job_id = ? ORDER BY last_frame').iterate(jobId) as Rows) {
    line(['faces', row.first_frame, row.last_frame, row.row_count, blobHash(row.data)]);
  }
  for (const row of db
    .prepare('SELECT * FROM observation_batches WHERE job_id = ? ORDER BY detector_id, last_frame')
    .iterate(jobId) as Rows) {
    line(['observations', row.detector_id, row.first_frame, row.last_frame, row.row_count, blobHash(row.data)]);
  }
  if (has(db, 'sound_batches')) {
    for (const row of db.prepare('SELECT * FROM sound_batches WHERE job_id = ? ORDER BY detector_id, last_block').iterate(jobId) as Rows)
      line(['sound', row.detector_id, row.first_block, row.last_block, row.row_count, blobHash(row.data)]);
  }
  for (const row of db.prepare('SELECT * FROM job_warnings WHERE job_id = ? ORDER BY warning_id').iterate(jobId) as Rows) {
    line(['warning', canonical([row.frame, row.words])]);
  }
  for (const row of db.prepare('SELECT * FROM job_failures WHERE job_id = ? ORDER BY failure_id').iterate(jobId) as Rows) {
    line(['failure', row.detector_id, row.error_json]);
  }
  return hash.digest('hex');
}

export function conclusionsDigest(db: Database.Database, jobId: string): string {
  const hash = createHash('sha256');
  const line = (words: readonly (Value | undefined)[]): void => void hash.update(`${words.map(String).join('\t')}\n`);
  for (const row of db.prepare('SELECT * FROM outcomes WHERE job_id = ? ORDER BY position').iterate(jobId) as Rows) {
    line(['outcome', row.detector_id, row.outcome_json]);
  }
  if (has(db, 'combined')) {
    for (const row of db.prepare('SELECT * FROM combined WHERE job_id = ? ORDER BY position').iterate(jobId) as Rows)
      line(['combined', row.combined_json]);
  }
  for (const row of db.prepare('SELECT * FROM tracks WHERE job_id = ? ORDER BY track_id').iterate(jobId) as Rows)
    line(['track', row.track_json]);
  for (const row of db.prepare('SELECT * FROM signals WHERE job_id = ? ORDER BY position').iterate(jobId) as Rows)
    line(['signal', row.signal_json]);
  for (const row of db.prepare('SELECT * FROM findings WHERE job_id = ? ORDER BY number').iterate(jobId) as Rows) {
    line(['finding', row.id, row.draft_json]);
  }
  return hash.digest('hex');
}

/** Over the time base as text, then both blobs as they lie. */
export function frameIndexDigest(db: Database.Database, exhibitId: string): string | null {
  const row = db.prepare('SELECT * FROM frame_indexes WHERE exhibit_id = ?').get(exhibitId) as Record<string, Value> | undefined;
  if (row === undefined) return null;
  const hash = createHash('sha256').update(`${String(row.time_base_num)}/${String(row.time_base_den)}\n`);
  for (const column of ['pts', 'key_frames']) {
    const data = row[column];
    if (Buffer.isBuffer(data)) hash.update(data);
  }
  return hash.digest('hex');
}

export const textDigest = (text: Value | undefined): string => sha256(String(text));
