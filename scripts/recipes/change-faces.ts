/** What every recipe of faces does: one tracker over the frames of a film, each frame written again. */
import { fileURLToPath } from 'node:url';
import type { FaceItem } from '../../src/engine/faces/face.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { Planes } from './eye-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

const OWN_WEIGHTS = fileURLToPath(new URL('../../models/weights', import.meta.url));

/** The first face of a picture; frames are numbered from 0 and come in order. Its image lies in the picture's own memory. */
type FindFace = (picture: Planes, frame: number) => Promise<FaceItem | undefined>;

/** Rejects with WEIGHTS_MISSING, and with whatever `work` does. */
export async function withFaces<Result>(work: (find: FindFace) => Promise<Result>, weightsFolder = OWN_WEIGHTS): Promise<Result> {
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    return await work(async ({ bytes, width, height }, frame) => {
      const [luma, chroma] = [width * height, ((width + 1) >> 1) * ((height + 1) >> 1)];
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame, ptsUs: frame, width, height, scale: 1, ...planes });
      return face;
    });
  } finally {
    await networks.close();
  }
}

interface FilmOfFaces {
  /** At a constant frame rate. */
  readonly input: string;
  readonly range: FrameRange;
  /** H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly tools: RecipeTools;
  readonly crf?: number;
  readonly weightsFolder?: string | undefined;
}

/**
 * `change` may alter the picture in place, and says whether it did; frames by the output's own numbers. Resolves with how many were altered.
 * Rejects with MEDIA_UNDECODABLE (no constant rate), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor.
 */
export async function changeFilm(
  { input, range, output, tools, crf, weightsFolder }: FilmOfFaces,
  change: (picture: Planes, frame: number, find: FindFace) => Promise<boolean>,
): Promise<number> {
  const facts = await readFacts(input, tools);
  const { width, height } = facts;
  return withFaces(async (find) => {
    const writer = writeFilm(output, facts, tools, crf);
    let [frame, changed] = [0, 0];
    for await (const bytes of readFrames(input, range, false, tools)) {
      if (await change({ width, height, bytes }, frame, find)) changed += 1;
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
    return changed;
  }, weightsFolder);
}
