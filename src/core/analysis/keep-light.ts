/** Puts an examiner's light drawing on the record: solved again here, with what it was drawn on; and withdraws it, which erases nothing. */
import { Failure } from '../../base/failure.ts';
import type { LightDrawing, NewLightDrawing, NewLightWithdrawal } from '../../contract/light.ts';
import { LIGHT_SOLVER } from '../../engine/light/parameters.ts';
import { solveLight } from '../../engine/light/solve-light.ts';
import { fullSize } from '../../engine/media/working-size.ts';
import { entryFor } from '../../store/entries.ts';
import type { Context } from '../context.ts';

/** Rejects with EXHIBIT_NOT_FOUND, FRAME_NOT_FOUND, TOOL_MISSING, or APP_BAD_REQUEST where a constraint cannot be used. */
export async function keepLight(context: Context, { exhibitId, frame, constraints }: NewLightDrawing): Promise<LightDrawing> {
  const { actor, store } = context.current();
  const exhibit = store.exhibit(exhibitId);
  const video = exhibit.facts.streams.find((stream) => stream.type === 'video');
  if (video === undefined || frame >= (store.frameIndex(exhibitId)?.pts.length ?? 0))
    throw new Failure('FRAME_NOT_FOUND', `${exhibitId}, frame ${String(frame)}`);
  const size = fullSize(video);
  const solution = solveLight({ ...size, constraints });
  if (solution.status === 'unusable') throw new Failure('APP_BAD_REQUEST', solution.statement);
  const recipe = {
    exhibitSha256: exhibit.hashes.sha256,
    decoder: { name: 'ffmpeg', version: (await context.tools()).version },
    solver: LIGHT_SOLVER,
  };
  return store.act(
    (kept: LightDrawing) => entryFor.lightKept(kept),
    (tx) => tx.addLightDrawing({ exhibitId, frame, constraints, ...size, solution, recipe, by: actor }),
  );
}

/** Throws LIGHT_DRAWING_NOT_FOUND, or LIGHT_DRAWING_WITHDRAWN where it was withdrawn before. */
export function withdrawLight(context: Context, withdrawal: NewLightWithdrawal): LightDrawing {
  const { store, actor } = context.current();
  return store.act(
    (drawing: LightDrawing) => entryFor.lightWithdrawn(drawing),
    (tx) => tx.withdrawLightDrawing({ ...withdrawal, by: actor }),
  );
}
