/** A process that takes in and examines the files that it is told, one after another, in cases of its own; watched from outside. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportOutcome } from '../../src/contract/exhibits.ts';
import type { Input, Output, ProcedureName } from '../../src/contract/index.ts';
import { createApp } from '../../src/core/app.ts';
import { defaultPorts } from '../../src/core/default-ports.ts';
import type { EngineHandle } from '../../src/core/ports.ts';
import { Failure } from '../../src/base/failure.ts';
import { Outbox } from '../../src/engine/outbox.ts';
import { runPass } from '../../src/engine/pass.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { realSources } from '../../src/engine/sources.ts';

export interface Ask {
  readonly path: string;
}

export interface Told {
  /** imported or duplicate, refused, or nothing where no file was found. */
  readonly taken: string;
  /** The code of a refusal, or of an examination that failed. */
  readonly code: string;
  readonly detail: string;
  /** How the examination ended; empty where there was none. */
  readonly job: string;
  /** Detectors that failed, with their codes. */
  readonly failures: string;
  readonly thumbnail: string;
}

/** Without networks: the pictures, the sound and the structure are read, and nothing waits for faces. */
const DETECTORS = ['temporal', 'spectrum', 'bandwidth-and-floor', 'channels', 'container', 'provenance'];
const SAMPLING = { everyNthFrame: 5, maxWorkingWidth: 640 };
const FILES_A_CASE = 150;

const root = process.argv[2] ?? '';
mkdirSync(root, { recursive: true });
const app = await createApp({ ...defaultPorts('cli'), dataFolder: join(root, 'data'), spawnEngine: inThisThread });
let files = 0;

/** The same pass without a thread of its own, whose start costs more than such a small file; what would end the thread ends this process. */
function inThisThread(task: EngineTask): EngineHandle {
  const heard: ((message: FromEngine) => void)[] = [];
  const gone: ((error: Error | null) => void)[] = [];
  const outbox = new Outbox((message) => queueMicrotask(() => heard.forEach((listener) => listener(message))));
  setImmediate(() => {
    runPass(task, realSources(task), outbox).then(
      () => setImmediate(() => gone.forEach((listener) => listener(null))),
      (error: unknown) => {
        console.error('the engine broke:', error);
      },
    );
  });
  return {
    post: (message) => outbox.receive(message),
    onMessage: (listener) => void heard.push(listener),
    onExit: (listener) => void gone.push(listener),
    terminate: () => Promise.resolve(),
  };
}

async function call<K extends ProcedureName>(name: K, input: Input<K>): Promise<Output<K>> {
  const answer = await app.call(name, input);
  if (!answer.ok) throw new Failure(answer.error.code, answer.error.detail);
  return answer.value as Output<K>;
}

async function examine(path: string): Promise<Told> {
  const told = { taken: 'nothing', code: '', detail: '', job: '', failures: '', thumbnail: '' };
  if (files++ % FILES_A_CASE === 0)
    await app.createCaseAt(join(root, `case-${String(process.pid)}-${String(files)}`), { name: 'Hostile', examiner: 'Demo Examiner' });
  const outcomes: ImportOutcome[] = await app.importPaths([path]);
  const outcome = outcomes[0];
  if (outcome === undefined) return told;
  if (outcome.outcome === 'refused') return { ...told, taken: 'refused', code: outcome.error.code, detail: outcome.error.detail ?? '' };
  const { exhibit } = outcome;
  const thumbnail = await app.thumbnail(exhibit.id).then(
    () => 'drawn',
    (error: unknown) => (error instanceof Failure ? error.code : 'APP_INTERNAL'),
  );
  const { id } = await call('analysis.start', { exhibitId: exhibit.id, detectorIds: DETECTORS, sampling: SAMPLING });
  await app.whenJobEnds(id);
  const job = (await call('cases.state', {})).jobs.find((one) => one.id === id);
  const failed = (job?.outcomes ?? []).flatMap(({ detectorId, outcome: end }) =>
    end.status === 'failed' ? [`${detectorId} ${end.error.code}`] : [],
  );
  return {
    taken: outcome.outcome,
    code: job?.error?.code ?? '',
    detail: job?.error?.detail ?? '',
    job: job?.state ?? 'lost',
    failures: failed.join('; '),
    thumbnail,
  };
}

process.on('message', ({ path }: Ask) => {
  examine(path).then(
    (told) => process.send?.(told),
    (error: unknown) => {
      if (!(error instanceof Failure)) console.error(path, error);
      const code = error instanceof Failure ? error.code : 'APP_INTERNAL';
      process.send?.({ taken: 'failed', code, detail: String(error), job: '', failures: '', thumbnail: '' });
    },
  );
});
process.on('disconnect', () => {
  void app.close().then(() => process.exit(0));
});
process.send?.('ready');
