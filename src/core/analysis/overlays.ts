/** What can be drawn over a frame, put together from what was stored for exactly that frame (law 11). */
import type { FrameOverlay } from '../../contract/analysis.ts';
import { must } from '../../base/assert.ts';
import type { AnyDetector, ObservationRow } from '../../engine/detectors/interface.ts';
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
  const values = valuesByFace(store.observationsAt(job.id, range.firstFrame, range.count), registry);
  const overlays: FrameOverlay[] = [];
  for (let frame = range.firstFrame; frame < end; frame += 1) {
    const ticks = must(index === null ? 0 : index.pts[frame], 'an examined frame is in the index');
    overlays.push({ frame, ptsUs: index === null ? 0 : ticksToUs(ticks, index.timeBase), faces: [] });
  }
  for (const row of store.faces(job.id, range.firstFrame, range.count)) {
    overlays[row.frame - range.firstFrame]?.faces.push(faceOverlay(row, values.get(faceKey(row)) ?? {}));
  }
  return overlays;
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
  const names = faceDetectors.flatMap(({ columns }) => columns.map(({ name }) => name));
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  const values = new Map<string, Record<string, number | null>>();
  for (const { card, columns } of faceDetectors) {
    for (const row of observations.get(card.id) ?? []) {
      const ofFace = values.get(faceKey(row)) ?? {};
      columns.forEach(({ name }, at) => {
        ofFace[twice.has(name) ? `${card.id}.${name}` : name] = row.values[at] ?? null;
      });
      values.set(faceKey(row), ofFace);
    }
  }
  return values;
}
