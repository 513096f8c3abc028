/** Digests over what a job stored, so that its last custody entry can vouch for rows that have no entry of their own. */
import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import { sha256Hex } from '../base/node/sha256.ts';
import type { Connection } from './connection.ts';
import { packFrameNumbers, packPts } from './packing.ts';
import type { NewExhibit } from './records.ts';
import { blob, integer, text, type Row } from './rows.ts';

/** One line: words separated by tabs, ended by a line feed. No word can hold either. */
function line(hash: Hash, ...words: readonly (string | number)[]): void {
  hash.update(`${words.join('\t')}\n`);
}

/** Reads one batch at a time: a job's rows may be larger than memory. */
function* batches(connection: Connection, sql: string, ...params: string[]): IterableIterator<Row> {
  let after = -1;
  for (;;) {
    const row = connection.get(sql, ...params, after);
    if (row === undefined) return;
    after = integer(row, 'last');
    yield row;
  }
}

const placeOf = (row: Row): [number, number, number, string] => [
  integer(row, 'first'),
  integer(row, 'last'),
  integer(row, 'row_count'),
  sha256Hex(blob(row, 'data')),
];

/** The word of a line, its table, and what its rows are counted in. */
const KINDS = [
  ['observations', 'observation_batches', 'frame'],
  ['sound', 'sound_batches', 'block'],
] as const;

/** [Note: observation digest] Line `structure json` where there is one, then lines `faces first last rows sha256(blob)`, then `observations detector first last rows sha256(blob)`, `sound detector first last rows sha256(blob)`, `warning json`, `failure json`; each kind in order of detector, frame, block or id. */
export function observationsDigest(connection: Connection, jobId: string): string {
  const hash = createHash('sha256');
  const structure = connection.get('SELECT structure_json FROM structures WHERE job_id = ?', jobId);
  if (structure !== undefined) line(hash, 'structure', text(structure, 'structure_json'));
  const faces =
    'SELECT last_frame AS last, first_frame AS first, row_count, data FROM face_batches WHERE job_id = ? AND last > ? ORDER BY last LIMIT 1';
  for (const row of batches(connection, faces, jobId)) line(hash, 'faces', ...placeOf(row));
  for (const [word, table, unit] of KINDS) {
    const detectors = connection.all(`SELECT DISTINCT detector_id FROM ${table} WHERE job_id = ? ORDER BY detector_id`, jobId);
    const rows = `SELECT last_${unit} AS last, first_${unit} AS first, row_count, data FROM ${table} WHERE job_id = ? AND detector_id = ? AND last > ? ORDER BY last LIMIT 1`;
    for (const detectorId of detectors.map((row) => text(row, 'detector_id')))
      for (const row of batches(connection, rows, jobId, detectorId)) line(hash, word, detectorId, ...placeOf(row));
  }
  for (const row of connection.all('SELECT frame, words FROM job_warnings WHERE job_id = ? ORDER BY warning_id', jobId)) {
    line(hash, 'warning', canonicalJson([row.frame === null ? null : integer(row, 'frame'), text(row, 'words')]));
  }
  for (const row of connection.all('SELECT detector_id, error_json FROM job_failures WHERE job_id = ? ORDER BY failure_id', jobId)) {
    line(hash, 'failure', text(row, 'detector_id'), text(row, 'error_json'));
  }
  return hash.digest('hex');
}

/** What is added to a job's rows changes this; no row is ever changed. */
export function stateOfRows(connection: Connection, jobId: string): string {
  const row = connection.get(
    `SELECT next_frame, next_block, frames_decoded,
            (SELECT count(*) FROM structures WHERE job_id = jobs.id) AS structures,
            (SELECT max(warning_id) FROM job_warnings WHERE job_id = jobs.id) AS warnings,
            (SELECT max(failure_id) FROM job_failures WHERE job_id = jobs.id) AS failures
       FROM jobs WHERE id = ?`,
    jobId,
  );
  return JSON.stringify(row ?? null);
}

/** [Note: conclusion digest] Lines `outcome detector json`, `combined json`, `track json`, `signal json`, `finding id json`, with the JSON exactly as stored. */
export function conclusionsDigest(connection: Connection, jobId: string): string {
  const hash = createHash('sha256');
  for (const row of connection.all('SELECT * FROM outcomes WHERE job_id = ? ORDER BY position', jobId)) {
    line(hash, 'outcome', text(row, 'detector_id'), text(row, 'outcome_json'));
  }
  for (const row of connection.all('SELECT * FROM combined WHERE job_id = ? ORDER BY position', jobId)) {
    line(hash, 'combined', text(row, 'combined_json'));
  }
  for (const row of connection.all('SELECT * FROM tracks WHERE job_id = ? ORDER BY track_id', jobId)) {
    line(hash, 'track', text(row, 'track_json'));
  }
  const signals = 'SELECT position AS last, signal_json FROM signals WHERE job_id = ? AND position > ? ORDER BY position LIMIT 1';
  for (const row of batches(connection, signals, jobId)) line(hash, 'signal', text(row, 'signal_json'));
  for (const row of connection.all('SELECT * FROM findings WHERE job_id = ? ORDER BY number', jobId)) {
    line(hash, 'finding', text(row, 'id'), text(row, 'draft_json'));
  }
  return hash.digest('hex');
}

/** [Note: frame index digest] Over the time base as `num/den` and a line feed, then both blobs as they lie. */
export function frameIndexDigest(index: NonNullable<NewExhibit['index']>): string {
  const { timeBase, pts, keyFrames } = index;
  const hash = createHash('sha256').update(`${String(timeBase.num)}/${String(timeBase.den)}\n`);
  return hash.update(packPts(pts)).update(packFrameNumbers(keyFrames)).digest('hex');
}
