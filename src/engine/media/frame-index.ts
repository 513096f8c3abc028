/** The presentation time of every frame, in ticks of the stream's time base (law 11). */
import { Failure } from '../../base/failure.ts';
import { runTool, type ToolOutput } from '../../base/node/spawn.ts';
import type { Rational } from '../../contract/values.ts';
import { asUndecodable, ffprobe, toolWords, type ProbeStream, type ProbeTarget } from './ffprobe.ts';
import { decodeArgs, exactTimes, inputArgs, isIndexed, reachOf } from './input.ts';

export interface FrameTimes {
  readonly timeBase: Rational;
  /** Strictly increasing. */
  readonly pts: number[];
  /** Frame numbers of the key frames, ascending. */
  readonly keyFrames: number[];
}

interface Listed {
  readonly pts: number;
  readonly key: boolean;
}

/** One line for each packet or frame is at most about 60 bytes: room for 50 hours at 25 frames a second. */
const LIST_BYTES = 256 << 20;
const PACKETS_TIMEOUT_MS = 5 * 60_000;
const FRAMES_TIMEOUT_MS = 60 * 60_000;

/** Codecs of which each packet, in an indexed container, is exactly one shown frame. */
const EXACT_CODECS = new Set(['h264', 'hevc', 'av1', 'mpeg4', 'mjpeg', 'prores', 'dnxhd', 'png', 'ffv1']);

/**
 * Reads the packets only, without decoding, where that is exact; otherwise decodes all frames (slower):
 * other containers give no or guessed times (AVI), VP8 and VP9 may hide frames, interlaced fields may come one by one,
 * and pictures before the first key frame are never shown.
 * Rejects as `ffprobe` does, and with MEDIA_UNDECODABLE where no frame has a time. `packets`: as `listPackets`.
 */
export async function readFrameTimes(
  target: ProbeTarget,
  stream: ProbeStream,
  timeBase: Rational,
  packets = listPackets,
): Promise<{ times: FrameTimes; warnings: string[] }> {
  if (isIndexed(target.demuxer) && EXACT_CODECS.has(stream.codec_name ?? '') && isProgressive(stream)) {
    const output = await packets(target, stream.index);
    const listed = parsePackets(output.stdout);
    if (listed !== null) return { times: inOrder(listed, timeBase), warnings: toolWords(output.stderr, target.path) };
  }
  const output = await listByDecoding(target, stream.index);
  const { listed, left } = parseListing(output.stdout);
  const warnings = toolWords(output.stderr, target.path);
  if (left > 0) warnings.push(`${left} decoded frames have no time of their own, or the same as another, and cannot be addressed.`);
  return { times: inOrder(listed, timeBase), warnings };
}

export function listPackets(target: ProbeTarget, streamIndex: number): Promise<ToolOutput> {
  const args = ['-select_streams', String(streamIndex), '-of', 'compact=p=0', '-show_entries', 'packet=pts,flags'];
  return ffprobe(target, args, { timeoutMs: PACKETS_TIMEOUT_MS, maxStdoutBytes: LIST_BYTES });
}

/**
 * ffmpeg rather than `ffprobe -show_frames`: where a container gives no times, ffmpeg and ffprobe guess differently at the end of
 * a file, and the index must hold what decoding will give. Two lists come out: all frames (0) and key frames (1).
 */
async function listByDecoding(target: ProbeTarget, streamIndex: number): Promise<ToolOutput> {
  const graph = `[0:${streamIndex}]scale=2:2:flags=neighbor,format=gray,split[all][some];[some]select=key[keys]`;
  const args = [
    '-hide_banner',
    '-v',
    'error',
    '-nostdin',
    // However few frames of a damaged film can be decoded, these are what it shows.
    '-max_error_rate',
    '1',
    ...decodeArgs,
    ...inputArgs(target.path, target.demuxer),
    '-filter_complex',
    graph,
  ];
  const maps = ['-map', '[all]', '-map', '[keys]', ...exactTimes, '-f', 'framecrc', 'pipe:1'];
  const signal = target.signal === undefined ? {} : { signal: target.signal };
  const limits = { timeoutMs: FRAMES_TIMEOUT_MS, maxStdoutBytes: LIST_BYTES, ...signal, reach: reachOf(target.path) };
  try {
    return await runTool(target.ffmpegPath, [...args, ...maps], limits);
  } catch (error) {
    throw asUndecodable(error, target.path);
  }
}

/** The field is absent for codecs that know no fields. */
function isProgressive(stream: ProbeStream): boolean {
  return stream.field_order === undefined || stream.field_order === 'progressive' || stream.field_order === 'unknown';
}

/** Frames from packets in order of decoding; null where the packets alone do not say which frames are shown, and when. */
export function parsePackets(stdout: Buffer): Listed[] | null {
  const listed: Listed[] = [];
  let first: Listed | null = null;
  for (const line of lines(stdout)) {
    const pts = integer(field(line, 'pts'));
    const flags = field(line, 'flags') ?? '';
    if (pts === null || flags.includes('C')) return null;
    const packet = { pts, key: flags.startsWith('K') };
    first ??= packet;
    // Decoders skip what comes before the first key frame, and leading pictures that refer to what is not there.
    if (!first.key || pts < first.pts) return null;
    // D: decoded for the sake of others and not shown, such as what an edit list cuts away.
    if (!flags.includes('D')) listed.push(packet);
  }
  listed.sort((a, b) => a.pts - b.pts);
  return listed.some((packet, i) => packet.pts === listed[i - 1]?.pts) ? null : listed;
}

/** framecrc: "stream, dts, pts, duration, size, checksum". `left`: how many frames had no later time than the one before. */
export function parseListing(stdout: Buffer): { readonly listed: Listed[]; readonly left: number } {
  const all: number[] = [];
  const keys = new Set<number>();
  let left = 0;
  for (const line of lines(stdout)) {
    const entry = /^([01]), *-?\d+, *(-?\d+),/.exec(line);
    if (entry === null) continue;
    const pts = Number(entry[2]);
    if (entry[1] === '1') keys.add(pts);
    else if (pts > (all.at(-1) ?? -Infinity)) all.push(pts);
    else left += 1;
  }
  return { listed: all.map((pts) => ({ pts, key: keys.has(pts) })), left };
}

function inOrder(listed: readonly Listed[], timeBase: Rational): FrameTimes {
  if (listed.length === 0) throw new Failure('MEDIA_UNDECODABLE', 'no frame has a time');
  const keyFrames = listed.flatMap((frame, n) => (frame.key ? [n] : []));
  return { timeBase, pts: listed.map((frame) => frame.pts), keyFrames };
}

/** Whether intervals between frames vary by more than one tick: the rounding of a constant rate to ticks makes them vary by one. */
export function isVariable(pts: readonly number[]): boolean {
  let least = Infinity;
  let most = -Infinity;
  for (let n = 1; n < pts.length; n++) {
    const interval = (pts[n] ?? 0) - (pts[n - 1] ?? 0);
    least = Math.min(least, interval);
    most = Math.max(most, interval);
  }
  return most - least > 1;
}

function* lines(stdout: Buffer): Generator<string> {
  for (let from = 0; from < stdout.length;) {
    const end = stdout.indexOf(0x0a, from);
    const to = end === -1 ? stdout.length : end;
    const line = stdout.toString('latin1', from, to);
    // Packets with side data are followed by empty lines.
    if (line !== '') yield line;
    from = to + 1;
  }
}

function field(line: string, name: string): string | null {
  for (const part of line.split('|')) if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  return null;
}

function integer(text: string | null): number | null {
  if (text === null || !/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
