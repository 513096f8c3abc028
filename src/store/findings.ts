/** Findings with the decision that stands on each, and the acts that change it: reading and, inside an act, writing. */
import { Failure } from '../base/failure.ts';
import { Finding, FindingDraft, PastReview, Review } from '../contract/analysis.ts';
import type { ExhibitCoverage } from '../contract/exhibits.ts';
import { ExhibitId, FindingId, JobId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { NewReviewRecord, NewReviewWithdrawal, WithdrawnReview } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import type { Stamp } from './stamp.ts';

/** One query for all: twenty thousand small ones for their reviews took longer than everything else. */
const SELECT = `SELECT findings.*, r.decision, r.reason, r.by, r.at_utc, r.entry_seq FROM findings LEFT JOIN reviews AS r ON r.review_id = (
  SELECT max(review_id) FROM reviews WHERE finding_id = findings.id
    AND NOT EXISTS (SELECT 1 FROM review_withdrawals AS w WHERE w.review_entry = reviews.entry_seq))`;

const DECIDED = `EXISTS (SELECT 1 FROM reviews WHERE finding_id = findings.id
      AND NOT EXISTS (SELECT 1 FROM review_withdrawals AS w WHERE w.review_entry = reviews.entry_seq))`;

/** Of the examination of each exhibit that the window shows: the newest that finished, otherwise the newest. */
const COVERAGE = `SELECT jobs.id AS job_id, jobs.exhibit_id,
    count(findings.id) AS findings,
    count(CASE WHEN ${DECIDED} THEN 1 END) AS reviewed,
    (SELECT count(*) FROM findings WHERE findings.exhibit_id = jobs.exhibit_id AND NOT ${DECIDED}) AS undecided,
    (SELECT count(*) FROM job_warnings WHERE job_warnings.job_id = jobs.id) AS warnings
  FROM (SELECT exhibit_id, coalesce(max(CASE WHEN state = 'finished' THEN number END), max(number)) AS number
    FROM jobs GROUP BY exhibit_id) AS shown
  JOIN jobs ON jobs.number = shown.number LEFT JOIN findings ON findings.job_id = jobs.id
  GROUP BY jobs.id ORDER BY jobs.number`;

const toCoverage = (row: Row): ExhibitCoverage => ({
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  jobId: parsed(row, 'job_id', JobId),
  findings: integer(row, 'findings'),
  reviewed: integer(row, 'reviewed'),
  undecided: integer(row, 'undecided'),
  warnings: integer(row, 'warnings'),
});

export function findingReader(connection: Connection) {
  const row = (findingId: string): Row => {
    const found = connection.get(`${SELECT} WHERE findings.id = ?`, findingId);
    if (found === undefined) throw new Failure('FINDING_NOT_FOUND', findingId);
    return found;
  };
  return {
    findings: ({ exhibitId, jobId }: { readonly exhibitId?: string; readonly jobId?: string } = {}): Finding[] => {
      const wanted = [
        ...(exhibitId === undefined ? [] : ['findings.exhibit_id = ?']),
        ...(jobId === undefined ? [] : ['findings.job_id = ?']),
      ];
      const where = wanted.length === 0 ? '' : ` WHERE ${wanted.join(' AND ')}`;
      return connection
        .all(`${SELECT}${where} ORDER BY findings.number`, ...[exhibitId, jobId].filter((id) => id !== undefined))
        .map(toFinding);
    },
    findingCount: (jobId: string): number =>
      integer(connection.get('SELECT count(*) AS n FROM findings WHERE job_id = ?', jobId) ?? {}, 'n'),
    coverage: (): ExhibitCoverage[] => connection.all(COVERAGE).map(toCoverage),
    finding: (findingId: string): Finding => toFinding(row(findingId)),
    reviews: (findingId: string): PastReview[] => {
      row(findingId);
      return connection
        .all(
          `SELECT reviews.*, w.by AS withdrawn_by, w.at_utc AS withdrawn_at_utc FROM reviews
           LEFT JOIN review_withdrawals AS w ON w.review_entry = reviews.entry_seq WHERE reviews.finding_id = ? ORDER BY review_id`,
          findingId,
        )
        .map((past) => ({
          ...toReview(past),
          withdrawn: past.withdrawn_by === null ? null : { by: text(past, 'withdrawn_by'), atUtc: text(past, 'withdrawn_at_utc') },
        }));
    },
  };
}

export function addReview(connection: Connection, stamp: Stamp, review: NewReviewRecord): Finding {
  const read = findingReader(connection);
  read.finding(review.findingId);
  connection.run(
    'INSERT INTO reviews (finding_id, decision, reason, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?, ?)',
    review.findingId,
    review.decision,
    review.reason.toWellFormed(),
    review.by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return read.finding(review.findingId);
}

export function withdrawReview(connection: Connection, stamp: Stamp, { findingId, by }: NewReviewWithdrawal): WithdrawnReview {
  const read = findingReader(connection);
  const standing = connection.get(`${SELECT} WHERE findings.id = ?`, findingId);
  if (standing === undefined) throw new Failure('FINDING_NOT_FOUND', findingId);
  if (standing.decision === null) throw new Failure('REVIEW_NOT_FOUND', findingId);
  const reviewEntry = integer(standing, 'entry_seq');
  connection.run(
    'INSERT INTO review_withdrawals (review_entry, finding_id, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?)',
    reviewEntry,
    findingId,
    by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { finding: read.finding(findingId), decision: toReview(standing).decision, reviewEntry, by };
}

const toFinding = (row: Row): Finding => ({
  ...json(row, 'draft_json', FindingDraft),
  id: parsed(row, 'id', FindingId),
  jobId: parsed(row, 'job_id', JobId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  review: row.decision === null ? null : toReview(row),
});

const toReview = (row: Row): Review => ({
  decision: parsed(row, 'decision', Review.shape.decision),
  reason: text(row, 'reason'),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
});
