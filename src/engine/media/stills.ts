/** Exactly one frame, or a short run of them, at full size as PNG: what an examiner looks at and what a report prints. */
import ffmpeg from 'fluent-ffmpeg';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import { assert, must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { runTool, ToolExit } from '../../base/node/spawn.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { Rational } from '../../contract/values.ts';
import { seekArgs } from './decode.ts';
import { decodeArgs, demuxerOf, exactTimes, isIndexed, reachOf, toolInput } from './input.ts';
import type { MediaTools } from './tools.ts';
import { examinedStream, rotationFilters } from './working-size.ts';

export interface StillSource {
  readonly path: string;
  readonly tools: MediaTools;
  readonly facts: MediaFacts;
  /** The stored frame index. */
  readonly timeBase: Rational;
  readonly pts: readonly number[];
  readonly keyFrames: readonly number[];
  /** Only this part of the frame, made smaller or larger: to recognise something by, nothing is concluded from it. */
  readonly part?: StillPart;
}

export interface StillPart {
  /** A square of whole pixels of the full-size frame. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  /** Of the picture that comes out, pixels. */
  readonly madeSide: number;
}

/** The same pixels: PNG for what is kept, printed and hashed; BMP for what is only looked at, which costs no time to write and none to read. */
export type StillFormat = 'png' | 'bmp';

/** The encoder of PNG takes RGB as it is, that of BMP wants its bytes in the other order; neither changes a value. */
const WRITTEN_AS: Readonly<Record<StillFormat, readonly string[]>> = {
  png: ['-c:v', 'png', '-compression_level', '3'],
  bmp: ['-c:v', 'bmp', '-pix_fmt', 'bgr24'],
};

/** Long enough for a 4K group of pictures on a slow machine, short enough for a person who waits. */
const TIMEOUT_SECONDS = 120;

/**
 * The frame after display rotation, 8-bit RGB, one PNG pixel for each decoded pixel.
 * Rejects with FRAME_NOT_FOUND, FRAME_UNDECODABLE, MEDIA_TIMEOUT, TOOL_MISSING, or the signal's reason.
 */
export async function decodeStill(
  request: StillSource & { readonly frame: number; readonly format: 'png'; readonly signal?: AbortSignal },
): Promise<Uint8Array> {
  const stills = await decodeStills(request, request.frame, request.frame, request.signal);
  const still = stills.get(request.frame);
  if (still === undefined) throw new Failure('FRAME_UNDECODABLE', `frame ${request.frame}`);
  return still;
}

/** Frames `first` to `last` in one run of ffmpeg; those that cannot be decoded are not in the map. Rejects as decodeStill does. */
export async function decodeStills(
  source: StillSource,
  first: number,
  last: number,
  signal?: AbortSignal,
  format: StillFormat = 'png',
): Promise<Map<number, Uint8Array>> {
  if (!Number.isInteger(first) || first < 0 || last >= source.pts.length) throw new Failure('FRAME_NOT_FOUND', `frame ${first}`);
  assert(last >= first, 'a run of stills has a frame');
  const seek = seekFor(source, first);
  const stills = await run(source, first, last, seek, signal, format);
  // A seek that went wrong shows as a first frame that never came; then everything is decoded from the start.
  return seek.length > 0 && !stills.has(first) ? run(source, first, last, [], signal, format) : stills;
}

/** Where the container has no index of its own, one key frame more is left as a margin. */
export function seekFor(source: StillSource, frame: number): string[] {
  const indexed = isIndexed(demuxerOf(source.facts.container));
  const at = source.keyFrames.findLastIndex((key) => key <= frame) - (indexed ? 0 : 1);
  const key = source.keyFrames[at];
  if (key === undefined || at < 1) return [];
  return seekArgs(source.pts[key] ?? 0, source.timeBase);
}

async function run(
  source: StillSource,
  first: number,
  last: number,
  seek: readonly string[],
  signal: AbortSignal | undefined,
  format: StillFormat,
): Promise<Map<number, Uint8Array>> {
  const folder = await mkdtemp(temporaryPrefix('stills'));
  try {
    await decodeInto(folder, source, first, last, seek, signal, format);
    const stills = new Map<number, Uint8Array>();
    const names = new Set(await readdir(folder));
    for (let frame = first; frame <= last; frame++) {
      // Each file is named after its frame's own time: a frame that is missing cannot move the others.
      const name = `${source.pts[frame] ?? 0}.${format}`;
      if (names.has(name)) stills.set(frame, await readFile(join(folder, name)));
    }
    return stills;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * From a decoded frame to upright 8-bit RGB. Neither choice changes a value: threads share the rows of one frame, and three planes, which are
 * calculated from the same formula, take a third of the time, since ffmpeg has it for several pixels at once (`yuv2gbrp_full_X`).
 */
export function pictureFilters(
  facts: MediaFacts,
  { threads, as }: { readonly threads: number; readonly as: 'rgb24' | 'gbrp' } = { threads: 1, as: 'rgb24' },
): string[] {
  return [
    ...rotationFilters(examinedStream(facts)),
    `scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact${threads === 1 ? '' : `:threads=${threads}`}`,
    `format=${as}`,
  ];
}

function partFilters(part: StillPart | undefined): string[] {
  if (part === undefined) return [];
  const { left, top, side, madeSide } = part;
  return [`crop=${side}:${side}:${left}:${top}:exact=1`, `scale=${madeSide}:${madeSide}:flags=area+accurate_rnd+bitexact`];
}

async function decodeInto(
  folder: string,
  source: StillSource,
  first: number,
  last: number,
  seek: readonly string[],
  signal: AbortSignal | undefined,
  format: StillFormat,
): Promise<void> {
  const stream = examinedStream(source.facts);
  const { args: input, stdin } = await toolInput(source.path, demuxerOf(source.facts.container), signal);
  const url = must(input.pop(), 'the last input argument is the file');
  assert(input.pop() === '-i', 'the file follows -i, which fluent-ffmpeg writes itself');
  const firstTicks = source.pts[first] ?? 0;
  const lastTicks = source.pts[last] ?? 0;
  const filters = [
    // By ticks, not by seconds; trim also ends the run at once when the last frame has passed.
    `trim=start_pts=${firstTicks}:end_pts=${lastTicks + 1}`,
    ...pictureFilters(source.facts),
    ...partFilters(source.part),
  ];
  const command: unknown = ffmpeg()
    .input(url)
    .inputOptions('-hide_banner', '-v', 'error', '-nostdin', ...decodeArgs, ...seek, ...input)
    .videoFilters(filters.join(','))
    .outputOptions('-map', `0:${stream.index}`, ...exactTimes, '-frames:v', String(last - first + 1))
    .outputOptions(...WRITTEN_AS[format], '-f', 'image2', '-frame_pts', '1')
    .output(join(folder.replaceAll('%', '%%'), `%d.${format}`));
  // fluent-ffmpeg (2.1.3) writes the arguments; it is not let run them, because it knows no bounds and no process group.
  const args = (command as { _getArguments(): string[] })._getArguments();
  const limits = { timeoutMs: TIMEOUT_SECONDS * 1000, maxStdoutBytes: 1 << 20, reach: { ...reachOf(source.path), writes: folder }, stdin };
  try {
    await runTool(source.tools.ffmpegPath, args, signal === undefined ? limits : { ...limits, signal });
  } catch (error) {
    const ended = error instanceof Failure && error.cause instanceof ToolExit && error.cause.signal === null;
    throw ended ? new Failure('FRAME_UNDECODABLE', `frame ${first}`, { cause: error }) : error;
  }
}
