/** What a running job stores in batches: faces, observations, warnings, and the checkpoint they reach. */
import * as z from 'zod';
import { assert } from '../base/assert.ts';
import { Failure } from '../base/failure.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { WireErrorSchema, type WireError } from '../contract/errors.ts';
import { FileStructure } from '../contract/structure.ts';
import type { ObservationRow } from '../engine/detectors/interface.ts';
import type { FaceRow, FrameWarning } from '../engine/protocol.ts';
import type { Connection } from './connection.ts';
import { LatelyRead, packedRows, packFaces, packObservations, unpackFaces, unpackObservations } from './packing.ts';
import type { Batch, Checkpoint, SoundBatch } from './records.ts';
import { blob, integer, json, text, textOrNull, type Row } from './rows.ts';
import { decodeTrackerState, encodeTrackerState } from './tracker-state.ts';

export interface DetectorFailure {
  readonly detectorId: string;
  readonly error: WireError;
}

export function jobRow(connection: Connection, jobId: string): Row {
  const row = connection.get('SELECT * FROM jobs WHERE id = ?', jobId);
  if (row === undefined) throw new Failure('JOB_NOT_FOUND', jobId);
  return row;
}

export function observationReader(connection: Connection) {
  return { ...runReader(connection), ...detectorRowReader(connection), ...faceReader(connection) };
}

/** How far a job came, and what it warned of and failed at on its way. */
function runReader(connection: Connection) {
  return {
    checkpoint: (jobId: string): Checkpoint => {
      const row = jobRow(connection, jobId);
      const state = textOrNull(row, 'tracker_state_json');
      return {
        nextFrame: integer(row, 'next_frame'),
        nextBlock: integer(row, 'next_block'),
        trackerState: state === null ? null : decodeTrackerState(state),
        framesDecoded: integer(row, 'frames_decoded'),
      };
    },
    warnings: (jobId: string): FrameWarning[] => {
      jobRow(connection, jobId);
      return connection
        .all('SELECT frame, words FROM job_warnings WHERE job_id = ? ORDER BY warning_id', jobId)
        .map((row) => ({ frame: row.frame === null ? null : integer(row, 'frame'), words: text(row, 'words') }));
    },
    failures: (jobId: string): { detectorId: string; error: WireError }[] => {
      jobRow(connection, jobId);
      return connection
        .all('SELECT detector_id, error_json FROM job_failures WHERE job_id = ? ORDER BY failure_id', jobId)
        .map((row) => ({ detectorId: text(row, 'detector_id'), error: json(row, 'error_json', WireErrorSchema) }));
    },
    structure: (jobId: string): FileStructure | null => {
      jobRow(connection, jobId);
      const row = connection.get('SELECT structure_json FROM structures WHERE job_id = ?', jobId);
      return row === undefined ? null : json(row, 'structure_json', FileStructure);
    },
  };
}

function detectorRowReader(connection: Connection) {
  const packedBatches = function* (jobId: string, detectorId: string): IterableIterator<Uint8Array> {
    jobRow(connection, jobId);
    // A detector observes the picture or the sound, never both.
    for (const [table, last] of [
      ['observation_batches', 'last_frame'],
      ['sound_batches', 'last_block'],
    ] as const) {
      const next = `SELECT ${last}, data FROM ${table} WHERE job_id = ? AND detector_id = ? AND ${last} > ? ORDER BY ${last} LIMIT 1`;
      yield* oneByOne(connection, next, last, jobId, detectorId);
    }
  };
  /** Packed batches are not kept beside what they hold. */
  const rowsOf = (jobId: string, detectorId: string, unpack: (data: Uint8Array) => ObservationRow[]): ObservationRow[] => {
    const rows: ObservationRow[] = [];
    for (const data of packedBatches(jobId, detectorId)) for (const row of unpack(data)) rows.push(row);
    return rows;
  };
  return {
    observations: (jobId: string, detectorId: string): ObservationRow[] => rowsOf(jobId, detectorId, unpackObservations),
    observationBatches: function* (jobId: string, detectorId: string): IterableIterator<ObservationRow[]> {
      for (const data of packedBatches(jobId, detectorId)) yield unpackObservations(data);
    },
    packedObservations: (jobId: string, detectorId: string): ObservationRow[] => {
      const lately = new LatelyRead();
      return rowsOf(jobId, detectorId, (data) => packedRows(data, lately));
    },
    observationsAt: (jobId: string, firstFrame: number, count: number): Map<string, ObservationRow[]> => {
      const found = new Map<string, ObservationRow[]>();
      for (const row of batchesAt(connection, 'observation_batches', jobId, firstFrame, count)) {
        const detectorId = text(row, 'detector_id');
        const rows = unpackObservations(blob(row, 'data')).filter(within(firstFrame, count));
        found.set(detectorId, [...(found.get(detectorId) ?? []), ...rows]);
      }
      return found;
    },
  };
}

function faceReader(connection: Connection) {
  return {
    faces: (jobId: string, firstFrame: number, count: number): FaceRow[] =>
      batchesAt(connection, 'face_batches', jobId, firstFrame, count)
        .flatMap((row) => unpackFaces(blob(row, 'data')))
        .filter(within(firstFrame, count)),
    faceBatches: function* (jobId: string): IterableIterator<FaceRow[]> {
      jobRow(connection, jobId);
      const next = 'SELECT last_frame, data FROM face_batches WHERE job_id = ? AND last_frame > ? ORDER BY last_frame LIMIT 1';
      for (const data of oneByOne(connection, next, 'last_frame', jobId)) yield unpackFaces(data);
    },
  };
}

const within = (first: number, count: number) => (row: { readonly frame: number }) => row.frame >= first && row.frame < first + count;

/** The batches that reach into `count` frames from `first` on. Throws JOB_NOT_FOUND. */
function batchesAt(
  connection: Connection,
  table: 'face_batches' | 'observation_batches',
  jobId: string,
  first: number,
  count: number,
): Row[] {
  jobRow(connection, jobId);
  return connection.all(
    `SELECT * FROM ${table} WHERE job_id = ? AND last_frame >= ? AND first_frame < ? ORDER BY last_frame`,
    jobId,
    first,
    first + count,
  );
}

/** `next`: the batch behind a place, which is its last parameter. One query for each: an open cursor would block every other statement. */
function* oneByOne(connection: Connection, next: string, last: string, ...of: readonly string[]): IterableIterator<Uint8Array> {
  for (let after = -1; ;) {
    const row = connection.get(next, ...of, after);
    if (row === undefined) return;
    after = integer(row, last);
    yield blob(row, 'data');
  }
}

const byFrameThenTrack = <T extends { readonly frame: number; readonly trackId: number | null }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => a.frame - b.frame || (a.trackId ?? -1) - (b.trackId ?? -1));

/** Kept once: an examination that goes on reads the same file again. */
export function writeStructure(connection: Connection, jobId: string, structure: FileStructure): void {
  assert(text(jobRow(connection, jobId), 'state') === 'running', `a structure for ${jobId}, which is not running`);
  const words = canonicalJson(z.json().parse(FileStructure.parse(structure)));
  connection.run('INSERT INTO structures (job_id, structure_json) VALUES (?, ?) ON CONFLICT (job_id) DO NOTHING', jobId, words);
}

/** Runs inside a transaction of the store's `appendBatch`. */
export function writeBatch(connection: Connection, jobId: string, batch: Batch, failed: readonly DetectorFailure[]): void {
  const job = jobRow(connection, jobId);
  assert(text(job, 'state') === 'running', `a batch for ${jobId}, which is not running`);
  assert(batch.firstFrame === integer(job, 'next_frame'), `a batch that does not follow the checkpoint of ${jobId}`);
  assert(batch.lastFrame >= batch.firstFrame && batch.lastFrame < integer(job, 'frames_total'), 'a batch outside the exhibit');
  const inside = (row: { readonly frame: number }): boolean => row.frame >= batch.firstFrame && row.frame <= batch.lastFrame;
  assert(batch.faces.every(inside) && Object.values(batch.observations).every((rows) => rows.every(inside)), 'a row outside its batch');

  const faces = byFrameThenTrack(batch.faces);
  if (faces.length > 0) {
    connection.run(
      'INSERT INTO face_batches (job_id, last_frame, first_frame, row_count, data) VALUES (?, ?, ?, ?, ?)',
      jobId,
      batch.lastFrame,
      batch.firstFrame,
      faces.length,
      packFaces(faces),
    );
  }
  for (const [detectorId, rows] of Object.entries(batch.observations)) {
    if (rows.length === 0) continue;
    connection.run(
      'INSERT INTO observation_batches (job_id, detector_id, last_frame, first_frame, row_count, data) VALUES (?, ?, ?, ?, ?, ?)',
      jobId,
      detectorId,
      batch.lastFrame,
      batch.firstFrame,
      rows.length,
      packObservations(byFrameThenTrack(rows)),
    );
  }
  writeWarnings(connection, jobId, batch.warnings);
  writeFailures(connection, jobId, failed);
  connection.run(
    `UPDATE jobs SET next_frame = ?, frames_decoded = frames_decoded + ?, frames_with_face = frames_with_face + ?,
       tracker_state_json = ? WHERE id = ?`,
    batch.lastFrame + 1,
    batch.framesDecoded,
    new Set(faces.map((row) => row.frame)).size,
    encodeTrackerState(batch.trackerState),
    jobId,
  );
}

/** Runs inside a transaction of the store's `appendSoundBatch`. */
export function writeSoundBatch(connection: Connection, jobId: string, batch: SoundBatch, failed: readonly DetectorFailure[]): void {
  const job = jobRow(connection, jobId);
  const { firstBlock, blocks, ended } = batch;
  assert(text(job, 'state') === 'running', `a batch for ${jobId}, which is not running`);
  assert(firstBlock === integer(job, 'next_block'), `a batch of sound that does not follow the checkpoint of ${jobId}`);
  const inside = (row: { readonly frame: number }): boolean => row.frame >= firstBlock && row.frame < firstBlock + blocks;
  assert(
    Object.values(batch.observations).every((rows) => rows.every(inside)),
    'a row outside its batch',
  );
  for (const [detectorId, rows] of Object.entries(batch.observations)) {
    if (rows.length === 0) continue;
    connection.run(
      'INSERT INTO sound_batches (job_id, detector_id, last_block, first_block, row_count, data) VALUES (?, ?, ?, ?, ?, ?)',
      jobId,
      detectorId,
      firstBlock + blocks - 1,
      firstBlock,
      rows.length,
      packObservations(byFrameThenTrack(rows)),
    );
  }
  writeWarnings(connection, jobId, batch.warnings);
  writeFailures(connection, jobId, failed);
  const nextBlock = firstBlock + blocks;
  // The estimate gives way to what was heard.
  const total = ended ? nextBlock : Math.max(nextBlock, integer(job, 'blocks_total'));
  connection.run('UPDATE jobs SET next_block = ?, blocks_total = ? WHERE id = ?', nextBlock, total, jobId);
}

function writeWarnings(connection: Connection, jobId: string, warnings: readonly FrameWarning[]): void {
  for (const { frame, words } of warnings)
    connection.run('INSERT INTO job_warnings (job_id, frame, words) VALUES (?, ?, ?)', jobId, frame, words.toWellFormed());
}

/** The first failure of a detector in a job is kept; after it the detector is not run. */
export function writeFailures(connection: Connection, jobId: string, failed: readonly DetectorFailure[]): void {
  for (const { detectorId, error } of failed) {
    connection.run(
      'INSERT INTO job_failures (job_id, detector_id, error_json) VALUES (?, ?, ?) ON CONFLICT (job_id, detector_id) DO NOTHING',
      jobId,
      detectorId,
      canonicalJson(z.json().parse(error)),
    );
  }
}
