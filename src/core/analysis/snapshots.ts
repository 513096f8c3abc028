/** Keeps a frame as it was looked at, and withdraws it: both are acts, and neither erases anything. */
import { Failure } from '../../base/failure.ts';
import type { NewSnapshot, NewSnapshotWithdrawal, Snapshot } from '../../contract/snapshots.ts';
import { examinedStream, fullSize } from '../../engine/media/working-size.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';

/** Throws EXHIBIT_NOT_FOUND, FRAME_NOT_FOUND, or APP_BAD_REQUEST where the part in view is not in the picture. */
export function keepSnapshot(context: Context, snapshot: NewSnapshot): Snapshot {
  const { store, actor } = context.current();
  const { facts } = store.exhibit(snapshot.exhibitId);
  const index = store.frameIndex(snapshot.exhibitId);
  if (index === null || snapshot.frame >= index.pts.length)
    throw new Failure('FRAME_NOT_FOUND', `${snapshot.exhibitId}, frame ${String(snapshot.frame)}`);
  const [left, top, width, height] = snapshot.region;
  const full = fullSize(examinedStream(facts));
  if (left + width > full.width || top + height > full.height)
    throw new Failure('APP_BAD_REQUEST', 'the part in view lies outside the picture');
  return store.act(
    (kept: Snapshot) => entryFor.snapshotKept(kept),
    (tx) => tx.addSnapshot({ ...snapshot, by: actor }),
  );
}

/** Throws SNAPSHOT_NOT_FOUND, or SNAPSHOT_WITHDRAWN where it was withdrawn before. */
export function withdrawSnapshot(context: Context, withdrawal: NewSnapshotWithdrawal): Snapshot {
  const { store, actor } = context.current();
  return store.act(
    (snapshot: Snapshot) => entryFor.snapshotWithdrawn(snapshot),
    (tx) => tx.withdrawSnapshot({ ...withdrawal, by: actor }),
  );
}
