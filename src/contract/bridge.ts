/** What a door's two sides agree on beyond the procedures: names of incoming files and Electron's bridge. */
import * as z from 'zod';
import type { Answer } from './index.ts';

/** A file's own name as a window gives it: folders are cut off, and what is left must name a file. A line end is an odd name, not a reason to refuse evidence: the importer writes it as U+FFFD. */
export const IncomingName = z
  .string()
  .max(4096)
  .transform((name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
  .pipe(
    z
      .string()
      .min(1)
      .max(255)
      .refine((name) => !name.includes('\0'), 'no file has such a name')
      .refine((name) => name !== '.' && name !== '..', 'this names a folder'),
  );

/** Names the frame that a picture of a face is from, since it was asked for by a stretch. */
export const FRAME_HEADER = 'x-penumbra-frame';

/** Milliseconds since 1970 as a browser's File.lastModified gives it. */
export const ModifiedAtMs = z.coerce.number().int().min(0).max(8.64e15);

/** The only object that Electron's preload puts into the window, as `window.penumbra`. `F` is the browser's File. */
export interface Bridge<F> {
  call(name: string, input: unknown): Promise<Answer>;
  subscribe(listener: (event: unknown) => void): () => void;
  /** Answers with an array of ImportOutcome. */
  importFiles(files: readonly F[]): Promise<Answer>;
  /** Answers with a PackAddition. */
  addPack(file: F): Promise<Answer>;
  /** The system's own picker of folders; answers with a CaseState, or with null when nothing was picked. */
  pickCase(): Promise<Answer>;
}

/** The paths under which Electron's two sides meet; nothing else is listened to. */
export const CHANNELS = {
  call: 'penumbra:call',
  import: 'penumbra:import',
  pack: 'penumbra:pack',
  pickCase: 'penumbra:pick-case',
  event: 'penumbra:event',
} as const;
