/** One detector over a clip (or a range of its frames) by the real decoder, tracker and networks, without a case. */
import { fileURLToPath } from 'node:url';
import { must } from '../../src/base/assert.ts';
import type { MediaFacts } from '../../src/contract/exhibits.ts';
import type { Conclusion, Detector, ObservationRow } from '../../src/engine/detectors/interface.ts';
import { FRAMES_KEPT, FrameMemory } from '../../src/engine/frame-memory.ts';
import { overlayPoints, splitOverlay } from '../../src/engine/faces/overlay.ts';
import type { FaceItem } from '../../src/engine/faces/face.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { decodeFrames } from '../../src/engine/media/decode.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { TrackGathering } from '../../src/core/analysis/tracks.ts';
import type { FaceRow } from '../../src/engine/protocol.ts';

const weightsFolder = fileURLToPath(new URL('../../models/weights', import.meta.url));

/** The faces of each frame, in order. */
export async function trackClip(
  path: string,
  see: (face: FaceItem) => Promise<void> | void,
  fromFrame = 0,
  toFrame = Number.POSITIVE_INFINITY,
): Promise<{ readonly facts: MediaFacts; readonly framesTotal: number; readonly framesDecoded: number }> {
  const tools = await findTools();
  const { facts, index } = await probe(path, tools);
  const { timeBase, pts } = must(index, 'a film has an index');
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const memory = new FrameMemory();
  let framesDecoded = 0;
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 4, detectEvery: 25 });
    for await (const frame of decodeFrames({
      path,
      ffmpegPath: tools.ffmpegPath,
      facts,
      timeBase,
      pts,
      maxWorkingWidth: 1280,
      fromFrame,
      held: FRAMES_KEPT,
    })) {
      framesDecoded += 1;
      for (const face of await tracker.track(memory.withPrevious(frame))) await see(face);
      memory.keep(frame);
      if (frame.frame === toFrame) break;
    }
  } finally {
    await networks.close();
  }
  return { facts, framesTotal: pts.length, framesDecoded };
}

/** Without sound: a detector that hears is examined by scoreFiles. */
export async function concludeClip(
  detector: Detector<'face'>,
  path: string,
  fromFrame = 0,
  toFrame = Number.POSITIVE_INFINITY,
): Promise<Conclusion & { readonly rows: readonly ObservationRow[] }> {
  const { facts } = await probe(path, await findTools());
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const rows: ObservationRow[] = [];
  const faces = new Map<string, FaceRow>();
  const gathering = new TrackGathering();
  const observer = await detector.open({ networks, facts });
  const see = async (face: FaceItem): Promise<void> => {
    const stored = rowOf(face);
    const { frame, ptsUs } = face.image;
    gathering.add([stored]);
    faces.set(`${String(frame)}/${String(face.trackId)}`, stored);
    const values = await observer.observe(face);
    if (values !== null) rows.push({ frame, ptsUs, trackId: face.trackId, values });
  };
  const seen = await trackClip(path, see, fromFrame, toFrame);
  await observer.close();
  await networks.close();
  const faceAt = (frame: number, trackId: number) => {
    const face = faces.get(`${String(frame)}/${String(trackId)}`);
    return face === undefined ? null : { box: face.box, ...splitOverlay(face.points) };
  };
  return { rows, ...detector.conclude({ ...seen, rows, tracks: gathering.tracks(), faceAt }) };
}

function rowOf(face: FaceItem): FaceRow {
  const { trackId, confidence, box, image } = face;
  return { frame: image.frame, ptsUs: image.ptsUs, trackId, confidence, box, points: overlayPoints(face) };
}
