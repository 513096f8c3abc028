/** A core around a real case file with one made-up exhibit; its engine is a fake pass in this thread. */
import type { AppEvent } from '../../src/contract/index.ts';
import type { MediaFacts } from '../../src/contract/exhibits.ts';
import type { Exhibit } from '../../src/contract/exhibits.ts';
import { must } from '../../src/base/assert.ts';
import { concludeInOrder } from '../../src/core/analysis/conclude-in-order.ts';
import type { ConcludingThread } from '../../src/core/analysis/concluder.ts';
import type { ExaminationParts } from '../../src/core/analysis/examinations.ts';
import type { Context, OpenCase } from '../../src/core/context.ts';
import type { EngineHandle } from '../../src/core/ports.ts';
import type { AnyDetector } from '../../src/engine/detectors/interface.ts';
import { Outbox } from '../../src/engine/outbox.ts';
import { runPass } from '../../src/engine/pass.ts';
import type { PassSources } from '../../src/engine/pass-sources.ts';
import type { EngineTask, FromEngine } from '../../src/engine/protocol.ts';
import { entryFor } from '../../src/store/entries.ts';
import { createCase, openCase, readBesideWriter } from '../../src/store/open-case.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { FAKE_FACTS } from './fake-engine.ts';
import { lockedIdentity } from './locked-identity.ts';

const OPTIONS = { now: () => new Date(), penumbraVersion: '0.0.0' };

/** An engine in this thread; messages arrive in later turns, as from a real thread. `crashAfter`: it dies when it has sent so many batches. */
export function fakeEngine(task: EngineTask, sources: PassSources, crashAfter = Number.POSITIVE_INFINITY): EngineHandle {
  let listener: (message: FromEngine) => void = () => undefined;
  let exited: (error: Error | null) => void = () => undefined;
  let gone = false;
  const die = (error: Error | null): void => {
    if (gone) return;
    gone = true;
    outbox.receive({ type: 'cancel' });
    exited(error);
  };
  const outbox = new Outbox((message) => {
    if (gone) return;
    setImmediate(() => {
      if (gone) return;
      if (message.type === 'batch' && message.seq > crashAfter) die(new Error('the thread crashed'));
      else listener(message);
    });
  });
  setImmediate(() => void runPass(task, sources, outbox));
  return {
    post: (message) => setImmediate(() => (gone ? undefined : outbox.receive(message))),
    onMessage: (to) => (listener = to),
    onExit: (to) => (exited = to),
    terminate: () => {
      die(null);
      return Promise.resolve();
    },
  };
}

/** Draws conclusions in this thread, whose detectors are made up; messages arrive in later turns, as from a real one. */
export function concludingHere(registry: () => readonly AnyDetector[]): ConcludingThread {
  let listener: Parameters<ConcludingThread['onMessage']>[0] = () => undefined;
  let gone = false;
  return {
    post: (task) => {
      const { read, close } = readBesideWriter(task.folder);
      const messages = concludeInOrder(read, task, registry());
      const next = (): void => {
        const message = gone ? undefined : messages.next().value;
        if (message === undefined) close();
        else {
          listener(message as Parameters<typeof listener>[0]);
          setImmediate(next);
        }
      };
      setImmediate(next);
    },
    onMessage: (to) => (listener = to),
    onExit: () => undefined,
    terminate: () => {
      gone = true;
      return Promise.resolve();
    },
  };
}

export interface FakeCore {
  readonly context: Context;
  readonly parts: ExaminationParts;
  readonly events: AppEvent[];
  readonly store: CaseStore;
  /** Gives up the case as a crash would leave it, and opens it again. */
  reopen(): void;
}

export interface FakeCoreOptions {
  readonly folder: string;
  readonly registry: () => readonly AnyDetector[];
  readonly spawn: (task: EngineTask) => EngineHandle;
  readonly checkExhibit?: () => Promise<void>;
  readonly lockedWeights?: () => ReadonlyMap<string, string>;
}

export function fakeCore(options: FakeCoreOptions): FakeCore {
  const events: AppEvent[] = [];
  let opened: OpenCase = openAs(createCase(options.folder, { name: 'Test', examiner: 'Demo Examiner' }, OPTIONS));
  const context: Context = {
    ports: { door: 'cli', dataFolder: options.folder, version: '0.0.0', now: OPTIONS.now, spawnEngine: options.spawn },
    tools: () => Promise.resolve({ ffmpegPath: '/nowhere/ffmpeg', ffprobePath: '/nowhere/ffprobe', version: 'ffmpeg fake' }),
    current: () => opened,
    identity: lockedIdentity,
    emit: (event) => events.push(event),
  };
  const parts: ExaminationParts = {
    get registry() {
      return options.registry();
    },
    concluding: { spawn: () => concludingHere(options.registry) },
    weightsFolder: '/nowhere/weights',
    planParts: () =>
      Promise.resolve({ lockedWeights: options.lockedWeights?.() ?? new Map(), trackerNetworks: [], runtimeVersion: 'fake' }),
    checkExhibit: options.checkExhibit ?? (() => Promise.resolve()),
  };
  return {
    context,
    parts,
    events,
    get store() {
      return opened.store;
    },
    reopen: () => {
      opened.store.close();
      opened = openAs(openCase(options.folder, OPTIONS));
    },
  };
}

const openAs = (store: CaseStore): OpenCase => ({ folder: store.folder, store, actor: store.info().examiner });

/** An exhibit of so many frames at 25 frames/s; its file is not there. */
export function addExhibit(store: CaseStore, frames: number, facts: Partial<MediaFacts> = {}): Exhibit {
  const number = store.exhibitCount() + 1;
  const hashes = { sha256: String(number).repeat(64).slice(0, 64), sha1: '0'.repeat(40), md5: '0'.repeat(32) };
  const { exhibit } = store.act(
    (added: { exhibit: Exhibit; acquisition: ReturnType<CaseStore['acquisitions']>[number] }) =>
      entryFor.exhibitImported('Demo Examiner', added.exhibit, added.acquisition),
    (tx) => {
      const added = tx.addExhibit({
        originalName: `clip-${number}.mp4`,
        sizeBytes: 1000,
        hashes,
        extension: 'mp4',
        sourceModifiedAtUtc: null,
        facts: { ...FAKE_FACTS, ...facts },
        index:
          frames === 0 ? null : { timeBase: { num: 1, den: 25 }, pts: Array.from({ length: frames }, (_, frame) => frame), keyFrames: [0] },
      });
      const acquisition = tx.addAcquisition({
        exhibitId: added.id,
        name: added.originalName,
        sizeBytes: 1000,
        sourceModifiedAtUtc: null,
        received: 'path',
      });
      return { exhibit: added, acquisition: must(acquisition, 'an acquisition was added') };
    },
  );
  return exhibit;
}
