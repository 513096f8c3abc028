/** Holds every record against the entry that states it, and every such entry against its record. */
import type Database from 'better-sqlite3';
import { canonical, parseJson } from './canonical.ts';
import { conclusionsDigest, frameIndexDigest, observationsDigest, textDigest } from './digests.ts';
import type { Entry, Walked } from './ledger.ts';
import type { Problems } from './problems.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

/** What an entry must say for a row; a field that the entry does not state is not compared. */
interface Claim {
  readonly table: string;
  readonly actions: readonly string[];
  /** The row's name in problems: the id that a person knows it by. */
  readonly name: (row: Row) => string;
  readonly subject: (row: Row) => unknown;
  readonly atUtc: string;
  readonly fields: (row: Row, db: Database.Database) => Readonly<Record<string, unknown>>;
  /** Fields that came with a later version: an entry from before does not state them, and they are `null` then. */
  readonly later?: readonly string[];
}

const json = (value: Value | undefined): unknown => parseJson(String(value))?.value ?? null;

const CLAIMS: readonly Claim[] = [
  {
    table: 'case_record',
    actions: ['case.created'],
    name: () => 'case',
    subject: (row) => row.id,
    atUtc: 'created_at_utc',
    fields: (row) => ({ name: row.name, examiner: row.examiner }),
  },
  {
    table: 'exhibits',
    actions: ['exhibit.imported'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'imported_at_utc',
    fields: (row, db) => ({
      name: row.original_name,
      kind: row.kind,
      sizeBytes: row.size_bytes,
      hashes: { sha256: row.sha256, sha1: row.sha1, md5: row.md5 },
      sourceModifiedAtUtc: row.source_modified_at_utc,
      factsSha256: textDigest(row.facts_json),
      frameIndexSha256: frameIndexDigest(db, String(row.id)),
    }),
  },
  {
    table: 'acquisitions',
    actions: ['exhibit.imported', 'exhibit.imported-again'],
    name: (row) => `${String(row.exhibit_id)}, acquisition ${String(row.acquisition_id)}`,
    subject: (row) => row.exhibit_id,
    atUtc: 'at_utc',
    fields: (row) => ({
      name: row.name,
      sizeBytes: row.size_bytes,
      sourceModifiedAtUtc: row.source_modified_at_utc,
      received: row.received,
    }),
  },
  {
    table: 'derived_files',
    actions: ['derived.stored'],
    name: (row) => String(row.path),
    subject: (row) => row.path,
    atUtc: 'at_utc',
    fields: (row) => ({
      exhibitId: row.exhibit_id,
      kind: row.kind,
      sha256: row.sha256,
      sizeBytes: row.size_bytes,
      recipe: json(row.recipe_json),
    }),
  },
  {
    table: 'jobs',
    actions: ['examination.started'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'started_at_utc',
    fields: (row) => ({ exhibitId: row.exhibit_id, framesTotal: row.frames_total, plan: json(row.plan_json) }),
  },
  {
    table: 'reviews',
    actions: ['finding.reviewed'],
    name: (row) => String(row.finding_id),
    subject: (row) => row.finding_id,
    atUtc: 'at_utc',
    fields: (row) => ({ decision: row.decision, reason: row.reason, by: row.by }),
  },
  {
    table: 'review_withdrawals',
    actions: ['review.withdrawn'],
    name: (row) => String(row.finding_id),
    subject: (row) => row.finding_id,
    atUtc: 'at_utc',
    fields: (row, db) => ({
      review: {
        entry: row.review_entry,
        // Of another finding's review it would be none.
        decision:
          db.prepare('SELECT decision FROM reviews WHERE entry_seq = ? AND finding_id = ?').pluck().get(row.review_entry, row.finding_id) ??
          null,
      },
      by: row.by,
    }),
  },
  {
    table: 'light_drawings',
    actions: ['light.kept'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'at_utc',
    fields: (row) => ({
      exhibitId: row.exhibit_id,
      frame: row.frame,
      drawing: json(row.drawing_json),
      statement: (json(row.solution_json) as { statement?: unknown } | null)?.statement ?? null,
      solutionSha256: textDigest(row.solution_json),
      recipe: json(row.recipe_json),
      by: row.by,
    }),
  },
  {
    table: 'light_withdrawals',
    actions: ['light.withdrawn'],
    name: (row) => String(row.drawing_id),
    subject: (row) => row.drawing_id,
    atUtc: 'at_utc',
    fields: (row) => ({ reason: row.reason, by: row.by }),
  },
  {
    table: 'notes',
    actions: ['note.kept'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'at_utc',
    fields: (row) => ({
      exhibitId: row.exhibit_id,
      startUs: row.start_us,
      endUs: row.end_us,
      band: row.band_json === null ? null : json(row.band_json),
      text: row.text,
      kind: row.kind ?? null,
      frames: (row.first_frame ?? null) === null ? null : [row.first_frame, row.last_frame],
      region: (row.region_json ?? null) === null ? null : json(row.region_json),
      by: row.by,
    }),
    later: ['kind', 'frames', 'region'],
  },
  {
    table: 'note_withdrawals',
    actions: ['note.withdrawn'],
    name: (row) => String(row.note_id),
    subject: (row) => row.note_id,
    atUtc: 'at_utc',
    fields: (row) => ({ reason: row.reason, by: row.by }),
  },
  {
    table: 'snapshots',
    actions: ['snapshot.kept'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'at_utc',
    fields: (row) => ({ exhibitId: row.exhibit_id, frame: row.frame, seen: json(row.seen_json), caption: row.caption, by: row.by }),
  },
  {
    table: 'snapshot_withdrawals',
    actions: ['snapshot.withdrawn'],
    name: (row) => String(row.snapshot_id),
    subject: (row) => row.snapshot_id,
    atUtc: 'at_utc',
    fields: (row) => ({ reason: row.reason, by: row.by }),
  },
  {
    table: 'exhibit_marks',
    actions: ['exhibit.marked'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'at_utc',
    fields: (row) => ({ exhibitId: row.exhibit_id, kind: row.kind, text: row.text, by: row.by }),
  },
  {
    table: 'mark_withdrawals',
    actions: ['exhibit.mark-withdrawn'],
    name: (row) => String(row.mark_id),
    subject: (row) => row.mark_id,
    atUtc: 'at_utc',
    fields: (row, db) => ({
      ...(db.prepare('SELECT exhibit_id AS exhibitId, kind, text FROM exhibit_marks WHERE id = ?').get(row.mark_id) as Row | undefined),
      reason: row.reason,
      by: row.by,
    }),
  },
  {
    table: 'reports',
    actions: ['report.exported', 'report.countersigned'],
    name: (row) => String(row.id),
    subject: (row) => row.id,
    atUtc: 'created_at_utc',
    fields: (row) => ({
      sha256: row.sha256,
      sizeBytes: row.size_bytes,
      pages: row.pages,
      signature: json(row.signature_json),
      ledgerHead: row.ledger_head,
    }),
  },
];

export function checkRecords(db: Database.Database, walked: Walked, problems: Problems): void {
  for (const claim of CLAIMS) checkTable(db, claim, walked.entries, problems);
  checkEnds(db, walked.entries, problems);
}

function checkTable(db: Database.Database, claim: Claim, entries: Walked['entries'], problems: Problems): void {
  const claimed = new Set<number>();
  for (const row of rowsOf(db, claim.table)) {
    const name = claim.name(row);
    const entry = entries.get(Number(row.entry_seq));
    if (entry === undefined || !claim.actions.includes(entry.action) || claimed.has(entry.seq)) {
      problems.add('record-without-entry', name, `a row of ${claim.table} names entry ${String(row.entry_seq)}, which does not state it`);
      continue;
    }
    claimed.add(entry.seq);
    const differ = (what: string, stated: unknown, found: unknown): void => {
      problems.add(
        'record-differs-from-entry',
        name,
        `${what}: entry ${entry.seq} states ${brief(stated)}, the record holds ${brief(found)}`,
      );
    };
    const subject = claim.subject(row);
    if (entry.subject !== subject) differ('subject', entry.subject, subject);
    if (entry.atUtc !== row[claim.atUtc]) differ('time', entry.atUtc, row[claim.atUtc]);
    compareFields(entry, claim.fields(row, db), differ, claim.later);
  }
  for (const entry of entries.values()) {
    if (claim.actions.includes(entry.action) && !claimed.has(entry.seq)) {
      problems.add(
        'record-differs-from-entry',
        entry.subject,
        `entry ${entry.seq} (${entry.action}) states a row of ${claim.table} that is not there`,
      );
    }
  }
}

/** A case of an earlier version lacks the tables that came later. */
function rowsOf(db: Database.Database, table: string): Row[] {
  const there = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table) !== undefined;
  return there ? (db.prepare(`SELECT * FROM ${table}`).all() as Row[]) : [];
}

function compareFields(
  entry: Entry,
  found: Readonly<Record<string, unknown>>,
  differ: (what: string, stated: unknown, found: unknown) => void,
  later: readonly string[] = [],
): void {
  const stated = typeof entry.payload === 'object' && entry.payload !== null ? (entry.payload as Record<string, unknown>) : {};
  for (const [field, value] of Object.entries(found)) {
    const states = Object.hasOwn(stated, field);
    if (!states && !later.includes(field)) continue;
    const said = states ? stated[field] : null;
    if (canonical(said) !== canonical(value)) differ(field, said, value);
  }
}

const ENDED = ['examination.finished', 'examination.cancelled', 'examination.failed', 'examination.interrupted'];

/** An examination's last entry vouches for everything that it stored. */
function checkEnds(db: Database.Database, entries: Walked['entries'], problems: Problems): void {
  const last = new Map<string, Entry>();
  for (const entry of entries.values()) if (entry.action.startsWith('examination.')) last.set(entry.subject, entry);
  for (const row of db.prepare('SELECT * FROM jobs').all() as Row[]) {
    const id = String(row.id);
    const entry = last.get(id);
    const ended = entry !== undefined && ENDED.includes(entry.action);
    if (entry === undefined) continue; // named already: it has no entry at all
    if (row.state === 'running' ? ended : entry.action !== `examination.${String(row.state)}`) {
      problems.add(
        'record-differs-from-entry',
        id,
        `state: entry ${entry.seq} is ${entry.action}, the record holds "${String(row.state)}"`,
      );
    }
    if (!ended) continue;
    const differ = (what: string, stated: unknown, found: unknown): void => {
      problems.add(
        'record-differs-from-entry',
        id,
        `${what}: entry ${entry.seq} states ${brief(stated)}, the record holds ${brief(found)}`,
      );
    };
    if (entry.atUtc !== row.finished_at_utc) differ('time', entry.atUtc, row.finished_at_utc);
    const error = row.error_json === null ? null : ((json(row.error_json) as { code?: unknown } | null)?.code ?? null);
    compareFields(
      entry,
      {
        framesDone: row.next_frame,
        framesDecoded: row.frames_decoded,
        framesWithFace: row.frames_with_face,
        trackerStateSha256: row.tracker_state_json === null ? null : textDigest(row.tracker_state_json),
        blocksDone: row.next_block,
        blocksTotal: row.blocks_total,
        findings: db.prepare('SELECT count(*) FROM findings WHERE job_id = ?').pluck().get(id),
        observationsSha256: observationsDigest(db, id),
        conclusionsSha256: conclusionsDigest(db, id),
        error,
      },
      differ,
    );
  }
}

/** Long values would bury the point. */
function brief(value: unknown): string {
  const text = canonical(value ?? null);
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`;
}
