/** Makes a known manipulation: for a while the face keeps the expression of one frame, following the head, while everything else goes on. */
import { fileURLToPath } from 'node:url';
import { Failure } from '../../src/base/failure.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { Planes } from './eye-patch.ts';
import { paintFace, pointsOf } from './face-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface FreezeFace {
  /** A film at a constant frame rate; its first face is frozen. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly range: FrameRange;
  /** Frames of the input that show the face of the frame before the first of them, inside the range. */
  readonly frozen: FrameRange;
  readonly tools: RecipeTools;
  /** Where the face networks lie; the repository's own when not given. */
  readonly weightsFolder?: string | undefined;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function freezeFace({ input, output, range, frozen, tools, weightsFolder }: FreezeFace): Promise<void> {
  const facts = await readFacts(input, tools);
  const folder = weightsFolder ?? fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder: folder, provider: 'cpu' });
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    const writer = writeFilm(output, facts, tools);
    const { width, height } = facts;
    const luma = width * height;
    const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
    let held: { readonly picture: Planes; readonly points: ReturnType<typeof pointsOf> } | null = null;
    let frame = range.fromFrame;
    for await (const bytes of readFrames(input, range, false, tools)) {
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame: frame - range.fromFrame, ptsUs: frame * 40_000, width, height, scale: 1, ...planes });
      if (face !== undefined) {
        const points = pointsOf(face.mesh);
        if (frame === frozen.fromFrame - 1) held = { picture: { width, height, bytes: bytes.slice() }, points };
        const inside = frame >= frozen.fromFrame && frame <= frozen.toFrame;
        if (inside && held !== null) paintFace({ width, height, bytes }, points, held.picture, held.points);
      }
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
    if (held === null) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to hold');
  } finally {
    await networks.close();
  }
}
