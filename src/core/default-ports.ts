/** The ports of this machine, the same for every door but its name. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { spawnEngine } from '../engine/spawn.ts';
import type { Ports } from './ports.ts';
import { withRack } from './rack/with-rack.ts';
import { penumbraVersion } from './version.ts';

/** `rackFile`: where examinations go to a laboratory's queue; PENUMBRA_RACK says it where nothing does. Throws RACK_FILE_UNUSABLE. */
export function defaultPorts(door: Ports['door'], env: NodeJS.ProcessEnv = process.env, rackFile = env.PENUMBRA_RACK): Ports {
  return withRack({ door, dataFolder: dataFolder(env), version: penumbraVersion(), now: () => new Date(), spawnEngine }, rackFile);
}

/** PENUMBRA_DATA, or where this system keeps a program's data. */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.PENUMBRA_DATA) return env.PENUMBRA_DATA;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Penumbra');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Penumbra');
  const xdg = env.XDG_DATA_HOME;
  return join(xdg === undefined || xdg === '' ? join(home, '.local', 'share') : xdg, 'penumbra');
}
