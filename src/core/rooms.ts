/** The parts of the application, made once for each and told of each other: who keeps the case, who imports, who examines, who signs. */
import type { Seal } from '../contract/custody.ts';
import type { AppEvent } from '../contract/index.ts';
import { findTools } from '../engine/media/tools.ts';
import { analysisProcedures } from './analysis/procedures.ts';
import { ArchiveRoom } from './archive/archive-room.ts';
import { CaseDesk } from './cases/case-desk.ts';
import { OneAtATime } from './cases/one-at-a-time.ts';
import type { Context, OpenCase, Tools } from './context.ts';
import { Importer } from './exhibits/importer.ts';
import { closeStills } from './exhibits/still.ts';
import { PackShelf } from './packs/pack-shelf.ts';
import type { Ports } from './ports.ts';
import { ProxyRoom } from './proxies/proxy-room.ts';
import type { Identity } from './report/identity.ts';
import { reportProcedures } from './report/procedures.ts';
import { sealHead } from './seals/seal-head.ts';
import { SettingsFile } from './settings/settings.ts';
import { SittingRoom } from './sitting/sitting-room.ts';
import { soundProcedures } from './sound/procedures.ts';

export type Rooms = ReturnType<typeof roomsOf>;

export function roomsOf(ports: Ports, emit: (event: AppEvent) => void) {
  const context: Context = {
    ports,
    tools: toolsOfThisMachine(),
    current: () => desk.current(),
    identity: () => sitting.identity(),
    emit,
  };
  const settings = new SettingsFile(ports.dataFolder);
  const analysis = analysisProcedures(context);
  const sound = soundProcedures(context);
  const importer = new Importer(context);
  const archives = new ArchiveRoom(context);
  const proxies = new ProxyRoom(context);
  const seal = async (opened: OpenCase, identity: Identity, limitMs?: number): Promise<Seal> => {
    const { timestampUrl } = await settings.signing();
    return sealHead(opened, { identity, at: ports.now(), timestampUrl, ...(limitMs === undefined ? {} : { limitMs }) });
  };
  const sitting = new SittingRoom({ ports, settings, emit, openCase: () => desk.opened, seal });
  const desk = new CaseDesk({
    ports,
    settings,
    emit,
    afterOpen: () => sitting.caseOpened(),
    beforeClose: async (why) => {
      await archives.stopExport();
      await importer.stop();
      await proxies.stop();
      await closeStills(context);
      await analysis.stopAll();
      await sound.close();
      await sitting.caseCloses(why);
    },
  });
  const { draftBytes, ...report } = reportProcedures(context);
  return {
    context,
    settings,
    shelf: new PackShelf(ports.dataFolder),
    desk,
    /** Opening, closing and what must not overlap with them. */
    turns: new OneAtATime(),
    analysis,
    sound,
    importer,
    archives,
    proxies,
    sitting,
    seal,
    report,
    draftBytes,
  };
}

/** A machine on which ffmpeg is installed later need not be told so by a restart. */
function toolsOfThisMachine(): () => Promise<Tools> {
  let found: Promise<Tools> | null = null;
  return () =>
    (found ??= findTools().catch((error: unknown) => {
      found = null;
      throw error;
    }));
}
