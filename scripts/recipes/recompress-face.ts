/** The face of a photo, or of a stretch of a film, coded on its own before the whole is saved: as a face is that was taken from a compressed picture. */
import { execFileSync } from 'node:child_process';
import { Failure } from '../../src/base/failure.ts';
import { recodeFace, type Coding } from './block-coding.ts';
import { changeFilm, withFaces } from './change-faces.ts';
import { pointsOf } from './face-patch.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

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

/** Rejects with MEDIA_UNDECODABLE where there is no face, or the input has not this size. */
export async function recompressPhoto({ input, coding, output, tools, width, height, qscale }: RecompressPhoto): Promise<void> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuvj420p'];
  const bytes = new Uint8Array(execFileSync(tools.ffmpegPath, ['-v', 'error', '-i', input, ...raw, '-'], { maxBuffer: 1 << 28 }));
  const size = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
  if (bytes.length !== size) throw new Failure('MEDIA_UNDECODABLE', 'the photo has another size');
  await withFaces(async (find) => {
    const face = await find({ bytes, width, height }, 0);
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
  coding,
  ...film
}: Recompress & { readonly range: FrameRange; readonly crf: number }): Promise<void> {
  const count = await changeFilm(film, async (picture, frame, find) => {
    const face = coding === null ? undefined : await find(picture, frame);
    if (face === undefined || coding === null) return false;
    recodeFace(picture, pointsOf(face.mesh), coding);
    return true;
  });
  if (coding !== null && count === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found to change');
}
