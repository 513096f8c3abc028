/** What every noun of the core is given: the ports, the tools, the open case and the way to tell windows what happened. */
import type { AppEvent, Output, procedures, ProcedureName } from '../contract/index.ts';
import type { z } from 'zod';
import type { CaseStore } from '../store/case-store.ts';
import type { Identity } from './report/identity.ts';
import type { Ports } from './ports.ts';

/** ffmpeg and ffprobe as found on this machine. */
export interface Tools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** First line of `ffmpeg -version`, without the copyright. */
  readonly version: string;
}

export interface OpenCase {
  readonly folder: string;
  readonly store: CaseStore;
  /** Who acts: the case's examiner, as it stands in custody entries. */
  readonly actor: string;
}

export interface Context {
  readonly ports: Ports;
  /** Rejects with TOOL_MISSING. */
  tools(): Promise<Tools>;
  /** Throws CASE_NOT_OPEN. */
  current(): OpenCase;
  /** The examiner's, while it is unlocked. Throws IDENTITY_LOCKED. */
  identity(): Identity;
  emit(event: AppEvent): void;
}

/** One function for each procedure; input and output have been, and will be, parsed by app.ts. */
export type Handlers = {
  readonly [K in ProcedureName]: (input: z.output<(typeof procedures)[K]['input']>) => Promise<Output<K>>;
};
