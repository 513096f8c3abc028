/** Makes a track with two identities: from one frame on, the inner face of another person's clip is painted over the face of a real clip. */
import { fileURLToPath } from 'node:url';
import { Failure } from '../../src/base/failure.ts';
import { createFaceTracker, type FaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { Planes } from './eye-patch.ts';
import { paintFace, pointsOf } from './face-patch.ts';
import { readFacts, readFrames, writeFilm, type FilmFacts, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface TwoIdentities {
  /** A film at a constant frame rate; its first face is painted over. */
  readonly input: string;
  readonly range: FrameRange;
  /** Frames of the output in which the other face is shown, by the output's own numbers, both ends included. */
  readonly painted: FrameRange;
  /** The other person's film; its frames from `otherFrom` on are used one after the other, forth and back when they are too few. */
  readonly other: string;
  readonly otherFrom: number;
  readonly otherFrames: number;
  /** Written as H.264 in MP4, without sound, with the same frames at the same times. */
  readonly output: string;
  readonly tools: RecipeTools;
  /** Where the face networks lie; the repository's own when not given. */
  readonly weightsFolder?: string | undefined;
}

type Points = ReturnType<typeof pointsOf>;
interface Donor {
  readonly picture: Planes;
  readonly points: Points;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function twoIdentities(options: TwoIdentities): Promise<{ readonly frames: number; readonly painted: number }> {
  const { input, range, other, otherFrom, otherFrames, tools } = options;
  const weightsFolder = options.weightsFolder ?? fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const open = () => createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
  try {
    const donors: Donor[] = [];
    const otherFacts = await readFacts(other, tools);
    const otherTracker = await open();
    let frame = 0;
    for await (const bytes of readFrames(other, { fromFrame: otherFrom, toFrame: otherFrom + otherFrames - 1 }, false, tools)) {
      const points = await meshOf(otherTracker, frame, otherFacts, bytes);
      if (points !== null) donors.push({ picture: { width: otherFacts.width, height: otherFacts.height, bytes }, points });
      frame += 1;
    }
    if (donors.length === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found in the other film');

    const facts = await readFacts(input, tools);
    const tracker = await open();
    const writer = writeFilm(options.output, facts, tools);
    let painted = 0;
    frame = 0;
    for await (const bytes of readFrames(input, range, false, tools)) {
      const points = await meshOf(tracker, frame, facts, bytes);
      const donor = donors[forthAndBack(frame - options.painted.fromFrame, donors.length)];
      if (points !== null && donor !== undefined && frame >= options.painted.fromFrame && frame <= options.painted.toFrame) {
        paintFace({ width: facts.width, height: facts.height, bytes }, points, donor.picture, donor.points);
        painted += 1;
      }
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
    if (painted === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to paint over');
    return { frames: frame, painted };
  } finally {
    await networks.close();
  }
}

/** 0, 1, … n-1, n-1, … 1, 0, 0, 1, … */
function forthAndBack(k: number, n: number): number {
  const at = ((k % (2 * n)) + 2 * n) % (2 * n);
  return at < n ? at : 2 * n - 1 - at;
}

async function meshOf(tracker: FaceTracker, frame: number, { width, height }: FilmFacts, bytes: Uint8Array): Promise<Points | null> {
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
  // Times do not matter to the tracker; the frame's number tells it when to look for new faces.
  const [face] = await tracker.track({ frame, ptsUs: frame, width, height, scale: 1, ...planes });
  return face === undefined ? null : pointsOf(face.mesh);
}
