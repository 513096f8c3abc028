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
  let end: EngineEnd | null = null;
  let cancelTimer: NodeJS.Timeout | null = null;
  let leave: (() => void) | null = null;
  const { promise, resolve } = Promise.withResolvers<EngineEnd>();
  const finish = (how: EngineEnd): void => {
    if (end !== null) return;
    end = how;
    if (cancelTimer !== null) clearTimeout(cancelTimer);
    // A thread that cannot be ended has nothing more to say that would be listened to.
    engine.terminate().then(
      () => resolve(how),
      () => resolve(how),
    );
  };
  const fail = (error: unknown): void => finish({ how: 'failed', error: toWireError(error) });
  /** Nothing more of it is committed from now on; the thread is let come to its end, because networks that are cut off at work bring the process down. */
  const letEnd = (how: EngineEnd): void => {
    if (end !== null) return;
    end = how;
    if (cancelTimer !== null) clearTimeout(cancelTimer);
    const terminate = (): void => {
      clearTimeout(patience);
      engine.terminate().then(
        () => resolve(how),
        () => resolve(how),
      );
    };
    const patience = setTimeout(terminate, CANCEL_GRACE_MS);
    leave = terminate;
    engine.post({ type: 'cancel' });
  };

  engine.onMessage((message) => {
    // After the end, and after a batch that could not be kept, nothing may be committed any more.
    if (end !== null) {
      if (message.type === 'ended' || message.type === 'failed') leave?.();
      return;
    }
    try {
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
          finish({ how: message.reason });
          break;
        case 'failed':
          finish({ how: 'failed', error: message.error });
          break;
      }
    } catch (error) {
      // The disk is full, say: that is no reason to lose the whole program.
      letEnd({ how: 'failed', error: toWireError(error) });
    }
  });
  engine.onExit((error) => {
    leave?.();
    if (end !== null) return;
    // Its words cross no door, so they must not be lost here.
    console.error('the engine thread ended unexpectedly:', error);
    fail(lostThread('the engine thread', error));
  });

  return {
    ended: promise,
    cancel: () => {
      if (end !== null || cancelTimer !== null) return;
      engine.post({ type: 'cancel' });
      cancelTimer = setTimeout(() => finish({ how: 'cancelled' }), CANCEL_GRACE_MS);
    },
    stop: () => letEnd({ how: 'stopped' }),
  };
}
