/** The procedures of exhibits: their frames, their record, their proxies and the marks that an examiner gives them. */
import { Failure } from '../../base/failure.ts';
import type { ProcedureName } from '../../contract/index.ts';
import type { Context, Handlers } from '../context.ts';
import type { ProxyRoom } from '../proxies/proxy-room.ts';
import { soon } from '../soon.ts';
import type { Importer } from './importer.ts';
import { markExhibits, withdrawMark } from './marks.ts';
import { exhibitRecord } from './record.ts';
import { exhibitFrameKinds } from './still.ts';

export function exhibitProcedures(
  context: Context,
  importer: Importer,
  proxies: ProxyRoom,
): Pick<Handlers, Extract<ProcedureName, `exhibits.${string}`>> {
  return {
    'exhibits.frames': soon(({ exhibitId }) => {
      const index = context.current().store.frameIndex(exhibitId);
      if (index === null) throw new Failure('FRAME_NOT_FOUND', exhibitId);
      return index;
    }),
    'exhibits.frameKinds': ({ exhibitId, frame }) => exhibitFrameKinds(context, exhibitId, frame),
    'exhibits.coverage': soon(() => context.current().store.coverage()),
    'exhibits.record': soon(({ exhibitId }) => exhibitRecord(context.current().store, exhibitId)),
    'exhibits.cancelImport': soon(() => ({ cancelled: importer.cancelCurrent() })),
    'exhibits.proxy': soon(({ exhibitId }) => proxies.state(exhibitId)),
    'exhibits.makeProxy': ({ exhibitId }) => proxies.make(exhibitId),
    'exhibits.cancelProxy': soon(() => ({ cancelled: proxies.cancel() })),
    'exhibits.marks': soon(() => context.current().store.marks()),
    'exhibits.mark': soon((marks) => markExhibits(context, marks)),
    'exhibits.withdrawMark': soon((withdrawal) => withdrawMark(context, withdrawal)),
  };
}
