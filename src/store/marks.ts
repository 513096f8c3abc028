/** Tags and notes on whole exhibits: reading and, inside an act, writing. */
import { Failure } from '../base/failure.ts';
import { Mark, MarkKind, type NewMarkWithdrawal } from '../contract/marks.ts';
import { ExhibitId, MarkId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { By, NewMark } from './records.ts';
import { parsed, text, textOrNull, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';

const SELECT = `SELECT exhibit_marks.*, w.reason AS withdrawn_reason, w.by AS withdrawn_by, w.at_utc AS withdrawn_at_utc
  FROM exhibit_marks LEFT JOIN mark_withdrawals AS w ON w.mark_id = exhibit_marks.id`;

export function markReader(connection: Connection) {
  return {
    marks: (exhibitId?: string): Mark[] =>
      exhibitId === undefined
        ? connection.all(`${SELECT} ORDER BY number`).map(toMark)
        : connection.all(`${SELECT} WHERE exhibit_id = ? ORDER BY number`, exhibitId).map(toMark),
  };
}

export function addMark(connection: Connection, stamp: Stamp, mark: NewMark): Mark {
  const { id, number } = nextId(connection, 'T');
  connection.run(
    'INSERT INTO exhibit_marks (id, number, exhibit_id, kind, text, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    number,
    mark.exhibitId,
    mark.kind,
    mark.text.toWellFormed(),
    mark.by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { ...mark, text: mark.text.toWellFormed(), id: MarkId.parse(id), atUtc: stamp.atUtc, withdrawn: null };
}

export function withdrawMark(connection: Connection, stamp: Stamp, withdrawal: NewMarkWithdrawal & By): Mark {
  const { markId, by } = withdrawal;
  const row = connection.get(`${SELECT} WHERE exhibit_marks.id = ?`, markId);
  if (row === undefined) throw new Failure('NOTE_NOT_FOUND', markId);
  const mark = toMark(row);
  if (mark.withdrawn !== null) throw new Failure('NOTE_WITHDRAWN', markId);
  const reason = withdrawal.reason?.toWellFormed() ?? null;
  connection.run(
    'INSERT INTO mark_withdrawals (mark_id, reason, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?)',
    markId,
    reason,
    by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { ...mark, withdrawn: { reason, by, atUtc: stamp.atUtc } };
}

const toMark = (row: Row): Mark => ({
  id: parsed(row, 'id', MarkId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  kind: parsed(row, 'kind', MarkKind),
  text: text(row, 'text'),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
  withdrawn:
    row.withdrawn_by === null
      ? null
      : { reason: textOrNull(row, 'withdrawn_reason'), by: text(row, 'withdrawn_by'), atUtc: text(row, 'withdrawn_at_utc') },
});
