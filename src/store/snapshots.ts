/** Snapshots and their withdrawals: reading and, inside an act, writing. */
import { canonicalJson } from '../base/canonical-json.ts';
import { Failure } from '../base/failure.ts';
import { Snapshot, type NewSnapshot, type NewSnapshotWithdrawal } from '../contract/snapshots.ts';
import { ExhibitId, SnapshotId } from '../contract/values.ts';
import type { Connection } from './connection.ts';
import type { By } from './records.ts';
import { integer, json, parsed, text, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';
import { insertWithdrawal, selectWithWithdrawal, withdrawnOf } from './withdrawals.ts';

const WITHDRAWALS = { table: 'snapshot_withdrawals', key: 'snapshot_id' } as const;
const SELECT = selectWithWithdrawal('snapshots', WITHDRAWALS);

/** What was seen of the frame: one column, as the entry states it. */
const Seen = Snapshot.pick({ region: true, zoom: true, view: true, overlays: true });

export function snapshotReader(connection: Connection) {
  return {
    snapshots: (exhibitId?: string): Snapshot[] =>
      exhibitId === undefined
        ? connection.all(`${SELECT} ORDER BY number`).map(toSnapshot)
        : connection.all(`${SELECT} WHERE exhibit_id = ? ORDER BY number`, exhibitId).map(toSnapshot),
  };
}

export function addSnapshot(connection: Connection, stamp: Stamp, snapshot: NewSnapshot & By): Snapshot {
  const { id, number } = nextId(connection, 'S');
  const { region, zoom, view, overlays } = snapshot;
  connection.run(
    `INSERT INTO snapshots (id, number, exhibit_id, frame, seen_json, caption, by, at_utc, entry_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    number,
    snapshot.exhibitId,
    snapshot.frame,
    canonicalJson({ region, zoom, view, overlays }),
    snapshot.caption,
    snapshot.by,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return { ...snapshot, id: SnapshotId.parse(id), atUtc: stamp.atUtc, withdrawn: null };
}

export function withdrawSnapshot(connection: Connection, stamp: Stamp, { snapshotId, reason, by }: NewSnapshotWithdrawal & By): Snapshot {
  const row = connection.get(`${SELECT} WHERE snapshots.id = ?`, snapshotId);
  if (row === undefined) throw new Failure('SNAPSHOT_NOT_FOUND', snapshotId);
  const snapshot = toSnapshot(row);
  if (snapshot.withdrawn !== null) throw new Failure('SNAPSHOT_WITHDRAWN', snapshotId);
  return { ...snapshot, withdrawn: insertWithdrawal(connection, stamp, WITHDRAWALS, { id: snapshotId, reason, by }) };
}

const toSnapshot = (row: Row): Snapshot => ({
  id: parsed(row, 'id', SnapshotId),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  frame: integer(row, 'frame'),
  ...json(row, 'seen_json', Seen),
  caption: text(row, 'caption'),
  by: text(row, 'by'),
  atUtc: text(row, 'at_utc'),
  withdrawn: withdrawnOf(row, text),
});
