/** How large the frames are that are measured, and the ffmpeg filters that make them. */
import type { MediaFacts, VideoStream } from '../../contract/exhibits.ts';
import { assert, must } from '../../base/assert.ts';
import { byMatrix } from './colour-matrix.ts';

export interface WorkingSize {
  /** After rotation, pixels. */
  readonly width: number;
  readonly height: number;
  /** Full-size pixels for one working pixel. */
  readonly scale: number;
  /** Bytes of the luma plane, of one chroma plane, and of a whole frame. */
  readonly lumaBytes: number;
  readonly chromaBytes: number;
  readonly frameBytes: number;
}

/** The one video stream that is examined; only video and images have one. */
export function examinedStream(facts: MediaFacts): VideoStream {
  return must(
    facts.streams.find((stream) => stream.type === 'video'),
    'frames are asked for only of exhibits that have a picture',
  );
}

/** Full size after display rotation, pixels. Pixels that are not square are left as they are: nothing is interpolated for looks. */
export function fullSize(stream: VideoStream): { readonly width: number; readonly height: number } {
  return stream.rotation % 180 === 0 ? { width: stream.width, height: stream.height } : { width: stream.height, height: stream.width };
}

/** Scaled down to `maxWorkingWidth`, never up; the height is the nearest whole number. */
export function workingSize(stream: VideoStream, maxWorkingWidth: number): WorkingSize {
  assert(Number.isInteger(maxWorkingWidth) && maxWorkingWidth > 0, 'the working width is a positive whole number');
  const full = fullSize(stream);
  const width = Math.min(full.width, maxWorkingWidth);
  const height = Math.max(1, Math.round((full.height * width) / full.width));
  const lumaBytes = width * height;
  const chromaBytes = Math.ceil(width / 2) * Math.ceil(height / 2);
  return { width, height, scale: full.width / width, lumaBytes, chromaBytes, frameBytes: lumaBytes + 2 * chromaBytes };
}

const TURNS = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] } as const;

/** Display rotation, done by us: ffmpeg's own differs between versions. */
export function rotationFilters(stream: VideoStream): readonly string[] {
  return stream.mirrored === true ? [...TURNS[stream.rotation], 'hflip'] : TURNS[stream.rotation];
}

/** Areas are averaged, so that scaling down loses no light and repeats bit by bit. Without full_chroma_inp the last chroma column of a picture of odd width is half grey. */
const FLAGS = 'flags=area+full_chroma_inp+accurate_rnd+bitexact';
const SCALING = `${FLAGS}:out_color_matrix=bt601`;

/** To planar 4:2:0, BT.601, full range. */
export function workingFilters(stream: VideoStream, size: WorkingSize): string {
  const scale = (range: 'pc' | 'tv'): string => `scale=${size.width}:${size.height}:${SCALING}:out_range=${range}`;
  const full = [scale('pc'), 'format=yuv420p'];
  const turned = rotationFilters(stream);
  const matrix = byMatrix(stream, FLAGS);
  if (matrix !== null) {
    const ready = matrix.halved && isFullSize(stream, size);
    return [...matrix.filters, ...turned, ...(ready ? [] : full)].join(',');
  }
  return [...turned, ...(onlyRangeDiffers(stream, size) ? [scale('tv'), 'format=yuv420p', FULL_RANGE] : full)].join(',');
}

/** Whether frames of this stream are made by the matrix alone, which a plan states. */
export const isByMatrix = (stream: VideoStream): boolean => byMatrix(stream, FLAGS) !== null;

const isFullSize = ({ width, height }: VideoStream, size: WorkingSize): boolean => width * height === size.lumaBytes;

/** BT.601 as ffprobe names it, and what the scaler takes for it because nothing is said. */
const BT601: ReadonlySet<string | null> = new Set([null, 'bt470bg', 'smpte170m']);

/** Planar 4:2:0 of working size in BT.601 and limited range, as most films say or leave unsaid. */
function onlyRangeDiffers(stream: VideoStream, size: WorkingSize): boolean {
  const { pixelFormat, colorSpace, colorRange } = stream;
  const limited = colorRange === null || colorRange === 'tv';
  return pixelFormat === 'yuv420p' && limited && BT601.has(colorSpace) && isFullSize(stream, size);
}

/**
 * The scaler's own arithmetic for one value (swscale's range conversion of its 15-bit values, rounded to 8), as a table for each plane:
 * the same bits in less than half of the time, since the scaler has nothing left to do but copy (docs/performance.md).
 */
const toFullRange = (highest: number, gain: number, offset: number, shift: number): string =>
  `clip(floor((floor((min(val*128\\,${String(highest)})*${String(gain)}-${String(offset)})/${String(2 ** shift)})+64)/128)\\,0\\,255)`;
const LUMA = toFullRange(30_189, 19_077, 39_057_361, 14);
const CHROMA = toFullRange(30_775, 4663, 9_289_992, 12);
const FULL_RANGE = `lutyuv=y=${LUMA}:u=${CHROMA}:v=${CHROMA}`;
