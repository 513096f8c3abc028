/** Face tracks as a summary of the stored face rows. */
import type { Track } from '../../contract/analysis.ts';
import { irisCentres } from '../../engine/faces/overlay.ts';
import type { FaceRow } from '../../engine/protocol.ts';

interface OpenTrack {
  readonly firstFrame: number;
  lastFrame: number;
  readonly interocularPx: number[];
}

/** Gathers rows in order of frame; keeps one number for each face, not its points. */
export class TrackGathering {
  readonly #open = new Map<number, OpenTrack>();

  add(rows: readonly FaceRow[]): void {
    for (const row of rows) {
      let track = this.#open.get(row.trackId);
      if (track === undefined) this.#open.set(row.trackId, (track = { firstFrame: row.frame, lastFrame: row.frame, interocularPx: [] }));
      track.lastFrame = row.frame;
      track.interocularPx.push(interocularPx(row));
    }
  }

  /** In order of their ids. */
  tracks(): Track[] {
    return [...this.#open]
      .sort(([a], [b]) => a - b)
      .map(([trackId, { firstFrame, lastFrame, interocularPx: distances }]) => ({
        trackId,
        firstFrame,
        lastFrame,
        frames: distances.length,
        medianInterocularPx: median(distances),
      }));
  }
}

export function buildTracks(portions: Iterable<readonly FaceRow[]>): Track[] {
  const gathering = new TrackGathering();
  for (const rows of portions) gathering.add(rows);
  return gathering.tracks();
}

/** Distance of the iris centres, full-size pixels; rounded to Float32 so that rows from memory and from the case file agree. */
function interocularPx(row: FaceRow): number {
  const [x, y, otherX, otherY] = irisCentres(row.points);
  return Math.fround(Math.hypot(Math.fround(x) - Math.fround(otherX), Math.fround(y) - Math.fround(otherY)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
