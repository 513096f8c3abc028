/** One frame of an exhibit as a picture, decoded from the stored original. */
import { Failure } from '../../base/failure.ts';
import type { FrameIndex, FrameKinds } from '../../contract/exhibits.ts';
import type { ExhibitId } from '../../contract/values.ts';
import { readFrameKinds } from '../../engine/media/frame-kinds.ts';
import { QuickStills } from '../../engine/media/quick-stills.ts';
import { StillServer } from '../../engine/media/still-server.ts';
import type { StillSource } from '../../engine/media/stills.ts';
import type { CaseStore } from '../../store/case-store.ts';
import type { Context } from '../context.ts';
import { presentPath } from './present-path.ts';
import { SecondLook, type Look } from './second-look.ts';

interface Stills {
  readonly quick: QuickStills;
  /** What is looked at: BMP where that is quicker. */
  readonly seen: StillServer;
  readonly secondLook: SecondLook;
  /** What is printed and hashed: always PNG, in the one way that can be repeated with ffmpeg alone. */
  readonly kept: StillServer;
}

/** One for each application: what it keeps is keyed by the exhibit's hash, so it outlives a change of case unharmed. */
const stills = new WeakMap<Context, Stills>();

function stillsOf(context: Context): Stills {
  const known = stills.get(context);
  if (known !== undefined) return known;
  const quick = new QuickStills();
  const seen = new StillServer({ decode: quick.decode.bind(quick), foreseeAfterMs: PAUSE_MS });
  const differs = ({ key, source, frame }: Look): void => {
    quick.refuse(source.path);
    seen.forget(key);
    console.error(`frame ${String(frame)} of ${source.path} was not the same in two ways of decoding; the usual way is used from now on`);
    context.emit({ type: 'exhibits.decodedAnew', sha256: key, frame });
  };
  const made = {
    quick,
    seen,
    secondLook: new SecondLook({ isQuick: quick.isQuick.bind(quick), differs }),
    kept: new StillServer({ maxBytes: KEPT_BYTES }),
  };
  stills.set(context, made);
  return made;
}

/** Longer than between the steps of a held key, shorter than between a person's jumps. */
const PAUSE_MS = 150;
/** Of a report's frames, so that a second draft need not decode them again. */
const KEPT_BYTES = 96 << 20;

/** Of each open case, by exhibit, the latest last. */
const indexes = new WeakMap<CaseStore, Map<string, FrameIndex>>();
/** The one in view, and those that it is compared with. */
const KEPT_INDEXES = 4;

/** It is written once, at import; that of an hour of film takes 7 ms to read, for every frame that is looked at. */
function frameIndexOf(store: CaseStore, exhibitId: string): FrameIndex | null {
  const kept = indexes.get(store) ?? new Map<string, FrameIndex>();
  indexes.set(store, kept);
  const index = kept.get(exhibitId) ?? store.frameIndex(exhibitId);
  if (index === null) return null;
  kept.delete(exhibitId);
  kept.set(exhibitId, index);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_INDEXES) break;
    kept.delete(oldest);
  }
  return index;
}

/** Throws EXHIBIT_NOT_FOUND, EXHIBIT_MISSING or FRAME_NOT_FOUND. */
export async function stillSource(context: Context, exhibitId: string, frame: number): Promise<StillSource> {
  const { store } = context.current();
  const exhibit = store.exhibit(exhibitId);
  const index = frameIndexOf(store, exhibitId);
  if (index === null || !Number.isInteger(frame) || frame < 0 || frame >= index.pts.length) {
    throw new Failure('FRAME_NOT_FOUND', `${exhibitId}, frame ${String(frame)}`);
  }
  const path = presentPath(store, exhibitId);
  return { path, tools: await context.tools(), facts: exhibit.facts, ...index };
}

/** PNG at full size after rotation. Rejects with EXHIBIT_NOT_FOUND, EXHIBIT_MISSING, FRAME_NOT_FOUND, FRAME_UNDECODABLE, MEDIA_TIMEOUT or TOOL_MISSING. */
export async function exhibitStill(context: Context, exhibitId: string, frame: number): Promise<Uint8Array> {
  const source = await stillSource(context, exhibitId, frame);
  return stillsOf(context).kept.still(context.current().store.exhibit(exhibitId).hashes.sha256, source, frame);
}

/** The same pixels, to look at: PNG or BMP, as its first bytes say. Rejects as exhibitStill does. */
export async function seenStill(context: Context, exhibitId: string, frame: number): Promise<Uint8Array> {
  const { seen, secondLook } = stillsOf(context);
  const source = await stillSource(context, exhibitId, frame);
  const key = context.current().store.exhibit(exhibitId).hashes.sha256;
  const still = await seen.still(key, source, frame);
  secondLook.shown({ key, source, frame, still });
  return still;
}

/** Ends the decoders that wait; resolves when no process is left. */
export async function closeStills(context: Context): Promise<void> {
  const of = stills.get(context);
  await Promise.all([of?.quick.close(), of?.secondLook.close()]);
}

/** Rejects as exhibitStill does, and with TOOL_FAILED. */
export async function exhibitFrameKinds(context: Context, exhibitId: ExhibitId, frame: number): Promise<FrameKinds> {
  return { exhibitId, ...(await readFrameKinds(await stillSource(context, exhibitId, frame), frame)) };
}
