/** Says what a file is: media of which kind, with which streams, and when each frame is shown; or why it cannot be examined. */
import { Failure } from '../../base/failure.ts';
import type { MediaFacts, MediaKind } from '../../contract/exhibits.ts';
import { whatIsMissing } from './completeness.ts';
import { audioFacts, isCover, rational, toFacts, turnOf, type Turn } from './facts.ts';
import { AskedAhead } from './asked-ahead.ts';
import { ffprobe, matrixIn, ProbeJson, toolWords, type DisplayMatrix, type ProbeStream, type ProbeTarget } from './ffprobe.ts';
import { FIRST_PACKETS, firstFrame, type FirstFrame, matrixOfFirst, picture } from './first-frame.ts';
import { readFrameTimes, type FrameTimes } from './frame-index.ts';
import { HEIF, asHeif, readHeif } from './heif.ts';
import { leftOut } from './left-out.ts';
import { otherStreams } from './other-streams.ts';
import { isIndexed, MAX_PIXELS, MAX_SIDE_PX, pictureInput } from './input.ts';
import { probeStill } from './probe-still.ts';
import { sniff, type Sniffed } from './sniff.ts';
import { stillSays, type StillSays } from './still-says.ts';
import type { MediaTools } from './tools.ts';

export interface Probed {
  readonly facts: MediaFacts;
  /** Frame times of the examined video stream; one frame at 0 for a picture, null for sound. */
  readonly index: FrameTimes | null;
  /** ffprobe's whole answer (-show_format -show_streams), as parsed JSON. */
  readonly raw: unknown;
}

const HEADER = { timeoutMs: 60_000, maxStdoutBytes: 16 << 20 };
/** The largest still takes a few seconds; what takes longer unpacks a bomb in its metadata, and would do so at each look. */
const STILL = { ...HEADER, timeoutMs: 20_000 };

/**
 * Rejects with MEDIA_UNRECOGNISED (not a format that is opened, decided by content alone), MEDIA_TRUNCATED (its own structure
 * is cut off), MEDIA_UNDECODABLE (not one frame or sample), MEDIA_TOO_LARGE (over 16384 px a side or 120 million px),
 * MEDIA_TIMEOUT, TOOL_MISSING, TOOL_FAILED (ffprobe crashed). The path must be a regular file that the caller may read.
 */
export async function probe(path: string, tools: MediaTools, signal?: AbortSignal): Promise<Probed> {
  const sniffed = await sniff(path);
  if (sniffed === null) throw new Failure('MEDIA_UNRECOGNISED');
  const missing = await whatIsMissing(path, sniffed);
  if (missing !== null) throw new Failure('MEDIA_TRUNCATED', `${sniffed.label}: ${missing}`);
  const target: ProbeTarget = { path, demuxer: sniffed.demuxer, ffprobePath: tools.ffprobePath, ffmpegPath: tools.ffmpegPath, signal };

  if (sniffed.demuxer === HEIF) {
    const picture = await readHeif(path, signal);
    const probed = await probeAs({ ...target, input: pictureInput(picture) }, sniffed, tools.version, null);
    return { ...probed, facts: asHeif(probed.facts, picture) };
  }
  const says = await stillSays(path, sniffed, signal);
  // An AVIF is an ISO base media file without an index.
  if (says !== null) return probeAs(target, { ...sniffed, still: true }, tools.version, null, says);
  if (sniffed.still || !isIndexed(sniffed.demuxer)) return probeAs(target, sniffed, tools.version, null);
  const ahead = new AskedAhead(target, HEADER);
  try {
    return await probeAs(target, sniffed, tools.version, ahead);
  } finally {
    await ahead.end();
  }
}

async function probeAs(
  target: ProbeTarget,
  sniffed: Sniffed,
  toolVersion: string,
  ahead: AskedAhead | null,
  says: StillSays = { turn: null, leftOut: [] },
): Promise<Probed> {
  const { path } = target;
  const atOnce = sniffed.still ? await probeStill(target, picture(FIRST_PACKETS), STILL) : null;
  const { raw, stderr } = atOnce === null ? await header(target, sniffed) : { raw: atOnce.header, stderr: '' };
  const parsed = ProbeJson.safeParse(raw);
  if (!parsed.success) throw new Failure('MEDIA_UNDECODABLE', `${sniffed.label}: no stream could be read`, { cause: parsed.error });
  const json = parsed.data;
  const warnings = toolWords(stderr, path);

  const video = json.streams.find((stream) => stream.codec_type === 'video' && !isCover(stream)) ?? null;
  if (video === null) {
    await refuseSilentFile(target, json.streams);
    warnings.push(...otherStreams(json.streams, null));
    return { facts: toFacts(json, { ...nothing, kind: 'audio', warnings, toolVersion }), index: null, raw };
  }
  refuseTooLarge(video);
  const [first, { times, warnings: more }] =
    atOnce === null
      ? await firstAndTimes(target, video, sniffed, ahead)
      : [matrixOfFirst(video, atOnce, '', path), await frameTimes(target, video, sniffed, null)];
  const kind: MediaKind = isStill(sniffed, json.streams, times) ? 'image' : 'video';
  const turn = displayTurn(video, first.matrix, warnings, says.turn);
  const notShown = [...leftOut(video, first.hasProfile, turn.rotation), ...otherStreams(json.streams, video), ...says.leftOut];
  const learned = {
    kind,
    videoIndex: video.index,
    times,
    turn,
    toolVersion,
    warnings: [...new Set([...warnings, ...more, ...notShown])],
  };
  return { facts: toFacts(json, learned), index: times, raw };
}

async function header(target: ProbeTarget, sniffed: Sniffed): Promise<{ raw: unknown; stderr: string }> {
  const { stdout, stderr } = await ffprobe(target, ['-show_format', '-show_streams', '-of', 'json'], sniffed.still ? STILL : HEADER);
  return { raw: JSON.parse(stdout.toString('utf8')), stderr };
}

const UPRIGHT: Turn = { rotation: 0, mirrored: false };
const nothing = { videoIndex: null, times: null, turn: UPRIGHT };

/** A GIF or an APNG of one frame is a picture too; a film of one frame with sound is not. */
function isStill(sniffed: Sniffed, streams: readonly ProbeStream[], times: FrameTimes): boolean {
  if (sniffed.still) return true;
  return times.pts.length === 1 && (sniffed.demuxer === 'gif' || sniffed.demuxer === 'apng') && streams.length === 1;
}

function refuseTooLarge(stream: ProbeStream): void {
  const width = stream.width ?? 0;
  const height = stream.height ?? 0;
  if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || width * height > MAX_PIXELS)
    throw new Failure('MEDIA_TOO_LARGE', `${width} x ${height} pixels`);
}

/** Both beside each other; where no frame comes out, that is what is told, and the times are no longer waited for. */
async function firstAndTimes(
  target: ProbeTarget,
  stream: ProbeStream,
  sniffed: Sniffed,
  ahead: AskedAhead | null,
): Promise<[FirstFrame, Awaited<ReturnType<typeof frameTimes>>]> {
  const needless = new AbortController();
  const signal = target.signal === undefined ? needless.signal : AbortSignal.any([target.signal, needless.signal]);
  const times = frameTimes({ ...target, signal }, stream, sniffed, ahead);
  // Told below, in its turn.
  times.catch(() => undefined);
  try {
    return [await firstFrame(target, stream, sniffed.still ? STILL : HEADER, ahead?.few), await times];
  } catch (error) {
    needless.abort();
    await ahead?.end();
    await Promise.allSettled([times]);
    throw error;
  }
}

async function frameTimes(
  target: ProbeTarget,
  stream: ProbeStream,
  sniffed: Sniffed,
  ahead: AskedAhead | null,
): Promise<{ times: FrameTimes; warnings: string[] }> {
  const timeBase = rational(stream.time_base, '/');
  if (timeBase === null) throw new Failure('MEDIA_UNDECODABLE', 'the stream has no time base');
  if (sniffed.still) return { times: { timeBase, pts: [0], keyFrames: [0] }, warnings: [] };
  return readFrameTimes(target, stream, timeBase, ahead?.packets);
}

function displayTurn(stream: ProbeStream, ofFrame: DisplayMatrix | null, warnings: string[], ofFile: Turn | null): Turn {
  const matrix = matrixIn(stream.side_data_list) ?? ofFrame;
  if (matrix === null) return ofFile ?? UPRIGHT;
  const turn = turnOf(matrix);
  if (turn === null) warnings.push(`The display rotation of ${matrix.rotation} degrees is not a quarter turn and was not applied.`);
  return turn ?? UPRIGHT;
}

async function refuseSilentFile(target: ProbeTarget, streams: readonly ProbeStream[]): Promise<void> {
  const audio = streams.find((stream) => audioFacts(stream) !== null);
  if (audio === undefined) {
    const named = streams.some((stream) => stream.codec_type === 'audio');
    throw new Failure('MEDIA_UNDECODABLE', named ? 'its sound has no sample rate, or no channel' : 'there is no video and no sound in it');
  }
  const args = [
    '-select_streams',
    String(audio.index),
    '-read_intervals',
    `%+#${FIRST_PACKETS}`,
    '-show_entries',
    'frame=nb_samples',
    '-of',
    'compact=p=0',
  ];
  const output = await ffprobe(target, args, HEADER);
  if (!/nb_samples=[1-9]/.test(output.stdout.toString('latin1'))) {
    throw new Failure('MEDIA_UNDECODABLE', toolWords(output.stderr, target.path).at(-1) ?? 'no sample came out of the decoder');
  }
}
