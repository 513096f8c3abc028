/** Puts an examiner's own note on the record, and its withdrawal: both are acts, and neither erases anything. */
import { Failure } from '../../base/failure.ts';
import type { NewNote, NewWithdrawal, Note } from '../../contract/notes.ts';
import { soundStream } from '../../engine/media/audio.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';

/**
 * Throws EXHIBIT_NOT_FOUND, or APP_BAD_REQUEST where the exhibit has no such frequencies. The stretch is not held against the length that the
 * file states: files state it wrongly.
 */
export function keepNote(context: Context, note: NewNote): Note {
  const { actor, store } = context.current();
  const { facts } = store.exhibit(note.exhibitId);
  if (note.band !== null) {
    const sound = soundStream(facts);
    if (sound === null) throw new Failure('APP_BAD_REQUEST', 'a band of frequencies needs an exhibit with sound');
    if (note.band.highHz > sound.sampleRate / 2) throw new Failure('APP_BAD_REQUEST', 'the band goes above half the sampling rate');
  }
  return store.act(
    (kept: Note) => entryFor.noteKept(kept),
    (tx) => tx.addNote({ ...note, by: actor }),
  );
}

/** Throws NOTE_NOT_FOUND, or NOTE_WITHDRAWN where it was withdrawn before. */
export function withdrawNote(context: Context, withdrawal: NewWithdrawal): Note {
  const { actor, store } = context.current();
  return store.act(
    (note: Note) => entryFor.noteWithdrawn(note),
    (tx) => tx.withdrawNote({ ...withdrawal, by: actor }),
  );
}
