/**
 * Bounds for a program that reads a file which may be hostile: memory, processor time and written files are limited, its environment
 * is empty, and where bubblewrap works it sees no network and no file but its own libraries and the one it is to read.
 * Neither is there on every system: `doctor` says what is in force here, and docs/security.md what is left without it.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { totalmem } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** What a program may touch besides itself. */
export interface Reach {
  /** The file that it reads; absolute. It may read none when absent: what it works on comes through a pipe. */
  readonly reads?: string;
  /** A folder of the program's own parts, such as a script's. */
  readonly parts?: string;
  /** The one folder that it may write into; it may write nothing when absent. */
  readonly writes?: string;
  /** Of each file that it writes; default 1 GiB. */
  readonly mostBytes?: number;
  /** Less memory than MEMORY_BYTES, which is the default. */
  readonly memoryBytes?: number;
}

export interface Confinement {
  /** prlimit of util-linux; `null`: no limit of memory and processor time can be set here. */
  readonly prlimit: string | null;
  /** bubblewrap, tried; `null`: absent, forbidden by the system, or turned off. */
  readonly bwrap: string | null;
  /** setpriv of util-linux, tried, where there is no bubblewrap: a program ends with the thread that started it, however that ended. */
  readonly setpriv?: string | null;
}

const GIB = 2 ** 30;
/** Half of the machine, between 2 and 8 GiB. Our choice; what a film of 8K takes on many cores was not measured. */
export const MEMORY_BYTES = Math.min(8 * GIB, Math.max(2 * GIB, Math.floor(totalmem() / 2)));
/** A day of one core: more than any decoding takes, and an end for one whose parent was killed. Our choice. */
const CPU_SECONDS = 86_400;
/** The largest still as uncompressed 8-bit colour is 360 MB. */
const FILE_BYTES = GIB;

/** Where libraries and what finds them lie; each only if it is there. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/opt', '/nix', '/gnu'];
const FINDING = ['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives'];
/** What the system needs to start a program, and where a build of one's own says that its libraries lie. */
const KEPT = ['PATH', 'SystemRoot', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'] as const;

/** What a thread has found the threads that it starts are given. */
const FOUND = 'penumbra: confinement';
let found: Confinement | null = null;

/** Looked for once, and told to threads that are started later: to start the trial holds a thread up for a moment. PENUMBRA_ISOLATION=off leaves bubblewrap out. */
export function confinementHere(env: NodeJS.ProcessEnv = process.env): Confinement {
  if (found !== null) return found;
  // Written below, by this program.
  found = (getEnvironmentData(FOUND) as Confinement | undefined) ?? look(env);
  setEnvironmentData(FOUND, { ...found });
  return found;
}

function look(env: NodeJS.ProcessEnv): Confinement {
  if (process.platform !== 'linux') return { prlimit: null, bwrap: null };
  const prlimit = find('prlimit', env);
  const bwrap = env.PENUMBRA_ISOLATION === 'off' ? null : find('bwrap', env);
  if (bwrap !== null && works(bwrap, prlimit)) return { prlimit, bwrap };
  const setpriv = find('setpriv', env);
  const tried = setpriv === null ? null : spawnSync(setpriv, [...WITH_PARENT, '/bin/true'], { stdio: 'ignore', timeout: 10_000, env: {} });
  return { prlimit, bwrap: null, setpriv: tried?.status === 0 ? setpriv : null };
}

const WITH_PARENT = ['--pdeathsig', 'KILL', '--'];

/** Many systems forbid user namespaces, so that it is there does not mean that it works. */
function works(bwrap: string, prlimit: string | null): boolean {
  // A small program that is surely there.
  const trial = prlimit === null ? ['/bin/true'] : [prlimit, '--version'];
  const tried = spawnSync(bwrap, [...sandbox(trial[0] ?? ''), ...trial], {
    stdio: 'ignore',
    timeout: 10_000,
    env: {},
  });
  return tried.status === 0;
}

function find(name: string, env: NodeJS.ProcessEnv): string | null {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = isAbsolute(folder) ? isProgram(join(folder, name)) : null;
    if (path !== null) return path;
  }
  return null;
}

function isProgram(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    // Not there or not allowed: the same answer.
    return null;
  }
}

function sandbox(program: string, reach?: Reach): string[] {
  const own = [dirname(realpathSync(program)), dirname(program)];
  const shown = [...SYSTEM, ...FINDING, ...own, ...(reach?.parts === undefined ? [] : [reach.parts])];
  return [
    ...['--unshare-all', '--die-with-parent', '--dev', '/dev', '--chdir', '/'],
    ...shown.flatMap((path) => ['--ro-bind-try', path, path]),
    ...(reach?.writes === undefined ? [] : ['--bind', reach.writes, reach.writes]),
    // A file that is not there is the program's to tell.
    ...(reach?.reads === undefined ? [] : ['--ro-bind-try', reach.reads, reach.reads]),
    '--',
  ];
}

export interface Confined {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** bubblewrap ends with 128 and the signal's number where its program died of a signal. */
  readonly wrapped: boolean;
}

/** The command that runs a program within its bounds. */
export function confine(path: string, args: readonly string[], reach: Reach, here: Confinement = confinementHere()): Confined {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' };
  for (const name of KEPT) if (process.env[name] !== undefined) env[name] = process.env[name];
  const program = isAbsolute(path) ? isProgram(path) : find(path, process.env);
  // What is not there must be missed by whoever starts it, not by what would confine it.
  if (program === null) return { path, args, env, wrapped: false };
  let command = [program, ...args];
  if (here.prlimit !== null) {
    const bytes = reach.writes === undefined ? 0 : (reach.mostBytes ?? FILE_BYTES);
    const limits = [
      `--data=${String(reach.memoryBytes ?? MEMORY_BYTES)}`,
      `--cpu=${String(CPU_SECONDS)}`,
      `--fsize=${String(bytes)}`,
      '--core=0',
    ];
    command = [here.prlimit, ...limits, '--', ...command];
  }
  if (here.setpriv) command = [here.setpriv, ...WITH_PARENT, ...command];
  if (here.bwrap !== null) command = [here.bwrap, ...sandbox(program, reach), ...command];
  return { path: command[0] ?? path, args: command.slice(1), env, wrapped: here.bwrap !== null };
}
