/** Runs ffprobe on one file with everything that keeps it to that file. */
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { runTool, ToolExit, type ToolOutput } from '../../base/node/spawn.ts';
import { inputArgs, reachOf, type ToolInput } from './input.ts';

export interface ProbeTarget {
  readonly path: string;
  readonly demuxer: string;
  /** What each run is given; absent: the file by its name. */
  readonly input?: ToolInput;
  readonly ffprobePath: string;
  readonly ffmpegPath: string;
  readonly signal: AbortSignal | undefined;
}

/** Time and output that one question may cost. */
export interface ProbeLimits {
  readonly timeoutMs: number;
  readonly maxStdoutBytes: number;
}

/** Rejects with MEDIA_TIMEOUT, MEDIA_TOO_LARGE, MEDIA_UNDECODABLE (ffprobe gave up on it), TOOL_MISSING. */
export async function ffprobe(target: ProbeTarget, args: readonly string[], limits: ProbeLimits): Promise<ToolOutput> {
  const signal = target.signal === undefined ? {} : { signal: target.signal };
  const input: ToolInput = target.input ?? { args: inputArgs(target.path, target.demuxer) };
  try {
    const output = await runTool(target.ffprobePath, ['-hide_banner', '-v', 'warning', ...args, ...input.args], {
      ...limits,
      ...signal,
      reach: reachOf(target.path),
      stdin: input.stdin,
    });
    refuseTooLarge(output.stderr);
    return output;
  } catch (error) {
    throw asUndecodable(error, target.path);
  }
}

/** What is to be thrown where a tool gave up on a file, which is not the tool's fault: MEDIA_UNDECODABLE or MEDIA_TOO_LARGE; else the same. */
export function asUndecodable(error: unknown, path: string): unknown {
  if (!(error instanceof Failure) || error.code !== 'TOOL_FAILED') return error;
  if (!(error.cause instanceof ToolExit) || error.cause.signal !== null) return error;
  refuseTooLarge(error.cause.stderr);
  return new Failure('MEDIA_UNDECODABLE', lastWords(error.cause.stderr, path), { cause: error });
}

/** Where nothing came out of the decoder, and it says that the size is the reason. */
export function refuseInvalidSize(stderr: string): void {
  const found = /Picture size ([1-9]\d*)x([1-9]\d*) is invalid/.exec(stderr);
  if (found !== null) throw new Failure('MEDIA_TOO_LARGE', `${found[1] ?? ''} x ${found[2] ?? ''} pixels`);
}

function refuseTooLarge(stderr: string): void {
  const found = /Picture size (\d+)x(\d+) exceeds specified max pixel count/.exec(stderr);
  if (found !== null) throw new Failure('MEDIA_TOO_LARGE', `${found[1] ?? ''} x ${found[2] ?? ''} pixels`);
}

/** Codec 0 is none: telephones write tracks of data (positions, orientation) beside picture and sound, which nobody decodes. */
const NOISE = /^Last message repeated|^Consider increasing the value|^Unsupported codec with id 0 for input stream \d+$/;

/** Lines of stderr without memory addresses and paths, each once, at most `limit`. */
export function toolWords(stderr: string, path: string, limit = 20): string[] {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replaceAll(path, 'the file')
        .replaceAll(/ @ 0x[0-9a-f]+/g, '')
        .trim(),
    )
    .filter((line) => line !== '' && !NOISE.test(line));
  return [...new Set(lines)].slice(0, limit);
}

function lastWords(stderr: string, path: string): string {
  return toolWords(stderr, path, 100).at(-1) ?? 'no reason given';
}

const Text = z.string().optional();
const Tags = z.record(z.string(), z.string()).optional();

/** The nine numbers stand row by row, each row behind its address; a version that does not know them here gives the angle alone. */
export const SideData = z.array(z.object({ side_data_type: Text, rotation: z.number().optional(), displaymatrix: Text }));

/** A colour profile, of which ffprobe says only that it is there. */
export const holdsProfile = (sideData: z.infer<typeof SideData> = []): boolean =>
  sideData.some(({ side_data_type: type }) => type === 'ICC profile');

export interface DisplayMatrix {
  /** Counter-clockwise, degrees. */
  readonly rotation: number;
  readonly displaymatrix?: string | undefined;
}

export function matrixIn(sideData: z.infer<typeof SideData> = []): DisplayMatrix | null {
  for (const { rotation, displaymatrix } of sideData) if (rotation !== undefined) return { rotation, displaymatrix };
  return null;
}

/** The part of ffprobe's JSON that is used; everything else is kept only in the raw output. */
export const ProbeJson = z.object({
  format: z.object({ format_name: z.string(), format_long_name: Text, duration: Text, bit_rate: Text, tags: Tags }),
  streams: z.array(
    z.object({
      index: z.int().nonnegative(),
      codec_type: Text,
      codec_name: Text,
      profile: z.union([z.string(), z.number()]).optional(),
      width: z.int().optional(),
      height: z.int().optional(),
      sample_aspect_ratio: Text,
      pix_fmt: Text,
      color_space: Text,
      color_range: Text,
      color_transfer: Text,
      color_primaries: Text,
      field_order: Text,
      time_base: Text,
      avg_frame_rate: Text,
      start_pts: z.int().optional(),
      duration_ts: z.int().optional(),
      duration: Text,
      sample_rate: Text,
      channels: z.int().optional(),
      channel_layout: Text,
      disposition: z.record(z.string(), z.int()).optional(),
      tags: Tags,
      side_data_list: SideData.optional(),
    }),
  ),
});
export type ProbeJson = z.infer<typeof ProbeJson>;
export type ProbeStream = ProbeJson['streams'][number];
