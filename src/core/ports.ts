/** What truly differs between the three doors; everything else is the same application. */
import type { EngineTask, FromEngine, ToEngine } from '../engine/protocol.ts';

export interface EngineHandle {
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Called once when the thread is gone, with the reason if it was not asked to go. */
  onExit(listener: (error: Error | null) => void): void;
  terminate(): Promise<void>;
}

export interface Ports {
  readonly door: 'electron' | 'loopback' | 'cli';
  /** Settings, the list of recent cases and new cases made in a window live here. */
  readonly dataFolder: string;
  readonly version: string;
  readonly now: () => Date;
  readonly spawnEngine: (task: EngineTask) => EngineHandle;
  /** How many examinations run at once; one when absent, since an engine in this process takes the whole machine. */
  readonly examinationsAtOnce?: number;
  /** Gives up what engines elsewhere need; called when the application closes. */
  readonly closeEngines?: () => Promise<void>;
}
