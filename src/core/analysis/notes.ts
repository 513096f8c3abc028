/** Puts an examiner's own note on the record, and its withdrawal: both are acts, and neither erases anything. */
import { Failure } from '../../base/failure.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { CheckedNote, NewWithdrawal, Note } from '../../contract/notes.ts';
import type { Box } from '../../contract/values.ts';
import { soundStream } from '../../engine/media/audio.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';

/**
 * Throws EXHIBIT_NOT_FOUND, or APP_BAD_REQUEST where the exhibit has no such frequencies, frames or place in the picture. The stretch is not held against the length that the
 * file states: files state it wrongly.
 */
export function keepNote(context: Context, note: CheckedNote): Note {
  const { actor, store } = context.current();
  const { facts } = store.exhibit(note.exhibitId);
  if (note.band !== null) {
    const sound = soundStream(facts);
    if (sound === null) throw new Failure('APP_BAD_REQUEST', 'a band of frequencies needs an exhibit with sound');
    if (note.band.highHz > sound.sampleRate / 2) throw new Failure('APP_BAD_REQUEST', 'the band goes above half the sampling rate');
  }
  if (note.frames !== null) {
    const count = store.frameIndex(note.exhibitId)?.pts.length ?? (facts.kind === 'image' ? 1 : 0);
    if (note.frames[1] >= count) throw new Failure('APP_BAD_REQUEST', `the exhibit has ${String(count)} frames`);
  }
  if (note.region !== null && !inPicture(note.region, facts)) throw new Failure('APP_BAD_REQUEST', 'the region leaves the picture');
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

/** After rotation, as the frame is shown. */
function inPicture([left, top, width, height]: Box, { streams }: MediaFacts): boolean {
  const video = streams.find((stream) => stream.type === 'video');
  if (video === undefined) return false;
  const turned = video.rotation === 90 || video.rotation === 270;
  const [across, down] = turned ? [video.height, video.width] : [video.width, video.height];
  return left >= 0 && top >= 0 && left + width <= across && top + height <= down;
}
