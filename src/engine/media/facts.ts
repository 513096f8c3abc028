/** Reduces ffprobe's JSON to the facts that are shown and used. */
import { Failure } from '../../base/failure.ts';
import { MediaFacts, type AudioStream, type MediaKind, type VideoStream } from '../../contract/exhibits.ts';
import type { Rational } from '../../contract/values.ts';
import type { DisplayMatrix, ProbeJson, ProbeStream } from './ffprobe.ts';
import { isVariable, type FrameTimes } from './frame-index.ts';
import { ticksToUs } from './ticks.ts';

export type Quarter = 0 | 90 | 180 | 270;

/** How a picture is to be shown: turned clockwise by `rotation`, then, where `mirrored`, left and right exchanged. */
export interface Turn {
  readonly rotation: Quarter;
  readonly mirrored: boolean;
}

/** What was learned besides the JSON. */
export interface Learned {
  readonly kind: MediaKind;
  /** The video stream that is examined: the first that is not a cover picture. */
  readonly videoIndex: number | null;
  readonly times: FrameTimes | null;
  readonly turn: Turn;
  readonly warnings: readonly string[];
  readonly toolVersion: string;
}

/** Throws MEDIA_UNDECODABLE where the file states a number that cannot be kept, such as frames that begin 285 years after zero. */
export function toFacts(json: ProbeJson, learned: Learned): MediaFacts {
  const streams = json.streams.map((stream) => {
    if (stream.index === learned.videoIndex && learned.times !== null) return videoFacts(stream, learned.times, learned.turn);
    return audioFacts(stream) ?? otherFacts(stream);
  });
  const facts: MediaFacts = {
    kind: learned.kind,
    container: json.format.format_name,
    containerLong: json.format.format_long_name ?? null,
    durationUs: learned.kind === 'image' ? null : secondsToUs(json.format.duration),
    bitRate: learned.kind === 'image' ? null : natural(json.format.bit_rate),
    tags: json.format.tags ?? {},
    streams,
    warnings: [...learned.warnings],
    tool: { name: 'ffprobe', version: learned.toolVersion.replace(/^ff\w+ version /, '') },
  };
  const impossible = MediaFacts.safeParse(facts).error?.issues[0];
  if (impossible !== undefined) throw new Failure('MEDIA_UNDECODABLE', `${impossible.path.join('.')}: ${impossible.message}`);
  return facts;
}

function videoFacts(stream: ProbeStream, times: FrameTimes, { rotation, mirrored }: Turn): VideoStream {
  return {
    type: 'video',
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile: stream.profile === undefined ? null : String(stream.profile),
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    rotation,
    ...(mirrored ? { mirrored } : {}),
    sampleAspectRatio: rational(stream.sample_aspect_ratio, ':'),
    pixelFormat: stream.pix_fmt ?? null,
    colorSpace: known(stream.color_space),
    colorRange: known(stream.color_range),
    timeBase: times.timeBase,
    averageFrameRate: rational(stream.avg_frame_rate, '/'),
    frameCount: times.pts.length,
    keyFrameCount: times.keyFrames.length,
    variableFrameRate: isVariable(times.pts),
    startUs: ticksToUs(times.pts[0] ?? 0, times.timeBase),
    durationUs: durationUs(stream),
    encoder: stream.tags?.encoder ?? null,
  };
}

/** `null` also for sound without a rate or a channel, which nothing can be done with. */
export function audioFacts(stream: ProbeStream): AudioStream | null {
  const sampleRate = natural(stream.sample_rate);
  const channels = stream.channels ?? 0;
  if (stream.codec_type !== 'audio' || sampleRate === null || sampleRate === 0 || channels === 0) return null;
  const timeBase = rational(stream.time_base, '/');
  return {
    type: 'audio',
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    sampleRate,
    channels,
    channelLayout: known(stream.channel_layout),
    startUs: timeBase === null ? 0 : ticksToUs(stream.start_pts ?? 0, timeBase),
    durationUs: durationUs(stream),
  };
}

function otherFacts(stream: ProbeStream): MediaFacts['streams'][number] {
  const mediaType = isCover(stream) ? 'cover picture' : (stream.codec_type ?? 'unknown');
  return { type: 'other', index: stream.index, codec: stream.codec_name ?? 'unknown', mediaType };
}

/** A picture that belongs to a recording (an album's cover, a thumbnail), not the recording itself. */
export function isCover(stream: ProbeStream): boolean {
  return stream.disposition?.attached_pic === 1 || stream.disposition?.timed_thumbnails === 1;
}

/** Where a display matrix mirrors, its angle is that of the first row alone: the mirror is taken off it. `null`: no quarter turn. */
export function turnOf({ rotation, displaymatrix = '' }: DisplayMatrix): Turn | null {
  const quarter = clockwiseQuarter(rotation);
  if (quarter === null) return null;
  const [a = 0, b = 0, , c = 0, d = 0] = displaymatrix
    .split('\n')
    .flatMap((row) => row.split(':')[1]?.trim().split(/\s+/).map(Number) ?? []);
  return a * d - b * c < 0 ? { rotation: ((540 - quarter) % 360) as Quarter, mirrored: true } : { rotation: quarter, mirrored: false };
}

/** ffprobe gives the angle counter-clockwise, from the display matrix. */
export function clockwiseQuarter(rotation: number): Quarter | null {
  const clockwise = ((-rotation % 360) + 360) % 360;
  const nearest = (Math.round(clockwise / 90) * 90) % 360;
  const off = Math.min(Math.abs(clockwise - nearest), 360 - Math.abs(clockwise - nearest));
  return off <= 1 ? (nearest as Quarter) : null;
}

/** "30000/1001" or "1:1"; null for the "0/0" that means unknown. */
export function rational(text: string | undefined, separator: '/' | ':'): Rational | null {
  const [num, den] = (text ?? '').split(separator).map(Number);
  if (num === undefined || den === undefined || !Number.isSafeInteger(num) || !Number.isSafeInteger(den) || num <= 0 || den <= 0)
    return null;
  return { num, den };
}

function durationUs(stream: ProbeStream): number | null {
  const timeBase = rational(stream.time_base, '/');
  if (stream.duration_ts !== undefined && stream.duration_ts >= 0 && timeBase !== null)
    return credible(ticksToUs(stream.duration_ts, timeBase));
  return secondsToUs(stream.duration);
}

/** ffprobe writes six decimals: whole microseconds. */
function secondsToUs(text: string | undefined): number | null {
  const value = Number(text ?? 'none');
  return value >= 0 ? credible(Math.round(value * 1_000_000)) : null;
}

/** A duration of 285 years and more is damage, and as good as none. */
function credible(us: number): number | null {
  return Number.isSafeInteger(us) ? us : null;
}

function natural(text: string | undefined): number | null {
  const value = Number(text ?? 'none');
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function known(text: string | undefined): string | null {
  return text === undefined || text === 'unknown' ? null : text;
}
