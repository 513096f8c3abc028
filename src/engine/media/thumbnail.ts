/** A small picture to know an exhibit by: of film and image one decoded frame, of sound its waveform. Nothing is concluded from it. */
import { Failure } from '../../base/failure.ts';
import { runTool, ToolExit } from '../../base/node/spawn.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { decodeArgs, demuxerOf, reachOf, toolInput } from './input.ts';
import type { MediaTools } from './tools.ts';
import { examinedStream, rotationFilters } from './working-size.ts';

/** Twice the size on the screen, for displays of double density. */
const WIDTH = 144;
const HEIGHT = 108;
const LIMITS = { timeoutMs: 20_000, maxStdoutBytes: 1 << 20 };
/** Of a longer recording the waveform shows this much from its beginning. */
const SOUND_SECONDS = 1800;
const NOTHING = new Uint8Array();

/** PNG. Rejects with FRAME_UNDECODABLE, MEDIA_TIMEOUT, TOOL_FAILED or TOOL_MISSING. */
export async function thumbnail(path: string, tools: MediaTools, facts: MediaFacts): Promise<Uint8Array> {
  const input = await toolInput(path, demuxerOf(facts.container));
  const run = async (before: readonly string[], after: readonly string[]): Promise<Uint8Array> => {
    const args = ['-hide_banner', '-v', 'error', '-nostdin', ...before, ...input.args, ...after];
    const output = ['-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', 'pipe:1'];
    try {
      return (await runTool(tools.ffmpegPath, [...args, ...output], { ...LIMITS, reach: reachOf(path), stdin: input.stdin })).stdout;
    } catch (error) {
      // It ended by itself because it could decode nothing: no picture, as where it says nothing.
      if (error instanceof Failure && error.cause instanceof ToolExit && error.cause.signal === null) return NOTHING;
      throw error;
    }
  };
  if (facts.kind === 'audio') {
    const wave = `[0:a:0]aformat=channel_layouts=mono,showwavespic=s=${WIDTH}x${HEIGHT}:colors=0xa0a0a0`;
    return whole(await run(['-t', String(SOUND_SECONDS)], ['-filter_complex', wave]));
  }
  const stream = examinedStream(facts);
  const scale = `scale=${WIDTH}:${HEIGHT}:force_original_aspect_ratio=decrease:flags=area`;
  const picture = ['-map', `0:${stream.index}`, '-vf', [...rotationFilters(stream), scale, 'format=rgb24'].join(',')];
  // A tenth in: the first frames of a film are often black.
  const seconds = facts.kind === 'video' ? (facts.durationUs ?? 0) / 1e7 : 0;
  if (seconds > 0) {
    const sought = await run(['-noautorotate', '-ss', seconds.toFixed(3)], picture);
    if (sought.length > 0) return sought;
  }
  return whole(await run(decodeArgs, picture));
}

function whole(png: Uint8Array): Uint8Array {
  if (png.length === 0) throw new Failure('FRAME_UNDECODABLE', 'no picture of it can be made');
  return png;
}
