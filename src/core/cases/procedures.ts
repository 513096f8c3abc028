/** The procedures of cases: open one, close it, verify it, carry it as an archive. */
import type { ProcedureName } from '../../contract/index.ts';
import type { ArchiveRoom } from '../archive/archive-room.ts';
import type { Context, Handlers } from '../context.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { soon } from '../soon.ts';
import type { CaseDesk } from './case-desk.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { typedFolder } from './typed-folder.ts';
import { verifyOpenCase } from './verify-open-case.ts';

export interface CaseParts {
  readonly context: Context;
  readonly settings: SettingsFile;
  readonly desk: CaseDesk;
  readonly archives: ArchiveRoom;
  /** Shared with every other act that must not overlap with opening and closing. */
  readonly turns: OneAtATime;
}

export function caseProcedures({
  context,
  settings,
  desk,
  archives,
  turns,
}: CaseParts): Pick<Handlers, Extract<ProcedureName, `cases.${string}`>> {
  return {
    'cases.list': () => turns.run(() => desk.list()),
    'cases.create': (input) => turns.run(() => desk.createInDataFolder(input)),
    'cases.open': ({ caseId }) => turns.run(() => desk.openById(caseId)),
    'cases.openFolder': ({ path }) => turns.run(() => desk.open(typedFolder(path))),
    'cases.forget': async ({ caseId }) => {
      await settings.forget(caseId);
      return {};
    },
    'cases.close': () =>
      turns.run(async () => {
        await desk.close();
        return {};
      }),
    'cases.state': () => desk.state(),
    'cases.lastVerification': soon(() => desk.lastVerification()),
    'cases.verify': async () => {
      const opened = context.current();
      const said = await verifyOpenCase(opened, (progress) => context.emit({ type: 'cases.verifying', progress }));
      await desk.verified(opened, said);
      return said;
    },
    'cases.exportArchive': (place) => archives.export(place),
    'cases.importArchive': async (wish) => {
      const { folder, seals } = await archives.import(wish);
      return { ...(await turns.run(() => desk.open(folder))), seals: [...seals] };
    },
    'cases.cancelArchive': soon(() => ({ cancelled: archives.cancel() })),
  };
}
