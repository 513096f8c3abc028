/** One frame of an exhibit as a picture, decoded from the stored original. */
import { Failure } from '../../base/failure.ts';
import type { FrameKinds } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import { readFrameKinds } from '../../engine/media/frame-kinds.ts';
import { StillServer } from '../../engine/media/still-server.ts';
import type { StillSource } from '../../engine/media/stills.ts';
import type { Context } from '../context.ts';

/** One for each application: what it keeps is keyed by the exhibit's hash, so it outlives a change of case unharmed. */
const servers = new WeakMap<Context, StillServer>();

/** Throws EXHIBIT_NOT_FOUND or FRAME_NOT_FOUND. */
export async function stillSource(context: Context, exhibitId: string, frame: number): Promise<StillSource> {
  const { store } = context.current();
  const exhibit = store.exhibit(exhibitId);
  const index = store.frameIndex(exhibitId);
  if (index === null || !Number.isInteger(frame) || frame < 0 || frame >= index.pts.length) {
    throw new Failure('FRAME_NOT_FOUND', `${exhibitId}, frame ${String(frame)}`);
  }
  return { path: store.exhibitPath(exhibitId), tools: await context.tools(), facts: exhibit.facts, ...index };
}

/** PNG at full size after rotation. Rejects with EXHIBIT_NOT_FOUND, FRAME_NOT_FOUND, FRAME_UNDECODABLE, MEDIA_TIMEOUT or TOOL_MISSING. */
export async function exhibitStill(context: Context, exhibitId: string, frame: number): Promise<Uint8Array> {
  const source = await stillSource(context, exhibitId, frame);
  const { sha256 } = context.current().store.exhibit(exhibitId).hashes;
  let server = servers.get(context);
  if (server === undefined) servers.set(context, (server = new StillServer()));
  return server.still(sha256, source, frame);
}

/** Rejects as exhibitStill does, and with TOOL_FAILED. */
export async function exhibitFrameKinds(context: Context, exhibitId: ExhibitId, frame: number): Promise<FrameKinds> {
  return { exhibitId, ...(await readFrameKinds(await stillSource(context, exhibitId, frame), frame)) };
}
