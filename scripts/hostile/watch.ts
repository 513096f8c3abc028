/**
 * Watches from outside what a process and all that it starts ask of the system (strace, Linux): which addresses they connect or send to, and
 * which files they open. What is allowed is said here; everything else is told.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** `openat` with the paths of folders (-y), and whatever could carry data to an address. */
const CALLS = 'trace=connect,sendto,sendmsg,sendmmsg,open,openat,openat2,creat';

export const whyNoWatch = (): string | null => {
  const tried = spawnSync('strace', ['-f', '-qq', '-e', CALLS, '/bin/true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not installed (on Debian: apt-get install strace)';
  return tried.status === 0 ? null : `strace is not allowed here: ${tried.stderr.trim()}`;
};

/** Arguments of strace in front of the command that it watches. */
export const watching = (traceFile: string): string[] => ['-f', '-qq', '-y', '-s', '300', '--seccomp-bpf', '-e', CALLS, '-o', traceFile];

export interface Seen {
  /** Calls that were looked at. */
  opens: number;
  connects: number;
  /** What is not allowed: each once, with how often. */
  readonly addresses: Map<string, number>;
  readonly files: Map<string, number>;
}

/** Where the system keeps programs, libraries and what it says of itself; also as bubblewrap shows them while it builds its own root. */
const SYSTEM = /^(\/(oldroot|newroot))?\/(usr|lib|lib32|lib64|bin|sbin|opt|proc|sys|dev|nix|gnu)(\/|$)/;
/** Read by the system's libraries and by what finds them; the certificates by Node as it starts, where its environment names them. */
const ETC =
  /^(\/(oldroot|newroot))?\/etc\/(ld\.so\.(cache|preload|conf(\.d)?)$|alternatives(\/|$)|localtime$|ssl\/(openssl\.cnf|certs\/ca-certificates\.crt)$|gcrypt\/hwf\.deny$)/;
/** bubblewrap's own folders, the root itself, and memory that has a name. */
const OWN = /^\/((oldroot|newroot)?|tmp)$/;

/** `within`: folders whose files may be opened: the cases, the evidence, the program. */
export async function whatWasAsked(traceFile: string, within: readonly string[]): Promise<Seen> {
  const seen: Seen = { opens: 0, connects: 0, addresses: new Map(), files: new Map() };
  for await (const line of createInterface({ input: createReadStream(traceFile, 'latin1') })) look(line, within, seen);
  return seen;
}

function look(line: string, within: readonly string[], seen: Seen): void {
  if (/ (connect|sendto|sendmsg|sendmmsg)\(/.test(line)) {
    seen.connects += 1;
    const family = /sa_family=(AF_\w+)/.exec(line)?.[1];
    // Names of this machine, and the kernel's own answers to bubblewrap about its empty network; an already connected socket names none.
    if (family !== undefined && family !== 'AF_UNIX' && family !== 'AF_NETLINK')
      count(seen.addresses, line.replace(/^\d+\s+/, '').slice(0, 200));
    return;
  }
  const path = openedPath(line);
  if (path === null) return;
  seen.opens += 1;
  const bare = path.replace(/^\/(oldroot|newroot)(?=\/)/, '');
  const allowed =
    SYSTEM.test(path) || ETC.test(path) || OWN.test(path) || within.some((folder) => bare === folder || bare.startsWith(`${folder}/`));
  if (!allowed) count(seen.files, `${path}${line.includes(' = -1 ') ? ' (was not opened)' : ''}`);
}

/** Absolute; `null` for a line that opens nothing. */
export function openedPath(line: string): string | null {
  const found = /(?:openat2?\((?:AT_FDCWD|\d+)(?:<([^>]*)>)?, |(?:open|creat)\()"((?:[^"\\]|\\.)*)"/.exec(line);
  if (found === null) return null;
  const [, folder = '', path = ''] = found;
  const whole = path.startsWith('/') ? path : `${folder}/${path}`;
  return plain(whole);
}

/** Without `.`, `..` and doubled slashes, as the system would go. */
function plain(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const count = (of: Map<string, number>, words: string): void => void of.set(words, (of.get(words) ?? 0) + 1);
