/** The face of a photo, or of a stretch of a film, coded on its own before the whole is saved: as a face is that was taken from a compressed picture. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../src/base/failure.ts';
import type { FaceItem } from '../../src/engine/faces/face.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { recodeFace, type Coding } from './block-coding.ts';
import { pointsOf } from './face-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

interface Recompress {
  readonly input: string;
  /** `null`: the face is left as it is, for the untouched twin. */
  readonly coding: Coding | null;
  readonly output: string;
  readonly tools: RecipeTools;
}

export interface RecompressPhoto extends Recompress {
  readonly width: number;
  readonly height: number;
  /** ffmpeg's scale of its JPEG coder, 1 is best; ignored where the output is a PNG. */
  readonly qscale: number;
}

type Find = (bytes: Uint8Array, width: number, height: number, frame: number) => Promise<FaceItem | undefined>;

async function withFaces(work: (find: Find) => Promise<void>): Promise<void> {
  const networks = await openNetworks({ weightsFolder: fileURLToPath(new URL('../../models/weights', import.meta.url)), provider: 'cpu' });
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    await work(async (bytes, width, height, frame) => {
      const [luma, chroma] = [width * height, ((width + 1) >> 1) * ((height + 1) >> 1)];
      const planes = { y: bytes.subarray(0, luma), cb: bytes.subarray(luma, luma + chroma), cr: bytes.subarray(luma + chroma) };
      const [face] = await tracker.track({ frame, ptsUs: frame, width, height, scale: 1, ...planes });
      return face;
    });
  } finally {
    await networks.close();
  }
}

/** Rejects with MEDIA_UNDECODABLE where there is no face, or the input has not this size. */
export async function recompressPhoto({ input, coding, output, tools, width, height, qscale }: RecompressPhoto): Promise<void> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuvj420p'];
  const bytes = new Uint8Array(execFileSync(tools.ffmpegPath, ['-v', 'error', '-i', input, ...raw, '-'], { maxBuffer: 1 << 28 }));
  const size = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
  if (bytes.length !== size) throw new Failure('MEDIA_UNDECODABLE', 'the photo has another size');
  await withFaces(async (find) => {
    const face = await find(bytes, width, height, 0);
    if (face === undefined) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to change');
    if (coding !== null) recodeFace({ width, height, bytes }, pointsOf(face.mesh), coding);
  });
  const coder = ['-frames:v', '1', '-qmin', '1', '-q:v', String(qscale), '-flags:v', '+bitexact', '-fflags', '+bitexact'];
  execFileSync(tools.ffmpegPath, ['-v', 'error', '-y', ...raw, '-video_size', `${width}x${height}`, '-i', '-', ...coder, output], {
    input: bytes,
  });
}

/** Every frame of the range; H.264 at `crf`. Rejects with MEDIA_UNDECODABLE (no constant rate, no face), TOOL_FAILED, WEIGHTS_MISSING. */
export async function recompressFilm({
  input,
  range,
  coding,
  crf,
  output,
  tools,
}: Recompress & { readonly range: FrameRange; readonly crf: number }): Promise<void> {
  const facts = await readFacts(input, tools);
  const { width, height } = facts;
  await withFaces(async (find) => {
    const writer = writeFilm(output, facts, tools, crf);
    let [frame, count] = [0, 0];
    for await (const bytes of readFrames(input, range, false, tools)) {
      const face = coding === null ? undefined : await find(bytes, width, height, frame);
      if (face !== undefined && coding !== null) {
        recodeFace({ width, height, bytes }, pointsOf(face.mesh), coding);
        count += 1;
      }
      await writer.write(bytes);
      frame += 1;
    }
    await writer.close();
    if (coding !== null && count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to change');
  });
}
