/** The first frame of a stream: only a decoder knows whether there is a picture, and where a photograph's Exif orientation counts. */
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import type { ToolOutput } from '../../base/node/spawn.ts';
import {
  ffprobe,
  holdsProfile,
  matrixIn,
  refuseInvalidSize,
  SideData,
  toolWords,
  type DisplayMatrix,
  type ProbeLimits,
  type ProbeStream,
  type ProbeTarget,
} from './ffprobe.ts';

const FirstFrames = z.object({ frames: z.array(z.object({ side_data_list: SideData.optional() })).default([]) });

/** Of nearly every film one frame comes out of so many packets (fields come as two), for a tenth of the time of the most. */
const FEW_PACKETS = 4;
/** Enough packets for one frame to come out of a decoder that reorders, H.264's longest delay being 16 frames. */
export const FIRST_PACKETS = 40;

export const picture = (packets: number): string[] => [
  '-read_intervals',
  `%+#${packets}`,
  '-show_entries',
  'frame=width:frame_side_data=side_data_type,rotation,displaymatrix',
];

export interface FirstFrame {
  /** As the frame itself says. */
  readonly matrix: DisplayMatrix | null;
  readonly hasProfile: boolean;
}

function decodePackets(target: ProbeTarget, streamIndex: number, packets: number, limits: ProbeLimits): Promise<ToolOutput> {
  return ffprobe(target, ['-select_streams', String(streamIndex), ...picture(packets), '-of', 'json'], limits);
}

export function decodeFew(target: ProbeTarget, streamIndex: number, limits: ProbeLimits): Promise<ToolOutput> {
  return decodePackets(target, streamIndex, FEW_PACKETS, limits);
}

/** Decodes the beginning; rejects with MEDIA_UNDECODABLE where no frame comes of it. `few`: as `decodeFew`. */
export async function firstFrame(target: ProbeTarget, stream: ProbeStream, limits: ProbeLimits, few = decodeFew): Promise<FirstFrame> {
  const answerOf = ({ stdout, stderr }: ToolOutput): { answer: unknown; stderr: string } => ({
    answer: JSON.parse(stdout.toString('utf8')) as unknown,
    stderr,
  });
  const first = answerOf(await few(target, stream.index, limits));
  const found = FirstFrames.parse(first.answer).frames.length > 0;
  const { answer, stderr } = found ? first : answerOf(await decodePackets(target, stream.index, FIRST_PACKETS, limits));
  return matrixOfFirst(stream, answer, stderr, target.path);
}

export function matrixOfFirst(stream: ProbeStream, answer: unknown, stderr: string, path: string): FirstFrame {
  const [first] = FirstFrames.parse(answer).frames;
  if (first === undefined || (stream.width ?? 0) === 0 || (stream.height ?? 0) === 0) {
    refuseInvalidSize(stderr);
    throw new Failure('MEDIA_UNDECODABLE', toolWords(stderr, path).at(-1) ?? 'no frame came out of the decoder');
  }
  return { matrix: matrixIn(first.side_data_list), hasProfile: holdsProfile(first.side_data_list) };
}
