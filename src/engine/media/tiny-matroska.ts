/** Writes the few elements of Matroska (RFC 9559) that ffmpeg needs to be given packets one by one through a pipe. */
import type { QuickCodec } from './packet-table.ts';

export interface Track {
  readonly codec: QuickCodec;
  readonly codecPrivate: Buffer;
  readonly width: number;
  readonly height: number;
  /** ffprobe's words; what it does not know is not written. */
  readonly colorSpace: string | null;
  readonly colorRange: string | null;
}

const CODEC_IDS: Readonly<Record<QuickCodec, string>> = { h264: 'V_MPEG4/ISO/AVC', hevc: 'V_MPEGH/ISO/HEVC' };

/** ITU-T H.273, table 4, by ffmpeg's names. */
const MATRICES: Readonly<Record<string, number>> = {
  ...{ gbr: 0, bt709: 1, fcc: 4, bt470bg: 5, smpte170m: 6, smpte240m: 7, ycgco: 8 },
  ...{ bt2020nc: 9, bt2020c: 10, smpte2085: 11, 'chroma-derived-nc': 12, 'chroma-derived-c': 13, ictcp: 14 },
};
const RANGES: Readonly<Record<string, number>> = { tv: 1, pc: 2 };

/** A tick is a millisecond here; ticks only name frames. */
const NS_PER_TICK = 1_000_000;

/** The element's identifier and the size of what follows. */
function opening(id: number, contentBytes: number): Buffer {
  const head = Buffer.alloc(12);
  const idBytes = id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
  head.writeUIntBE(id, 0, idBytes);
  // A size of eight bytes: its first byte is 1, seven bytes follow.
  head[idBytes] = 1;
  head.writeUIntBE(contentBytes, idBytes + 2, 6);
  return head.subarray(0, idBytes + 8);
}

const sum = (parts: readonly Buffer[]): number => parts.reduce((bytes, part) => bytes + part.length, 0);
const element = (id: number, ...content: readonly Buffer[]): Buffer => Buffer.concat([opening(id, sum(content)), ...content]);

function whole(id: number, value: number): Buffer {
  const content = Buffer.alloc(6);
  content.writeUIntBE(value, 0, 6);
  return element(id, content);
}
const words = (id: number, text: string): Buffer => element(id, Buffer.from(text, 'latin1'));

/** Everything before the first packet; the segment has no end. */
export function matroskaHead(track: Track): Buffer {
  const matrix = MATRICES[track.colorSpace ?? ''];
  const range = RANGES[track.colorRange ?? ''];
  const colour = [...(matrix === undefined ? [] : [whole(0x55b1, matrix)]), ...(range === undefined ? [] : [whole(0x55b9, range)])];
  const video = [whole(0xb0, track.width), whole(0xba, track.height), ...(colour.length === 0 ? [] : [element(0x55b0, ...colour)])];
  return Buffer.concat([
    element(0x1a45dfa3, words(0x4282, 'matroska'), whole(0x4287, 4), whole(0x4285, 2)),
    Buffer.from('1853806701ffffffffffffff', 'hex'),
    element(0x1549a966, whole(0x2ad7b1, NS_PER_TICK)),
    element(
      0x1654ae6b,
      element(
        0xae,
        ...[whole(0xd7, 1), whole(0x73c5, 1), whole(0x83, 1), words(0x86, CODEC_IDS[track.codec])],
        ...[element(0x63a2, track.codecPrivate), element(0xe0, ...video)],
      ),
    ),
  ]);
}

/** One packet in a cluster of its own, so that each has its full time; in pieces, so that nothing is copied. */
export function matroskaPacket(ticks: number, isKey: boolean, data: readonly Buffer[]): Buffer[] {
  const time = whole(0xe7, ticks);
  const block = Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0]);
  const blockHead = opening(0xa3, block.length + sum(data));
  const contentBytes = time.length + blockHead.length + block.length + sum(data);
  return [Buffer.concat([opening(0x1f43b675, contentBytes), time, blockHead, block]), ...data.filter(({ length }) => length > 0)];
}
