/** Films whose frames are not those that the camera took: taken out, copied in, repeated to another rate, or computed between two. */
import { runTool } from '../../src/base/node/spawn.ts';
import type { FrameRange, RecipeTools } from './raw-video.ts';

export type Reordering =
  | { readonly kind: 'as-it-is' }
  /** Counted from the start of the stretch. */
  | { readonly kind: 'take-out'; readonly frames: FrameRange }
  /** These frames come once more right behind themselves. */
  | { readonly kind: 'copy-in'; readonly frames: FrameRange }
  /** To another rate by repeating frames. */
  | { readonly kind: 'repeat'; readonly fps: number }
  /** To another rate by blending the two nearest frames. */
  | { readonly kind: 'blend'; readonly fps: number };

export interface FrameOrderOptions {
  readonly input: string;
  readonly output: string;
  readonly fps: number;
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly reordering: Reordering;
  /** H.264 constant rate factor. */
  readonly quality: number;
  readonly tools: RecipeTools;
}

function filterOf(reordering: Reordering, fps: number): string {
  const onTime = `setpts=N/${String(fps)}/TB`;
  switch (reordering.kind) {
    case 'as-it-is':
      return 'null';
    case 'take-out':
      return `select='not(between(n,${String(reordering.frames.fromFrame)},${String(reordering.frames.toFrame)}))',${onTime}`;
    case 'copy-in': {
      const { fromFrame, toFrame } = reordering.frames;
      return `loop=loop=1:size=${String(toFrame - fromFrame + 1)}:start=${String(fromFrame)},${onTime}`;
    }
    case 'repeat':
      return `fps=${String(reordering.fps)}`;
    case 'blend':
      return `minterpolate=fps=${String(reordering.fps)}:mi_mode=blend`;
  }
}

/** Rejects with TOOL_FAILED, as ffmpeg does. */
export async function reorderFrames(options: FrameOrderOptions): Promise<void> {
  const { input, output, fps, fromSeconds, seconds, reordering, quality, tools } = options;
  const cut = ['-ss', String(fromSeconds), '-t', String(seconds), '-i', input, '-map', '0:v:0', '-an'];
  const code = ['-c:v', 'libx264', '-crf', String(quality), '-pix_fmt', 'yuv420p', output];
  const args = ['-v', 'error', '-y', ...cut, '-vf', filterOf(reordering, fps), ...code];
  await runTool(tools.ffmpegPath, args, { timeoutMs: 120_000, maxStdoutBytes: 1 << 20 });
}
