/** Tags and notes on whole exhibits: reading and, inside an act, writing. */
import { Failure } from '../base/failure.ts';
import { Mark, MarkKind, type NewMarkWithdrawal } from '../contract/marks.ts';
import { ExhibitId, MarkId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { By, NewMark } from './records.ts';
import { parsed, text, textOrNull, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';
import { insertWithdrawal, selectWithWithdrawal, withdrawnOf } from './withdrawals.ts';

const WITHDRAWALS = { table: 'mark_withdrawals', key: 'mark_id' } as const;
const SELECT = selectWithWithdrawal('exhibit_marks', WITHDRAWALS);

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
  return { ...mark, withdrawn: insertWithdrawal(connection, stamp, WITHDRAWALS, { id: markId, reason, by }) };
}

const toMark = (row: Row): Mark => ({
  id: parsed(row, 'id', MarkId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  kind: parsed(row, 'kind', MarkKind),
  text: text(row, 'text'),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
  withdrawn: withdrawnOf(row, textOrNull),
});
