/** Changes one eye or the teeth of the face in a picture, and writes it as PNG: for eyes large enough that their highlights can be seen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '../../src/base/failure.ts';
import { runTool } from '../../src/base/node/spawn.ts';
import { withFaces } from './change-faces.ts';
import { changeEyes, type EyeChange } from './eye-pixels.ts';
import type { RecipeTools } from './raw-video.ts';

export interface ReworkEyes {
  /** A picture; the first face that is found in it is changed. */
  readonly input: string;
  /** `null`: nothing, for the untouched twin that went the same way. */
  readonly change: EyeChange | null;
  readonly output: string;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE (no picture, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function reworkEyes({ input, change, output, tools }: ReworkEyes): Promise<void> {
  const limits = { timeoutMs: 60_000, maxStdoutBytes: 1 << 28 };
  const asked = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', input];
  const [width = 0, height = 0] = (await runTool(tools.ffprobePath, asked, limits)).stdout.toString('utf8').trim().split(',').map(Number);
  const raw = ['-pix_fmt', 'yuvj420p', '-f', 'rawvideo'];
  const scaled = ['-vf', 'scale=out_range=full:out_color_matrix=bt601'];
  const { stdout } = await runTool(tools.ffmpegPath, ['-v', 'error', '-i', input, '-frames:v', '1', ...scaled, ...raw, 'pipe:1'], limits);
  const bytes = Uint8Array.from(stdout);
  const [luma, chroma] = [width * height, ((width + 1) >> 1) * ((height + 1) >> 1)];
  if (bytes.length === 0 || bytes.length !== luma + 2 * chroma) throw new Failure('MEDIA_UNDECODABLE', 'no picture');
  await withFaces(async (find) => {
    const face = await find({ bytes, width, height }, 0);
    if (face === undefined) throw new Failure('MEDIA_UNDECODABLE', 'no face');
    if (change !== null) changeEyes({ width, height, bytes }, face, change);
  });
  const args = ['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'yuvj420p', '-video_size', `${width}x${height}`, '-i', 'pipe:0', output];
  const child = spawn(tools.ffmpegPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  // ffmpeg's own exit code says what went wrong.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  const [code] = await ended;
  if (code !== 0) throw new Failure('TOOL_FAILED', 'ffmpeg');
}
