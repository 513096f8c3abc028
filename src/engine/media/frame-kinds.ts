/** How frames were coded, as the decoder says: intra (I), predicted (P), predicted from both sides (B). Asked for only where someone looks. */
import { runTool } from '../../base/node/spawn.ts';
import type { FrameKind, FrameKinds } from '../../contract/exhibits.ts';
import { decodeArgs, demuxerOf, exactTimes, inputArgs, reachOf } from './input.ts';
import { seekFor, type StillSource } from './stills.ts';
import { examinedStream } from './working-size.ts';

/** A group of pictures without end is read in parts of so many frames. */
const MOST_FRAMES = 250;
const LIMITS = { timeoutMs: 120_000, maxStdoutBytes: 4 << 20 };
/** As ffmpeg's filter `select` names them. */
const KINDS = ['I', 'P', 'B'] as const satisfies readonly FrameKind[];

/** The frames that are read together with `frame`: its group of pictures, in order of presentation, or a part of it. */
export function partOfGroup(
  source: Pick<StillSource, 'pts' | 'keyFrames'>,
  frame: number,
): { readonly first: number; readonly last: number } {
  const key = source.keyFrames.findLast((at) => at <= frame) ?? 0;
  const next = source.keyFrames.find((at) => at > frame) ?? source.pts.length;
  const first = key + Math.floor((frame - key) / MOST_FRAMES) * MOST_FRAMES;
  return { first, last: Math.min(next, first + MOST_FRAMES) - 1 };
}

/** `null` where the decoder gave no frame or another kind. Rejects with TOOL_FAILED, TOOL_MISSING or MEDIA_TIMEOUT. */
export async function readFrameKinds(source: StillSource, frame: number): Promise<Omit<FrameKinds, 'exhibitId'>> {
  const { first, last } = partOfGroup(source, frame);
  const seek = seekFor(source, first);
  const kinds = await kindsOf(source, first, last, seek);
  // As with stills: after a seek a decoder may leave out frames that it gives when it comes from the start.
  const whole = seek.length === 0 || !kinds.includes(null);
  return { firstFrame: first, kinds: whole ? kinds : await kindsOf(source, first, last, []) };
}

async function kindsOf(source: StillSource, first: number, last: number, seek: readonly string[]): Promise<(FrameKind | null)[]> {
  const stream = examinedStream(source.facts);
  const trim = `trim=start_pts=${source.pts[first] ?? 0}:end_pts=${(source.pts[last] ?? 0) + 1}`;
  const split = `split=${KINDS.length}${KINDS.map((kind) => `[all${kind}]`).join('')}`;
  const select = KINDS.map((kind) => `[all${kind}]select=eq(pict_type\\,${kind})[${kind}]`).join(';');
  const args = [
    ...['-hide_banner', '-v', 'error', '-nostdin', ...decodeArgs, ...seek],
    ...inputArgs(source.path, demuxerOf(source.facts.container)),
    ...['-filter_complex', `[0:${stream.index}]${trim},scale=2:2:flags=neighbor,format=gray,${split};${select}`],
    ...KINDS.flatMap((kind) => ['-map', `[${kind}]`]),
    ...[...exactTimes, '-f', 'framecrc', 'pipe:1'],
  ];
  const { stdout } = await runTool(source.tools.ffmpegPath, args, { ...LIMITS, reach: reachOf(source.path) });
  const byTicks = new Map<number, FrameKind>();
  // framecrc: "stream, dts, pts, …"; each frame came through the filter of its own kind.
  for (const [, nth, ticks] of stdout.toString('latin1').matchAll(/^(\d), *-?\d+, *(-?\d+),/gm)) {
    const kind = KINDS[Number(nth)];
    if (kind !== undefined) byTicks.set(Number(ticks), kind);
  }
  return source.pts.slice(first, last + 1).map((ticks) => byTicks.get(ticks) ?? null);
}
