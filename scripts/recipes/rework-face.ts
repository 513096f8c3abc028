/** Changes the resolution or the noise of the face in a stretch of a real clip, or blends it with itself, written without loss; the rest of the picture stays, or all of it gets grain first. */
import { fileURLToPath } from 'node:url';
import { Failure } from '../../src/base/failure.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { blendFace, type FaceBlend } from './blend-face.ts';
import { addGrain, changeFacePixels, type FaceChange } from './face-pixels.ts';
import { pointsOf } from './face-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface ReworkFace {
  readonly input: string;
  readonly range: FrameRange;
  /** Frames of the output that are changed, by the output's own numbers, both ends included; `null`: none, for the untouched twin. */
  readonly changed: FrameRange | null;
  readonly change: FaceChange | ({ readonly kind: 'blended' } & FaceBlend);
  /** Grain over the whole picture of every frame, before the face is changed; grey levels, 0 for none. */
  readonly grain: number;
  readonly output: string;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function reworkFace({ input, range, changed, change, grain, output, tools }: ReworkFace): Promise<void> {
  const networks = await openNetworks({ weightsFolder: fileURLToPath(new URL('../../models/weights', import.meta.url)), provider: 'cpu' });
  try {
    const facts = await readFacts(input, tools);
    const { width, height } = facts;
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    // At crf 16 the coder already adds as much fine detail to a coarse face as the detector looks for.
    const writer = writeFilm(output, facts, tools, 0);
    const luma = width * height;
    const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
    let frame = 0;
    let count = 0;
    for await (const bytes of readFrames(input, range, false, tools)) {
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = changed === null ? [] : await tracker.track({ frame, ptsUs: frame, width, height, scale: 1, ...planes });
      if (grain > 0) addGrain({ width, height, bytes }, grain, frame);
      if (face !== undefined && changed !== null && frame >= changed.fromFrame && frame <= changed.toFrame) {
        const points = pointsOf(face.mesh);
        if (change.kind === 'blended') blendFace({ width, height, bytes }, points, { ...change, change: seeded(change.change, frame) });
        else changeFacePixels({ width, height, bytes }, points, seeded(change, frame));
        count += 1;
      }
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
    if (changed !== null && count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to change');
  } finally {
    await networks.close();
  }
}

/** Noise differs from frame to frame. */
function seeded<Change extends FaceChange | undefined>(change: Change, frame: number): Change {
  return change?.kind === 'noised' ? { ...change, seed: change.seed + frame } : change;
}
