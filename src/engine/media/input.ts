/** How every run of ffmpeg and ffprobe is told what it may open. */
import { resolve } from 'node:path';
import type { Reach } from '../../base/node/confine.ts';
import { HEIF, type HeifPicture, readHeif } from './heif.ts';

/** Largest picture that is decoded: 16384 pixels a side, 120 million in all (a 100-megapixel camera's still fits); about 180 MB as 4:2:0. */
export const MAX_SIDE_PX = 16_384;
export const MAX_PIXELS = 120_000_000;

/** What a run is given to read: arguments, and what is written to its stdin, if anything. */
export interface ToolInput {
  readonly args: string[];
  readonly stdin?: Uint8Array;
}

/** The file by its name, or of a HEIF the picture, through a pipe. Rejects only for a HEIF, as `readHeif` does. */
export async function toolInput(path: string, demuxer: string, signal?: AbortSignal): Promise<ToolInput> {
  if (demuxer !== HEIF) return { args: inputArgs(path, demuxer) };
  return pictureInput(await readHeif(path, signal));
}

export const pictureInput = ({ ppm }: HeifPicture): ToolInput => ({ args: opens('ppm_pipe', 'pipe:0'), stdin: ppm });

/**
 * One file and nothing else: one named demuxer, no network, nothing that the file refers to.
 * The `file:` in front makes a name with a colon, a percent sign or a leading dash a plain name.
 */
export function inputArgs(path: string, demuxer: string): string[] {
  return opens(demuxer, `file:${resolve(path)}`);
}

const opens = (demuxer: string, url: string): string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  demuxer,
  '-max_pixels',
  String(MAX_PIXELS),
  '-f',
  demuxer,
  '-i',
  url,
];

/** What a run over one file may touch: that file, for reading. */
export const reachOf = (path: string): Reach => ({ reads: resolve(path) });

/** ffprobe calls a container by all names of its demuxer ("mov,mp4,m4a,…"); the first is the one that -f takes. */
export function demuxerOf(container: string): string {
  return container.split(',', 1)[0] ?? container;
}

/** Before the input: the container's own clock is kept, and rotation is left to a filter that we name ourselves. */
export const decodeArgs: readonly string[] = ['-copyts', '-noautorotate'];

/** Before an output: every decoded frame once, at its own time in the stream's own ticks. */
export const exactTimes: readonly string[] = ['-fps_mode', 'passthrough', '-enc_time_base', '-1'];

const INDEXED_CONTAINERS: ReadonlySet<string> = new Set(['mov', 'matroska']);

/**
 * Containers that store a presentation time with each packet and an index that leads to key frames.
 * In the others times are guessed or sought by halving: AVI was seen to begin at a frame that is no key frame.
 */
export function isIndexed(demuxer: string): boolean {
  return INDEXED_CONTAINERS.has(demuxer);
}
