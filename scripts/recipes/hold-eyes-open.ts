/** Makes the demo's known manipulation: the eyes of a real clip are held open, by painting the last open eyes over every closure. */
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { must } from '../../src/base/assert.ts';
import { Failure } from '../../src/base/failure.ts';
import { observeFace } from '../../src/engine/detectors/blink/observe.ts';
import { seriesOf, type Sample } from '../../src/engine/detectors/blink/series.ts';
import type { ObservationRow } from '../../src/engine/detectors/interface.ts';
import { createFaceTracker } from '../../src/engine/faces/track.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { EYE_NAMES, marksOf, paintEye, type EyeMarks, type EyeName, type Planes } from './eye-patch.ts';
import { readFacts, readFrames, writeFilm, type FrameRange, type RecipeTools } from './raw-video.ts';

export interface HoldEyesOpen {
  /** A film at a constant frame rate; its first face is the one whose eyes are held open. */
  readonly input: string;
  /** Written as H.264 in MP4, without sound, with the same frames at the same times. */
  readonly output: string;
  /** Only these frames are taken, both ends included; the whole film when not given. */
  readonly range?: FrameRange | undefined;
  readonly tools: RecipeTools;
  /** Where the face networks lie; the repository's own when not given. */
  readonly weightsFolder?: string | undefined;
}

export interface HeldOpen {
  readonly frames: number;
  /** What was painted over, by frame number of the output. */
  readonly held: readonly FrameRange[];
}

/** An eye less open than this share of its baseline counts as closing; a hold goes on until it is nearly open again. */
const CLOSING = 0.78;
const OPEN_AGAIN = 0.92;
/** A hold grows by at most so many frames on either side in search of an open eye. */
const GROW_FRAMES = 6;
/** Holds that come closer than this are one: no two open frames lie between them worth showing. */
const MERGE_FRAMES = 3;

/** Rejects with MEDIA_UNDECODABLE (no constant rate, or no face), TOOL_FAILED, WEIGHTS_MISSING. Deterministic for one ffmpeg and processor. */
export async function holdEyesOpen(options: HoldEyesOpen): Promise<HeldOpen> {
  const range = options.range ?? null;
  const facts = await readFacts(options.input, options.tools);
  const { rows, marks, frames } = await lookAtEyes(options, facts, range);
  const held = holds(seriesOf(0, rows).samples, frames);
  const writer = writeFilm(options.output, facts, options.tools);
  let frame = 0;
  let open: Planes | null = null;
  for await (const bytes of readFrames(options.input, range, false, options.tools)) {
    const picture: Planes = { width: facts.width, height: facts.height, bytes };
    const hold = held.find((h) => frame >= h.fromFrame && frame <= h.toFrame);
    if (hold === undefined) open = { ...picture, bytes: bytes.slice() };
    else if (open !== null) {
      const source = must(marks.get(hold.fromFrame - 1), 'a hold begins after an open frame');
      const here = marks.get(frame);
      if (here !== undefined) for (const eye of EYE_NAMES) paintEye(picture, here[eye], open, source[eye], 1);
    }
    await writer.write(bytes);
    frame++;
  }
  await writer.close();
  return { frames: frame, held };
}

type BothEyes = Readonly<Record<EyeName, EyeMarks>>;

/** First pass: where the eyes are, and how far they are open. */
async function lookAtEyes(
  options: HoldEyesOpen,
  { width, height, rate }: { width: number; height: number; rate: string },
  range: FrameRange | null,
): Promise<{ rows: ObservationRow[]; marks: Map<number, BothEyes>; frames: number }> {
  const weightsFolder = options.weightsFolder ?? fileURLToPath(new URL('../../models/weights', import.meta.url));
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  const [num, den] = rate.split('/').map(Number);
  const frameUs = (1e6 * (den ?? 1)) / (num ?? 1);
  const luma = width * height;
  const chroma = ((width + 1) >> 1) * ((height + 1) >> 1);
  const rows: ObservationRow[] = [];
  const marks = new Map<number, BothEyes>();
  let frame = 0;
  try {
    const tracker = await createFaceTracker({ networks, maxFaces: 1, detectEvery: 25 });
    for await (const bytes of readFrames(options.input, range, true, options.tools)) {
      const ptsUs = Math.round(frame * frameUs);
      const image = {
        frame,
        ptsUs,
        width,
        height,
        scale: 1,
        y: bytes.subarray(0, luma),
        cb: bytes.subarray(luma, luma + chroma),
        cr: bytes.subarray(luma + chroma),
      };
      const [face] = await tracker.track(image);
      if (face !== undefined) {
        rows.push({ frame, ptsUs, trackId: 0, values: observeFace(face) });
        marks.set(frame, { left: marksOf(face.mesh, 'left'), right: marksOf(face.mesh, 'right') });
      }
      frame++;
    }
  } finally {
    await networks.close();
  }
  if (rows.length === 0) throw new Failure('MEDIA_UNDECODABLE', 'no face was found in the film');
  return { rows, marks, frames: frame };
}

/** Stretches to paint over: from the first frame in which a lid goes down to the last before it is open again. */
function holds(samples: readonly Sample[], frames: number): FrameRange[] {
  const openness = new Map(samples.map((s) => [s.frame, s.both]));
  const at = (frame: number): number => openness.get(frame) ?? 1;
  const found: { fromFrame: number; toFrame: number }[] = [];
  for (let frame = 1; frame < frames; frame++) {
    if (at(frame) >= CLOSING) continue;
    let from = frame;
    let to = frame;
    while (from > 1 && frame - from < GROW_FRAMES && at(from - 1) < OPEN_AGAIN) from--;
    while (to + 1 < frames && at(to + 1) < CLOSING) to++;
    const closedUntil = to;
    while (to + 1 < frames && to - closedUntil < GROW_FRAMES && at(to + 1) < OPEN_AGAIN) to++;
    const before = found.at(-1);
    if (before !== undefined && from - before.toFrame <= MERGE_FRAMES) before.toFrame = to;
    else found.push({ fromFrame: from, toFrame: to });
    frame = to;
  }
  return found;
}

async function main(args: readonly string[]): Promise<void> {
  const [input, output, from, to] = args;
  if (input === undefined || output === undefined || (from === undefined) !== (to === undefined)) {
    process.stderr.write('usage: node scripts/recipes/hold-eyes-open.ts <in.mp4> <out.mp4> [<first frame> <last frame>]\n');
    process.exitCode = 2;
    return;
  }
  const range = from === undefined ? undefined : { fromFrame: Number(from), toFrame: Number(to) };
  const result = await holdEyesOpen({ input, output, range, tools: await findTools() });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
