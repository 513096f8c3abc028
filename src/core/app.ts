/** The application: one object behind every door. */
import * as z from 'zod';
import { Failure, toWireError } from '../base/failure.ts';
import type { Seal } from '../contract/custody.ts';
import type { Answer, AppEvent, ProcedureName } from '../contract/index.ts';
import { procedures } from '../contract/index.ts';
import { findTools } from '../engine/media/tools.ts';
import { analysisProcedures } from './analysis/procedures.ts';
import type { Application } from './application.ts';
import { appInfo } from './app-info.ts';
import { ArchiveRoom } from './archive/archive-room.ts';
import { CaseDesk } from './cases/case-desk.ts';
import { OneAtATime } from './cases/one-at-a-time.ts';
import { typedFolder } from './cases/typed-folder.ts';
import { exportLedger } from './custody/export-ledger.ts';
import { verifyOpenCase } from './cases/verify-open-case.ts';
import type { Context, Handlers, OpenCase, Tools } from './context.ts';
import { Importer } from './exhibits/importer.ts';
import { exhibitRecord } from './exhibits/record.ts';
import { FacePictures } from './exhibits/face-pictures.ts';
import { Thumbnails } from './exhibits/thumbnails.ts';
import { markExhibits, withdrawMark } from './exhibits/marks.ts';
import { serveExhibit } from './exhibits/serve-exhibit.ts';
import { closeStills, exhibitFrameKinds, seenStill } from './exhibits/still.ts';
import type { Ports } from './ports.ts';
import { PackShelf } from './packs/pack-shelf.ts';
import { packProcedures } from './packs/procedures.ts';
import { readZipBytes } from './packs/read-pack.ts';
import { providerProcedures } from './providers/procedures.ts';
import { ProxyRoom } from './proxies/proxy-room.ts';
import type { Identity } from './report/identity.ts';
import { reportFile, reportProcedures } from './report/procedures.ts';
import { SettingsFile } from './settings/settings.ts';
import { languageProcedures } from './settings/language-procedures.ts';
import { reminderProcedures } from './settings/reminder-procedures.ts';
import { signingProcedures } from './settings/signing-procedures.ts';
import { sealHead } from './seals/seal-head.ts';
import { ownIdentity } from './report/own-identity.ts';
import { sittingProcedures } from './sitting/procedures.ts';
import { SittingRoom } from './sitting/sitting-room.ts';
import { soundProcedures } from './sound/procedures.ts';

export function createApp(ports: Ports): Promise<Application> {
  return Promise.resolve(compose(ports));
}

function compose(ports: Ports): Application {
  const listeners = new Set<(event: AppEvent) => void>();
  const emit = (event: AppEvent): void => {
    for (const listener of [...listeners]) guarded(() => listener(event));
  };
  let found: Promise<Tools> | null = null;
  const context: Context = {
    ports,
    // A machine on which ffmpeg is installed later need not be told so by a restart.
    tools: () =>
      (found ??= findTools().catch((error: unknown) => {
        found = null;
        throw error;
      })),
    current: () => desk.current(),
    identity: () => sitting.identity(),
    emit,
  };
  const settings = new SettingsFile(ports.dataFolder);
  const shelf = new PackShelf(ports.dataFolder);
  const packTurns = new OneAtATime();
  const analysis = analysisProcedures(context);
  const sound = soundProcedures(context);
  const { draftBytes, ...report } = reportProcedures(context);
  const importer = new Importer(context);
  const archives = new ArchiveRoom(context);
  const thumbnails = new Thumbnails(context);
  const seal = async (opened: OpenCase, identity: Identity, limitMs?: number): Promise<Seal> => {
    const { timestampUrl } = await settings.signing();
    return sealHead(opened, { identity, at: ports.now(), timestampUrl, ...(limitMs === undefined ? {} : { limitMs }) });
  };
  const sitting = new SittingRoom({ ports, settings, emit, openCase: () => desk.opened, seal });
  const faces = new FacePictures(context);
  const proxies = new ProxyRoom(context);
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
  const turns = new OneAtATime();

  const handlers: Handlers = {
    'app.info': () => appInfo(context, settings),
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
      const said = await verifyOpenCase(opened, (progress) => emit({ type: 'cases.verifying', progress }));
      await desk.verified(opened, said);
      return said;
    },
    'cases.exportArchive': (place) => archives.export(place),
    'cases.importArchive': async (wish) => {
      const { folder, seals } = await archives.import(wish);
      return { ...(await turns.run(() => desk.open(folder))), seals: [...seals] };
    },
    'cases.cancelArchive': soon(() => ({ cancelled: archives.cancel() })),
    'exhibits.frames': soon(({ exhibitId }) => {
      const index = desk.current().store.frameIndex(exhibitId);
      if (index === null) throw new Failure('FRAME_NOT_FOUND', exhibitId);
      return index;
    }),
    'exhibits.frameKinds': ({ exhibitId, frame }) => exhibitFrameKinds(context, exhibitId, frame),
    'exhibits.coverage': soon(() => desk.current().store.coverage()),
    'exhibits.record': soon(({ exhibitId }) => exhibitRecord(desk.current().store, exhibitId)),
    'exhibits.cancelImport': soon(() => ({ cancelled: importer.cancelCurrent() })),
    'exhibits.proxy': soon(({ exhibitId }) => proxies.state(exhibitId)),
    'exhibits.makeProxy': ({ exhibitId }) => proxies.make(exhibitId),
    'exhibits.cancelProxy': soon(() => ({ cancelled: proxies.cancel() })),
    'exhibits.marks': soon(() => desk.current().store.marks()),
    'exhibits.mark': soon((marks) => markExhibits(context, marks)),
    'exhibits.withdrawMark': soon((withdrawal) => withdrawMark(context, withdrawal)),
    'custody.entries': soon(({ fromSeq, limit }) => desk.current().store.entries(fromSeq, limit)),
    'custody.export': ({ format }) => turns.run(() => exportLedger(context.current(), format)),
    'custody.seal': ({ identity }) => turns.run(() => seal(context.current(), ownIdentity(context, identity))),
    ...analysis.handlers,
    ...sound.handlers,
    ...providerProcedures(settings),
    ...packProcedures(shelf),
    ...languageProcedures(settings),
    ...reminderProcedures(settings),
    ...signingProcedures(settings),
    ...sittingProcedures(sitting),
    ...report,
  };

  return {
    call: (name, input) => answer(handlers, name, input),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    createCaseAt: (folder, input) => turns.run(() => desk.create(folder, procedures['cases.create'].input.parse(input))),
    openCaseAt: (folder) => turns.run(() => desk.open(folder)),
    importPaths: (paths) => importer.importPaths(paths),
    addPack: (path) => packTurns.run(() => shelf.add(path)),
    addPackBytes: (file) => packTurns.run(async () => shelf.addZip(await readZipBytes(file))),
    importBytes: (file) => importer.importBytes(file),
    whenJobEnds: (jobId) => analysis.whenJobEnds(jobId),
    holds: (caseId) => desk.opened?.store.info().id === caseId,
    exhibitFile: async (exhibitId) => serveExhibit(desk.current().store, exhibitId),
    proxyFile: (exhibitId) => proxies.file(exhibitId),
    reportFile: async (reportId) => reportFile(context, reportId),
    reportDraft: (number) => draftBytes(number),
    thumbnail: async (exhibitId) => thumbnails.of(exhibitId),
    still: async (exhibitId, frame) => seenStill(context, exhibitId, frame),
    facePicture: async (wish) => faces.of(wish),
    soundBytes: (path) => sound.bytes(path),
    signalBytes: (path) => analysis.signalBytes(path),
    examinationsAtOnce: ports.examinationsAtOnce ?? 1,
    close: async () => {
      await archives.stop();
      await turns.run(async () => {
        await desk.close('quit');
        // Where no case was open.
        await sitting.caseCloses('quit');
        await ports.closeEngines?.();
      });
    },
  };
}

/** A procedure that only reads what is at hand: its throw becomes a rejection. */
function soon<I, O>(read: (input: I) => O): (input: I) => Promise<O> {
  return (input) =>
    new Promise((resolve) => {
      resolve(read(input));
    });
}

/** A window's own mistake must not stop the work that it is told about. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    console.error('a listener failed:', error);
  }
}

/** Parses what comes in and what goes out; every error becomes an answer. */
async function answer(handlers: Handlers, name: ProcedureName, input: unknown): Promise<Answer> {
  try {
    return { ok: true, value: await run(handlers, name, input) };
  } catch (error) {
    if (!(error instanceof Failure)) console.error(`${name}:`, error);
    return { ok: false, error: toWireError(error) };
  }
}

async function run(handlers: Handlers, name: ProcedureName, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(procedures, name)) throw new Failure('APP_BAD_REQUEST', 'there is no such procedure');
  const procedure = procedures[name];
  const parsed = procedure.input.safeParse(input);
  if (!parsed.success) throw new Failure('APP_BAD_REQUEST', z.prettifyError(parsed.error), { cause: parsed.error });
  const handler = handlers[name] as (input: unknown) => Promise<unknown>;
  return procedure.output.parse(await handler(parsed.data));
}
