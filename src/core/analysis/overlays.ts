/** What can be drawn over a frame, put together from what was stored for exactly that frame (law 11). */
import type { FrameOverlay, Shape } from '../../contract/analysis.ts';
import { must } from '../../base/assert.ts';
import { DRAWN_BACK, type AnyDetector, type Drawable, type FaceOutline, type ObservationRow } from '../../engine/detectors/interface.ts';
import { splitOverlay } from '../../engine/faces/overlay.ts';
import { ticksToUs } from '../../engine/media/ticks.ts';
import type { FaceRow } from '../../engine/protocol.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** One overlay for each examined frame of the range, with or without faces; fewer at the end of what was examined. */
export function frameOverlays(
  store: CaseReader,
  registry: readonly AnyDetector[],
  range: { readonly jobId: string; readonly firstFrame: number; readonly count: number },
): FrameOverlay[] {
  const job = store.job(range.jobId);
  const index = store.frameIndex(job.exhibitId);
  const end = Math.min(range.firstFrame + range.count, store.checkpoint(job.id).nextFrame);
  const from = Math.max(0, range.firstFrame - DRAWN_BACK);
  const observations = store.observationsAt(job.id, from, end - from);
  const values = valuesByFace(observations, registry);
  const overlays: FrameOverlay[] = [];
  for (let frame = range.firstFrame; frame < end; frame += 1) {
    const ticks = must(index === null ? 0 : index.pts[frame], 'an examined frame is in the index');
    overlays.push({ frame, ptsUs: index === null ? 0 : ticksToUs(ticks, index.timeBase), faces: [], drawings: [] });
  }
  for (const row of store.faces(job.id, range.firstFrame, range.count)) {
    overlays[row.frame - range.firstFrame]?.faces.push(faceOverlay(row, values.get(faceKey(row)) ?? {}));
  }
  for (const detector of registry) addDrawings(overlays, range.firstFrame, detector, observations.get(detector.card.id) ?? []);
  return overlays;
}

function addDrawings(overlays: readonly FrameOverlay[], firstFrame: number, detector: AnyDetector, rows: readonly ObservationRow[]): void {
  if (detector.draw === undefined) return;
  const tracks = new Map<number | null, ObservationRow[]>();
  for (const row of rows) {
    const track = tracks.get(row.trackId);
    if (track === undefined) tracks.set(row.trackId, [row]);
    else track.push(row);
  }
  for (const [trackId, ofTrack] of tracks) {
    let back = 0;
    for (const [at, row] of ofTrack.entries()) {
      while ((ofTrack[back]?.frame ?? row.frame) < row.frame - DRAWN_BACK) back += 1;
      const overlay = overlays[row.frame - firstFrame];
      if (overlay === undefined) continue;
      const face: FaceOutline | null = overlay.faces.find((candidate) => candidate.trackId === trackId) ?? null;
      const shapes = drawn(detector, { row, before: ofTrack.slice(back, at), face });
      if (shapes.length > 0) overlay.drawings.push({ detectorId: detector.card.id, trackId, shapes: [...shapes] });
    }
  }
}

/** A drawing that breaks says so in its place and hides nothing else over the frame (law 8). */
function drawn(detector: AnyDetector, item: Drawable): readonly Shape[] {
  try {
    return detector.draw?.(item) ?? [];
  } catch (error) {
    console.error(`${detector.card.id} could not draw frame ${String(item.row.frame)}:`, error);
    const [x, y] = item.face?.box ?? [0, 0];
    return [{ kind: 'text', at: [x, y], text: `${detector.card.id}: could not be drawn` }];
  }
}

function faceOverlay(row: FaceRow, values: Record<string, number | null>): FrameOverlay['faces'][number] {
  return { trackId: row.trackId, confidence: row.confidence, box: row.box, ...splitOverlay(row.points), values };
}

const faceKey = ({ frame, trackId }: { readonly frame: number; readonly trackId: number | null }): string => `${frame}/${trackId ?? ''}`;

/** By the names of the detectors' columns; a name that two detectors use is told with the detector's id before it. */
function valuesByFace(
  observations: ReadonlyMap<string, readonly ObservationRow[]>,
  registry: readonly AnyDetector[],
): Map<string, Record<string, number | null>> {
  const faceDetectors = registry.filter(({ card }) => card.feed === 'face');
  const names = faceDetectors.flatMap(({ columns = [] }) => columns.map(({ name }) => name));
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  const values = new Map<string, Record<string, number | null>>();
  for (const { card, columns = [] } of faceDetectors) {
    for (const row of observations.get(card.id) ?? []) {
      const ofFace = values.get(faceKey(row)) ?? {};
      columns.forEach(({ name, internal }, at) => {
        if (internal === true) return;
        ofFace[twice.has(name) ? `${card.id}.${name}` : name] = row.values[at] ?? null;
      });
      values.set(faceKey(row), ofFace);
    }
  }
  return values;
}
