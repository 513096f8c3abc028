/** Begins to decode a film while the pass reads its modules. */
import { BegunDecoding } from './begun-decoding.ts';
import { FRAMES_KEPT } from './frame-memory.ts';
import { framesAhead } from './lane-port.ts';
import { decodeFrames } from './media/decode.ts';
import { examinedStream, workingSize } from './media/working-size.ts';
import type { EngineTask } from './protocol.ts';

export interface DecodedAhead {
  readonly decoding: BegunDecoding;
  /** Frames that stay as they are: as many as a pass with so many threads and looking back asks for. */
  readonly held: number;
}

/** By the memory that a frame of this film takes. */
export function framesAheadOf({ facts, plan }: Pick<EngineTask, 'facts' | 'plan'>, threads: number): number {
  return framesAhead(threads, workingSize(examinedStream(facts), plan.sampling.maxWorkingWidth).frameBytes);
}

/** From the first frame on; `undefined` where another is the first, or the pass itself should find out what is wrong. */
export function decodeAhead(task: EngineTask, threads: number, cancelled: AbortSignal): DecodedAhead | undefined {
  const { path, ffmpegPath, facts, timeBase, pts, plan, resume } = task;
  if (resume !== null) return undefined;
  try {
    const held = framesAheadOf(task, threads) + FRAMES_KEPT;
    const request = { path, ffmpegPath, facts, timeBase, pts, maxWorkingWidth: plan.sampling.maxWorkingWidth, held };
    return { held, decoding: new BegunDecoding((signal) => decodeFrames({ ...request, signal }), cancelled) };
  } catch {
    return undefined;
  }
}
