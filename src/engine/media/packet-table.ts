/** Where each packet of a film lies in its file, so that exactly those that one frame needs can be given to a decoder that waits. */
import { stat } from 'node:fs/promises';
import * as z from 'zod';
import { StandIns } from './h264/stand-ins.ts';
import { demuxerOf } from './input.ts';
import { ffprobe, type ProbeTarget } from './ffprobe.ts';
import type { StillSource } from './stills.ts';
import { examinedStream } from './working-size.ts';

/** Packets in order of decoding. */
export interface PacketTable {
  readonly codec: QuickCodec;
  /** avcC or hvcC, as the container has it. */
  readonly codecPrivate: Buffer;
  /** `null`: no picture is replaced. */
  readonly standIns: StandIns | null;
  /** How many frames may be held back to be put in order, as ffprobe says. */
  readonly reorder: number;
  readonly position: Float64Array;
  readonly sizeBytes: Uint32Array;
  /** The number of the frame that is decoded from it. */
  readonly frame: Uint32Array;
  readonly isKey: Uint8Array;
  /** By frame: its packet. */
  readonly packetOf: Uint32Array;
}

export const QUICK_CODECS = ['h264', 'hevc'] as const;
export type QuickCodec = (typeof QUICK_CODECS)[number];

/** Formats whose pixels depend on nothing that an encoder writes beside them (libavcodec reads x264's version for 4:4:4). */
const FORMATS = /^yuvj?4(20|22)p(10le)?$/;
/** A packet of more is no packet of a film that anybody looks through. */
const MOST_PACKET_BYTES = 32 << 20;
const LIST_BYTES = 256 << 20;
const LIMITS = { timeoutMs: 5 * 60_000, maxStdoutBytes: LIST_BYTES };

const StreamJson = z.object({ streams: z.tuple([z.object({ extradata: z.string(), has_b_frames: z.int().nonnegative().max(16) })]) });

/**
 * `null` where packets do not stand for frames one by one: other containers than MP4 and QuickTime (Matroska says where a block begins, not
 * its frame), other codecs, hidden packets (edit lists), data beside packets (other parameters from there on), or another count or other
 * times than the stored index has. Rejects as `ffprobe` does.
 */
export async function readPacketTable(source: StillSource, signal?: AbortSignal): Promise<PacketTable | null> {
  const stream = examinedStream(source.facts);
  const demuxer = demuxerOf(source.facts.container);
  const codec = QUICK_CODECS.find((name) => name === stream.codec);
  if (demuxer !== 'mov' || codec === undefined || !FORMATS.test(stream.pixelFormat ?? '')) return null;
  const target: ProbeTarget = { ...source.tools, path: source.path, demuxer, signal };
  const select = ['-select_streams', String(stream.index)];
  const said = await ffprobe(target, [...select, '-show_entries', 'stream=extradata,has_b_frames', '-show_data', '-of', 'json'], LIMITS);
  const parsed = StreamJson.safeParse(JSON.parse(said.stdout.toString('utf8')));
  if (!parsed.success) return null;
  const codecPrivate = fromHexDump(parsed.data.streams[0].extradata);
  // Version 1 of both records; Annex B, which begins with zeros, has no lengths to check a packet by.
  if (codecPrivate[0] !== 1 || codecPrivate.length < (codec === 'h264' ? 7 : 23)) return null;
  const entries = 'packet=pts,pos,size,flags:packet_side_data=side_data_type';
  const list = await ffprobe(target, [...select, '-show_entries', entries, '-of', 'compact=p=0:nk=1'], LIMITS);
  const placed = parsePackets(list.stdout.toString('latin1'), source, (await stat(source.path)).size);
  if (placed === null) return null;
  const standIns = codec === 'h264' ? StandIns.of(codecPrivate) : null;
  return { codec, codecPrivate, standIns, reorder: parsed.data.streams[0].has_b_frames, ...placed };
}

/** ffprobe's `-show_data`: offset, sixteen bytes in hexadecimal, and the same as text. */
export function fromHexDump(dump: string): Buffer {
  const rows = [...dump.matchAll(/^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} ){1,8})/gm)];
  return Buffer.from(rows.map(([, hex = '']) => hex.replaceAll(' ', '')).join(''), 'hex');
}

/** Lines of "pts|size|pos|flags", in ffprobe's own order of fields. */
export function parsePackets(
  text: string,
  { pts, keyFrames }: Pick<StillSource, 'pts' | 'keyFrames'>,
  fileBytes: number,
): Omit<PacketTable, 'codec' | 'codecPrivate' | 'standIns' | 'reorder'> | null {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length !== pts.length) return null;
  const frames = new Map(pts.map((ticks, frame) => [ticks, frame]));
  const keys = new Set(keyFrames);
  const [position, sizeBytes] = [new Float64Array(lines.length), new Uint32Array(lines.length)];
  const [frame, isKey, packetOf] = [new Uint32Array(lines.length), new Uint8Array(lines.length), new Uint32Array(lines.length)];
  for (const [n, line] of lines.entries()) {
    const found = /^(-?\d+)\|(\d+)\|(\d+)\|([K_])_{1,2}$/.exec(line);
    if (found === null) return null;
    const [ticks, bytes, at] = [Number(found[1]), Number(found[2]), Number(found[3])];
    const shown = frames.get(ticks);
    if (shown === undefined || bytes === 0 || bytes > MOST_PACKET_BYTES || at + bytes > fileBytes) return null;
    // Each time once: a second packet of the same frame finds none.
    frames.delete(ticks);
    if ((found[4] === 'K') !== keys.has(shown)) return null;
    position[n] = at;
    sizeBytes[n] = bytes;
    frame[n] = shown;
    isKey[n] = found[4] === 'K' ? 1 : 0;
    packetOf[shown] = n;
  }
  return isKey[0] === 1 ? { position, sizeBytes, frame, isKey, packetOf } : null;
}
