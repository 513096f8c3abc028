/** Makes a known manipulation: for a while everything but the head is the picture of one frame, while the head goes on. */
import { fileURLToPath } from 'node:url';
import { must } from '../../src/base/assert.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { pasteEllipse, type Ellipse } from './ellipse.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface StillBody {
  /** A film at a constant frame rate; its first face is the head that goes on. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly range: FrameRange;
  /** Frames of the input, inside the range, in which the body stands still; the first of them gives its picture. */
  readonly still: FrameRange;
  readonly tools: RecipeTools;
}

/** Half axes of the head over those of its face's box: hair and ears are inside, shoulders are not. */
const WIDER = 1.5;
const HIGHER = 1.45;
const FADE = 0.25;
/** Towards the crown, in heights of the face's box. */
const UP = 0.12;

type Box = readonly [number, number, number, number];

/** What of the picture is the head, from the face's box (left, top, width, height). */
const headOf = ([left, top, width, height]: Box): Ellipse => ({
  x: left + width / 2,
  y: top + (0.5 - UP) * height,
  halfWidth: (WIDER * width) / 2,
  halfHeight: (HIGHER * height) / 2,
  fade: FADE,
});

/** Rejects with MEDIA_UNDECODABLE, TOOL_FAILED or WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function stillBody({ input, output, range, still, tools }: StillBody): Promise<void> {
  const facts = await readFacts(input, tools);
  const boxes = await faceBoxes(input, still, tools);
  const writer = writeFilm(output, facts, tools);
  let body: Uint8Array | null = null;
  let frame = range.fromFrame;
  for await (const picture of readFrames(input, range, false, tools)) {
    if (frame === still.fromFrame) body = picture.slice();
    if (body !== null && frame <= still.toFrame) {
      const box = must(boxes[frame - still.fromFrame], 'a face in each frame in which the body stands still');
      pasteEllipse(picture, body, facts, headOf(box), true);
    }
    await writer.write(picture);
    frame += 1;
  }
  await writer.close();
}

/** The box of the first face in each frame; where none is found, the one before it. */
async function faceBoxes(path: string, range: FrameRange, tools: RecipeTools): Promise<Box[]> {
  const { width, height } = await readFacts(path, tools);
  const weightsFolder = fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const boxes: Box[] = [];
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    let frame = 0;
    for await (const bytes of readFrames(path, range, true, tools)) {
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame, ptsUs: frame, width, height, scale: 1, ...planes });
      const box = face?.box ?? boxes.at(-1);
      if (box !== undefined) boxes.push(box);
      frame += 1;
    }
  } finally {
    await networks.close();
  }
  return boxes;
}
