/** Examinations from start to end: reading and, inside an act, writing. */
import * as z from 'zod';
import { sha256Hex } from '../base/node/sha256.ts';
import { assert } from '../base/assert.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { Failure } from '../base/failure.ts';
import { FindingDraft, Job, JobState, Outcome, Plan, Signal, Track } from '../contract/analysis.ts';
import { Combined } from '../contract/fusion.ts';
import { WireErrorSchema } from '../contract/errors.ts';
import { DetectorId, ExhibitId, JobId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import { conclusionsDigest, observationsDigest, stateOfRows } from './digest.ts';
import { findingReader } from './findings.ts';
import { jobRow } from './observations.ts';
import type { EndedJob, JobEnd, NewJob, RowsDigest, SignalHead, StoredWords } from './records.ts';
import { integer, json, parsed, text, textOrNull, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';

const SignalHeadWords = Signal.omit({ frames: true, ptsUs: true, values: true });

const asJson = (value: unknown): string => canonicalJson(z.json().parse(value));

/** As it is stored. What is no JSON is refused by canonicalJson(), so hours of numbers are not gone through once more. */
export const signalWords = (signal: Signal): StoredWords => canonicalJson(signal) as StoredWords;

export function jobReader(connection: Connection) {
  const outcomesOf = (jobId: string): Job['outcomes'] =>
    connection.all('SELECT detector_id, outcome_json FROM outcomes WHERE job_id = ? ORDER BY position', jobId).map((row) => ({
      detectorId: parsed(row, 'detector_id', DetectorId),
      outcome: json(row, 'outcome_json', Outcome),
    }));
  /** Absent where nothing was combined, as in a case of an earlier version. */
  const combinedOf = (jobId: string): Pick<Job, 'combined'> => {
    const rows = connection.all('SELECT combined_json FROM combined WHERE job_id = ? ORDER BY position', jobId);
    return rows.length === 0 ? {} : { combined: rows.map((row) => json(row, 'combined_json', Combined)) };
  };
  const toJob = (row: Row): Job => ({
    id: parsed(row, 'id', JobId),
    exhibitId: parsed(row, 'exhibit_id', ExhibitId),
    state: parsed(row, 'state', JobState),
    plan: json(row, 'plan_json', Plan),
    framesTotal: integer(row, 'frames_total'),
    framesDone: integer(row, 'next_frame'),
    framesDecoded: integer(row, 'frames_decoded'),
    framesWithFace: integer(row, 'frames_with_face'),
    blocksTotal: integer(row, 'blocks_total'),
    blocksDone: integer(row, 'next_block'),
    startedAtUtc: text(row, 'started_at_utc'),
    finishedAtUtc: textOrNull(row, 'finished_at_utc'),
    outcomes: outcomesOf(text(row, 'id')),
    ...combinedOf(text(row, 'id')),
    error: row.error_json === null ? null : json(row, 'error_json', WireErrorSchema),
  });
  return {
    jobs: (exhibitId?: string): Job[] =>
      (exhibitId === undefined
        ? connection.all('SELECT * FROM jobs ORDER BY number')
        : connection.all('SELECT * FROM jobs WHERE exhibit_id = ? ORDER BY number', exhibitId)
      ).map(toJob),
    job: (jobId: string): Job => toJob(jobRow(connection, jobId)),
    tracks: (jobId: string): Track[] => {
      jobRow(connection, jobId);
      return connection
        .all('SELECT track_json FROM tracks WHERE job_id = ? ORDER BY track_id', jobId)
        .map((row) => json(row, 'track_json', Track));
    },
    signals: (jobId: string): Signal[] => {
      jobRow(connection, jobId);
      return connection
        .all('SELECT signal_json FROM signals WHERE job_id = ? ORDER BY position', jobId)
        .map((row) => json(row, 'signal_json', Signal));
    },
    signalCount: (jobId: string): number => {
      jobRow(connection, jobId);
      return integer(connection.get('SELECT count(*) AS n FROM signals WHERE job_id = ?', jobId) ?? {}, 'n');
    },
    signalHead: (jobId: string, position: number): SignalHead => {
      const row = connection.get(
        `SELECT json_remove(signal_json, '$.frames', '$.ptsUs', '$.values') AS head, json_type(signal_json, '$.frames') AS frames
           FROM signals WHERE job_id = ? AND position = ?`,
        jobId,
        position,
      );
      return { ...json(row ?? {}, 'head', SignalHeadWords), ofSound: row?.frames === 'null' };
    },
    signalWords: (jobId: string, position: number): string =>
      text(connection.get('SELECT signal_json FROM signals WHERE job_id = ? AND position = ?', jobId, position) ?? {}, 'signal_json'),
  };
}

export function addJob(connection: Connection, stamp: Stamp, job: NewJob): Job {
  refuseSecond(connection, job.exhibitId);
  const { id, number } = nextId(connection, 'J');
  connection.run(
    `INSERT INTO jobs (id, number, exhibit_id, state, plan_json, frames_total, blocks_total, started_at_utc, entry_seq)
       VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?)`,
    id,
    number,
    job.exhibitId,
    asJson(job.plan),
    job.framesTotal,
    job.blocksTotal,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return jobReader(connection).job(id);
}

function refuseSecond(connection: Connection, exhibitId: string): void {
  const running = connection.get(`SELECT id FROM jobs WHERE exhibit_id = ? AND state = 'running'`, exhibitId);
  if (running !== undefined) throw new Failure('JOB_ALREADY_RUNNING', text(running, 'id'));
}

/** A job whose conclusions are stored is done for good. */
export function resumeJob(connection: Connection, jobId: string): Job {
  const job = jobReader(connection).job(jobId);
  refuseSecond(connection, job.exhibitId);
  if (job.state === 'finished' || job.outcomes.length > 0) throw new Failure('APP_BAD_REQUEST', `${jobId} is ${job.state}`);
  connection.run(`UPDATE jobs SET state = 'running', finished_at_utc = NULL, error_json = NULL WHERE id = ?`, jobId);
  return jobReader(connection).job(jobId);
}

export function digestRows(connection: Connection, jobId: string): RowsDigest {
  return { ofState: stateOfRows(connection, jobId), sha256: observationsDigest(connection, jobId) };
}

export function endJob(connection: Connection, stamp: Stamp, end: JobEnd): EndedJob {
  const before = jobRow(connection, end.jobId);
  assert(text(before, 'state') === 'running', `${end.jobId} is not running`);
  const exhibitId = text(before, 'exhibit_id');
  const { rowsDigest } = end;
  const observationsSha256 =
    rowsDigest?.ofState === stateOfRows(connection, end.jobId) ? rowsDigest.sha256 : observationsDigest(connection, end.jobId);
  end.outcomes.forEach(({ detectorId, outcome }, position) => {
    connection.run(
      'INSERT INTO outcomes (job_id, detector_id, position, outcome_json) VALUES (?, ?, ?, ?)',
      end.jobId,
      detectorId,
      position,
      asJson(outcome),
    );
  });
  (end.combined ?? []).forEach((combined, position) => {
    connection.run('INSERT INTO combined (job_id, position, combined_json) VALUES (?, ?, ?)', end.jobId, position, asJson(combined));
  });
  for (const track of end.tracks) {
    connection.run('INSERT INTO tracks (job_id, track_id, track_json) VALUES (?, ?, ?)', end.jobId, track.trackId, asJson(track));
  }
  end.signals.forEach((signal, position) => {
    connection.run(
      'INSERT INTO signals (job_id, position, signal_json) VALUES (?, ?, ?)',
      end.jobId,
      position,
      typeof signal === 'string' ? signal : asJson(signal),
    );
  });
  for (const draft of end.findings) {
    const { id, number } = nextId(connection, 'F');
    connection.run(
      'INSERT INTO findings (id, number, job_id, exhibit_id, draft_json) VALUES (?, ?, ?, ?, ?)',
      id,
      number,
      end.jobId,
      exhibitId,
      asJson(FindingDraft.parse(draft)),
    );
  }
  connection.run(
    'UPDATE jobs SET state = ?, finished_at_utc = ?, error_json = ? WHERE id = ?',
    end.state,
    stamp.atUtc,
    end.error === null ? null : asJson(end.error),
    end.jobId,
  );
  const read = jobReader(connection);
  return {
    job: read.job(end.jobId),
    framesDecoded: integer(before, 'frames_decoded'),
    trackerStateSha256: before.tracker_state_json === null ? null : sha256Hex(text(before, 'tracker_state_json')),
    findingCount: findingReader(connection).findingCount(end.jobId),
    observationsSha256,
    conclusionsSha256: conclusionsDigest(connection, end.jobId),
  };
}
