/** Makes a known manipulation: for a while the head comes from other frames of the same film, while body and background go on. */
import { must } from '../../src/base/assert.ts';
import { pasteEllipse, type Ellipse } from './ellipse.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface SpliceHead {
  /** A film at a constant frame rate whose camera stands still. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound: the frames of `range`. */
  readonly output: string;
  readonly range: FrameRange;
  /** Frames of the input whose head is replaced, inside the range. */
  readonly replaced: FrameRange;
  /** First frame of the input that gives the head; as many follow as are replaced. */
  readonly headFrom: number;
  /** Holds the head in both places. */
  readonly ellipse: Ellipse;
  readonly tools: RecipeTools;
}

/** Rejects with MEDIA_UNDECODABLE or TOOL_FAILED. Deterministic for one ffmpeg and processor. */
export async function spliceHead({ input, output, range, replaced, headFrom, ellipse, tools }: SpliceHead): Promise<void> {
  const facts = await readFacts(input, tools);
  const count = replaced.toFrame - replaced.fromFrame + 1;
  const heads: Uint8Array[] = [];
  const source = { fromFrame: headFrom, toFrame: headFrom + count - 1 };
  for await (const frame of readFrames(input, source, false, tools)) heads.push(frame);
  const writer = writeFilm(output, facts, tools);
  let frame = range.fromFrame;
  for await (const picture of readFrames(input, range, false, tools)) {
    const at = frame - replaced.fromFrame;
    if (at >= 0 && at < count) pasteEllipse(picture, must(heads[at], 'a head for each replaced frame'), facts, ellipse);
    await writer.write(picture);
    frame += 1;
  }
  await writer.close();
}
