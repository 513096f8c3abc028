/**
 * Folders of this program in the system's temporary folder. Their names say which process they belong to, since what lies in them may be frames
 * of evidence: they go with their process, or at the next start of the program after it was killed.
 */
import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCode } from './system-code.ts';

const NAME = /^penumbra-[a-z]+-([1-9]\d*)-(\d+)-\w{6}$/;

/** To be given to `mkdtemp`. `what`: small letters only. */
export const temporaryPrefix = (what: string): string => join(tmpdir(), `penumbra-${what}-${String(process.pid)}-${namespace()}-`);

/** Containers may share a temporary folder, where one's number of a process means nothing to the other. Zero where there is no such thing. */
function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** Called once by each door: removes what dead processes of this user left, now, and what this process has, when it ends. */
export function keepTemporaryTidy(): void {
  removeFolders((pid) => pid !== process.pid && !isAlive(pid));
  process.once('exit', () => {
    removeFolders((pid) => pid === process.pid);
  });
}

/** Follows no link, and leaves what cannot be removed: a program must not end, nor fail to start, for that. */
function removeFolders(wanted: (pid: number) => boolean): void {
  const here = namespace();
  for (const name of namesIn(tmpdir())) {
    const [, pid, where] = NAME.exec(name) ?? [];
    if (pid === undefined || where !== here || !wanted(Number(pid))) continue;
    const path = join(tmpdir(), name);
    try {
      const stats = lstatSync(path);
      if (stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (systemCode(error) === '') throw error;
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Without a temporary folder nothing can lie there.
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is another user's, and alive.
    return systemCode(error) !== 'ESRCH';
  }
}
