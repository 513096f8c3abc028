/** Examiners' notes and their withdrawals: reading and, inside an act, writing. */
import { canonicalJson } from '../base/canonical-json.ts';
import { Failure } from '../base/failure.ts';
import { Note, type CheckedNote, type NewWithdrawal } from '../contract/notes.ts';
import { ExhibitId, NoteId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { By } from './records.ts';
import { integer, json, parsed, text, textOrNull, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';
import { insertWithdrawal, selectWithWithdrawal, withdrawnOf } from './withdrawals.ts';

const WITHDRAWALS = { table: 'note_withdrawals', key: 'note_id' } as const;
const SELECT = selectWithWithdrawal('notes', WITHDRAWALS);

export function noteReader(connection: Connection) {
  return {
    notes: (exhibitId?: string): Note[] =>
      exhibitId === undefined
        ? connection.all(`${SELECT} ORDER BY number`).map(toNote)
        : connection.all(`${SELECT} WHERE exhibit_id = ? ORDER BY number`, exhibitId).map(toNote),
  };
}

export function addNote(connection: Connection, stamp: Stamp, note: CheckedNote & By): Note {
  const { id, number } = nextId(connection, 'N');
  connection.run(
    `INSERT INTO notes (id, number, exhibit_id, start_us, end_us, band_json, text, by, at_utc, entry_seq, kind, first_frame, last_frame, region_json)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    number,
    note.exhibitId,
    note.startUs,
    note.endUs,
    note.band === null ? null : canonicalJson(note.band),
    note.text,
    note.by,
    stamp.atUtc,
    stamp.entrySeq,
    note.kind,
    note.frames?.[0] ?? null,
    note.frames?.[1] ?? null,
    note.region === null ? null : canonicalJson(note.region),
  );
  return { ...note, id: NoteId.parse(id), atUtc: stamp.atUtc, withdrawn: null };
}

export function withdrawNote(connection: Connection, stamp: Stamp, { noteId, reason, by }: NewWithdrawal & By): Note {
  const row = connection.get(`${SELECT} WHERE notes.id = ?`, noteId);
  if (row === undefined) throw new Failure('NOTE_NOT_FOUND', noteId);
  const note = toNote(row);
  if (note.withdrawn !== null) throw new Failure('NOTE_WITHDRAWN', noteId);
  return { ...note, withdrawn: insertWithdrawal(connection, stamp, WITHDRAWALS, { id: noteId, reason, by }) };
}

const toNote = (row: Row): Note => ({
  id: parsed(row, 'id', NoteId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  startUs: integer(row, 'start_us'),
  endUs: integer(row, 'end_us'),
  band: row.band_json === null ? null : json(row, 'band_json', Note.shape.band),
  text: text(row, 'text'),
  kind: textOrNull(row, 'kind'),
  frames: row.first_frame === null ? null : [integer(row, 'first_frame'), integer(row, 'last_frame')],
  region: row.region_json === null ? null : json(row, 'region_json', Note.shape.region),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
  withdrawn: withdrawnOf(row, text),
});
