/** Finds ffmpeg and ffprobe on this machine and says which version they are. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { runTool } from '../../base/node/spawn.ts';

/** Same shape as core's `Tools`. */
export interface MediaTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** First line of `ffmpeg -version`, without the copyright. */
  readonly version: string;
}

/** `-fps_mode` came with 5.1; without it the times of frames cannot be passed through unchanged. */
const LEAST_VERSION = [5, 1] as const;

/**
 * The configured path (PENUMBRA_FFMPEG, PENUMBRA_FFPROBE), then the system's PATH.
 * Rejects with TOOL_MISSING when one is not there, cannot be run, or is older than 5.1; a configured path that is wrong is never passed over.
 */
export async function findTools(env: NodeJS.ProcessEnv = process.env): Promise<MediaTools> {
  const ffmpegPath = await locate('ffmpeg', env.PENUMBRA_FFMPEG, env);
  const ffprobePath = await locate('ffprobe', env.PENUMBRA_FFPROBE, env);
  const [version] = await Promise.all([versionOf(ffmpegPath, 'ffmpeg'), versionOf(ffprobePath, 'ffprobe')]);
  return { ffmpegPath, ffprobePath, version };
}

async function locate(name: string, configured: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  if (configured !== undefined && configured !== '') {
    if (isAbsolute(configured) && (await isExecutable(configured))) return configured;
    throw new Failure('TOOL_MISSING', `${name}: the configured path is not an absolute path of a program`);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    // Relative entries would depend on the folder that one happens to stand in.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name + suffix);
    if (await isExecutable(path)) return path;
  }
  throw new Failure('TOOL_MISSING', name);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not allowed: the same answer, and the caller tells it.
    return false;
  }
}

async function versionOf(path: string, name: string): Promise<string> {
  const { stdout } = await runTool(path, ['-version'], { timeoutMs: 20_000, maxStdoutBytes: 1 << 20 }).catch((cause: unknown) => {
    throw new Failure('TOOL_MISSING', `${name} cannot be run`, { cause });
  });
  const line = stdout.toString('utf8').split('\n', 1)[0] ?? '';
  const version = line.replace(/\s*Copyright.*$/, '').trim();
  if (!version.startsWith(`${name} version `)) throw new Failure('TOOL_MISSING', `${name}: the program found is something else`);
  const numbers = /version n?(\d+)\.(\d+)/.exec(version);
  // Builds from a snapshot carry no number; they are newer than any release that is too old.
  if (numbers !== null) {
    const major = Number(numbers[1]);
    const minor = Number(numbers[2]);
    if (major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])) {
      throw new Failure('TOOL_MISSING', `${name} 5.1 or newer is needed, found ${version}`);
    }
  }
  return version;
}
