/** Finds Electron's runtime without loading its npm package, which would try to download one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The program's path below `root`, the folder that holds node_modules; null where the runtime was never installed. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : null;
}
