/** Rows of each face, by track id; rows of the whole picture are left out. */
import type { ObservationRow } from './interface.ts';

export function byTrack(rows: readonly ObservationRow[]): [number, ObservationRow[]][] {
  const tracks = Map.groupBy(rows, ({ trackId }) => trackId);
  return [...tracks]
    .flatMap(([trackId, own]) => (trackId === null ? [] : [[trackId, own] as [number, ObservationRow[]]]))
    .sort(([a], [b]) => a - b);
}
