/** Drives one engine thread: commits what it sends, acknowledges it, and says how it ended. Knows no case and no job. */
import type { WireError } from '../../contract/errors.ts';
import { toWireError } from '../../base/failure.ts';
import type { FromEngine } from '../../engine/protocol.ts';
import { lostThread } from '../../engine/spawn.ts';
import type { EngineHandle } from '../ports.ts';

export type BatchMessage = Extract<FromEngine, { type: 'batch' }>;
export type SoundBatchMessage = Extract<FromEngine, { type: 'soundBatch' }>;
export type StructureMessage = Extract<FromEngine, { type: 'structure' }>;
export type OpenedMessage = Extract<FromEngine, { type: 'opened' }>;

export type EngineEnd = { readonly how: 'finished' | 'cancelled' | 'stopped' } | { readonly how: 'failed'; readonly error: WireError };

export interface EngineListener {
  structure(message: StructureMessage): void;
  opened(message: OpenedMessage): void;
  /** Throws when the batch could not be kept: the engine is ended and the run has failed. */
  batch(message: BatchMessage): void;
  soundBatch(message: SoundBatchMessage): void;
}

/**
 * An engine that has not ended by itself after so long (its decoder hangs) is ended from outside. Our choice: it ends behind the frame it is at, a
 * fraction of a second; on a machine with twenty times the work it can take some seconds, and networks that are cut off at work bring the process down.
 */
export const CANCEL_GRACE_MS = 20_000;

export interface DrivenEngine {
  /** Resolves when the thread is gone or has said its last word; never rejects. */
  readonly ended: Promise<EngineEnd>;
  /** Asks it to end after the frame it is at. */
  cancel(): void;
  /** Nothing more of it is committed from now on. */
  stop(): void;
}

export function driveEngine(engine: EngineHandle, listener: EngineListener): DrivenEngine {
  const driving = new Driving(engine);
  engine.onMessage((message) => {
    // After the end, and after a batch that could not be kept, nothing may be committed any more.
    if (driving.over) {
      if (message.type === 'ended' || message.type === 'failed') driving.leave();
      return;
    }
    try {
      hear(message, engine, listener, driving);
    } catch (error) {
      // The disk is full, say: that is no reason to lose the whole program.
      driving.letEnd({ how: 'failed', error: toWireError(error) });
    }
  });
  engine.onExit((error) => {
    driving.leave();
    if (driving.over) return;
    // Its words cross no door, so they must not be lost here.
    console.error('the engine thread ended unexpectedly:', error);
    driving.finish({ how: 'failed', error: toWireError(lostThread('the engine thread', error)) });
  });
  return { ended: driving.ended, cancel: () => driving.cancel(), stop: () => driving.letEnd({ how: 'stopped' }) };
}

function hear(message: FromEngine, engine: EngineHandle, listener: EngineListener, driving: Driving): void {
  switch (message.type) {
    case 'structure':
      listener.structure(message);
      break;
    case 'opened':
      listener.opened(message);
      break;
    case 'batch':
      listener.batch(message);
      engine.post({ type: 'ack', seq: message.seq });
      break;
    case 'soundBatch':
      listener.soundBatch(message);
      engine.post({ type: 'ack', seq: message.seq });
      break;
    case 'ended':
      driving.finish({ how: message.reason });
      break;
    case 'failed':
      driving.finish({ how: 'failed', error: message.error });
      break;
  }
}

/** How one run comes to its end: the first end that is told is the one that counts. */
class Driving {
  readonly ended: Promise<EngineEnd>;
  readonly #engine: EngineHandle;
  readonly #resolve: (how: EngineEnd) => void;
  #end: EngineEnd | null = null;
  #cancelTimer: NodeJS.Timeout | null = null;
  #leave: (() => void) | null = null;

  constructor(engine: EngineHandle) {
    this.#engine = engine;
    const { promise, resolve } = Promise.withResolvers<EngineEnd>();
    this.ended = promise;
    this.#resolve = resolve;
  }

  get over(): boolean {
    return this.#end !== null;
  }

  finish(how: EngineEnd): void {
    if (this.#decide(how)) this.#terminate(how);
  }

  /** Nothing more of it is committed from now on; the thread is let come to its end, because networks that are cut off at work bring the process down. */
  letEnd(how: EngineEnd): void {
    if (!this.#decide(how)) return;
    const terminate = (): void => {
      clearTimeout(patience);
      this.#terminate(how);
    };
    const patience = setTimeout(terminate, CANCEL_GRACE_MS);
    this.#leave = terminate;
    this.#engine.post({ type: 'cancel' });
  }

  /** The thread that was let come to its end has come to it. */
  leave(): void {
    this.#leave?.();
  }

  cancel(): void {
    if (this.over || this.#cancelTimer !== null) return;
    this.#engine.post({ type: 'cancel' });
    this.#cancelTimer = setTimeout(() => this.finish({ how: 'cancelled' }), CANCEL_GRACE_MS);
  }

  #decide(how: EngineEnd): boolean {
    if (this.#end !== null) return false;
    this.#end = how;
    if (this.#cancelTimer !== null) clearTimeout(this.#cancelTimer);
    return true;
  }

  #terminate(how: EngineEnd): void {
    // A thread that cannot be ended has nothing more to say that would be listened to.
    this.#engine.terminate().then(
      () => this.#resolve(how),
      () => this.#resolve(how),
    );
  }
}
