/** What a command of the command line is, and what it is given. */
import type { Application } from '../core/application.ts';

/** 0 done; 1 a verification says no; 2 wrong usage; 3 some inputs failed. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Io {
  /** Results, one line or one document. */
  out(text: string): void;
  /** Words for the person who waits; never results. */
  say(text: string): void;
  /** One line that is rewritten on a terminal, and written now and then elsewhere. */
  progress(text: string): void;
  /** Aborted at the first Ctrl+C. */
  readonly signal: AbortSignal;
  /** `rackFile`: a file that names a laboratory's queue, on which examinations then run. */
  openApp(rackFile?: string): Promise<Application>;
}

export interface Command {
  /** As typed: `case create` is two words. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Everything below the usage line in `--help`. */
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<ExitCode>;
}

/** Ends with exit code 2 and the command's usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
