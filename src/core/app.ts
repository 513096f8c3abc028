/** The application: one object behind every door. */
import * as z from 'zod';
import { Failure, toWireError } from '../base/failure.ts';
import type { Answer, AppEvent, ProcedureName } from '../contract/index.ts';
import { procedures } from '../contract/index.ts';
import type { Application } from './application.ts';
import { appInfo } from './app-info.ts';
import { OneAtATime } from './cases/one-at-a-time.ts';
import { caseProcedures } from './cases/procedures.ts';
import type { Handlers } from './context.ts';
import { exportLedger } from './custody/export-ledger.ts';
import { FacePictures } from './exhibits/face-pictures.ts';
import { exhibitProcedures } from './exhibits/procedures.ts';
import { serveExhibit } from './exhibits/serve-exhibit.ts';
import { seenStill } from './exhibits/still.ts';
import { Thumbnails } from './exhibits/thumbnails.ts';
import { packProcedures } from './packs/procedures.ts';
import { readZipBytes } from './packs/read-pack.ts';
import type { Ports } from './ports.ts';
import { providerProcedures } from './providers/procedures.ts';
import { ownIdentity } from './report/own-identity.ts';
import { reportFile } from './report/procedures.ts';
import { type Rooms, roomsOf } from './rooms.ts';
import { languageProcedures } from './settings/language-procedures.ts';
import { reminderProcedures } from './settings/reminder-procedures.ts';
import { signingProcedures } from './settings/signing-procedures.ts';
import { sittingProcedures } from './sitting/procedures.ts';
import { soon } from './soon.ts';

export function createApp(ports: Ports): Promise<Application> {
  return Promise.resolve(compose(ports));
}

function compose(ports: Ports): Application {
  const listeners = new Set<(event: AppEvent) => void>();
  const rooms = roomsOf(ports, (event) => {
    for (const listener of [...listeners]) guarded(() => listener(event));
  });
  const handlers = handlersOf(rooms);
  const { context, desk, turns, importer, shelf, analysis, proxies, sound } = rooms;
  const packTurns = new OneAtATime();
  const thumbnails = new Thumbnails(context);
  const faces = new FacePictures(context);
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
    reportDraft: (number) => rooms.draftBytes(number),
    thumbnail: async (exhibitId) => thumbnails.of(exhibitId),
    still: async (exhibitId, frame) => seenStill(context, exhibitId, frame),
    facePicture: async (wish) => faces.of(wish),
    soundBytes: (path) => sound.bytes(path),
    signalBytes: (path) => analysis.signalBytes(path),
    examinationsAtOnce: ports.examinationsAtOnce ?? 1,
    close: () => close(ports, rooms),
  };
}

async function close(ports: Ports, { archives, turns, desk, sitting }: Rooms): Promise<void> {
  await archives.stop();
  await turns.run(async () => {
    await desk.close('quit');
    // Where no case was open.
    await sitting.caseCloses('quit');
    await ports.closeEngines?.();
  });
}

function handlersOf({ context, settings, shelf, desk, sitting, archives, importer, proxies, turns, seal, ...rooms }: Rooms): Handlers {
  return {
    'app.info': () => appInfo(context, settings),
    ...caseProcedures({ context, settings, desk, archives, turns }),
    ...exhibitProcedures(context, importer, proxies),
    'custody.entries': soon(({ fromSeq, limit }) => desk.current().store.entries(fromSeq, limit)),
    'custody.export': ({ format }) => turns.run(() => exportLedger(context.current(), format)),
    'custody.seal': ({ identity }) => turns.run(async () => seal(context.current(), await ownIdentity(context, identity))),
    ...rooms.analysis.handlers,
    ...rooms.sound.handlers,
    ...providerProcedures(settings),
    ...packProcedures(shelf),
    ...languageProcedures(settings),
    ...reminderProcedures(settings),
    ...signingProcedures(settings),
    ...sittingProcedures(sitting),
    ...rooms.report,
  };
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
