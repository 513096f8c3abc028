/** One frame of an exhibit as a picture. */
import { Failure } from '../../base/failure.ts';
import type { Context } from '../context.ts';

export async function exhibitStill(context: Context, exhibitId: string, frame: number): Promise<Uint8Array> {
  const { store } = context.current();
  const index = store.frameIndex(exhibitId);
  if (index === null || !Number.isInteger(frame) || frame < 0 || frame >= index.pts.length) throw new Failure('FRAME_NOT_FOUND', `${exhibitId}, frame ${String(frame)}`);
  await context.tools();
  throw new Failure('FRAME_UNDECODABLE', exhibitId);
}
