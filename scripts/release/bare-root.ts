/** A fresh Debian 12 in a folder, with nothing but what `debootstrap` brings, and Debian's own Node and npm: where the tarball of a release is tried. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const USER = 'examiner';
export const HOME = `/home/${USER}`;
const UID = 1000;

/** Of this machine, so that npm in there reaches what npm out here reaches: a registry and certificates are settings of a place, not of Penumbra. */
export interface Place {
  readonly registry: string;
  readonly certificates: string | null;
}

/** Needs root: mounts and a change of root are the kernel's to allow. */
export function makeRoot(root: string): void {
  execFileSync('debootstrap', ['--variant=minbase', 'bookworm', root], { stdio: ['ignore', 'ignore', 'inherit'] });
  copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
  execFileSync('chroot', [root, 'useradd', '--create-home', '--uid', String(UID), '--shell', '/bin/bash', USER]);
}

/** Debian 12's own, Node 18 and npm 9, which are too old to install the packages: set-up must get along with them. */
export function bringNode(root: string): void {
  const line = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm';
  execFileSync('chroot', [root, 'bash', '-c', line], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export function placeHere(npm: string): Place {
  const ask = (key: string): string => execFileSync(npm, ['config', 'get', key], { encoding: 'utf8' }).trim();
  const certificates = process.env.NODE_EXTRA_CA_CERTS ?? ask('cafile');
  return { registry: ask('registry'), certificates: existsSync(certificates) ? realpathSync(certificates) : null };
}

/** Runs shell lines inside; what they start and mount ends with them. */
export class Inside {
  readonly #root: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(root: string, place: Place) {
    this.#root = root;
    const inside = '/etc/ssl/certs/of-this-place.crt';
    if (place.certificates !== null) {
      mkdirSync(dirname(join(root, inside)), { recursive: true });
      copyFileSync(place.certificates, join(root, inside));
    }
    this.#env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      npm_config_registry: place.registry,
      ...(place.certificates === null ? {} : { NODE_EXTRA_CA_CERTS: inside, npm_config_cafile: inside }),
    };
  }

  run(user: string, line: string, timeoutMs: number): { readonly code: number | null; readonly output: string } {
    const [program, args] = this.#words(user, `{ ${line}\n} 2>&1`);
    const done = spawnSync(program, args, { encoding: 'utf8', timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 2 ** 20 });
    return { code: done.status, output: done.stdout };
  }

  start(user: string, line: string): ChildProcess {
    const [program, args] = this.#words(user, line);
    return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  }

  /** The whole group: a change of user takes from the child the wish to die with unshare, and what is killed first takes the rest with it. */
  stop({ pid, exitCode, signalCode }: ChildProcess): void {
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  }

  #words(user: string, line: string): [string, string[]] {
    const home = user === 'root' ? '/root' : HOME;
    const id = user === 'root' ? '0' : String(UID);
    const env = Object.entries({ ...this.#env, HOME: home, USER: user }).map(([name, value]) => `${name}=${value}`);
    // A new root, not chroot: a process that was only chrooted may make no namespaces, and Chromium and bubblewrap need them.
    const enter = [
      'mount --bind "$1" "$1"',
      'mount -t proc proc "$1/proc"',
      'mount --rbind /dev "$1/dev"',
      'cd "$1"',
      'mkdir -p old',
      'pivot_root . old',
      'umount -l old',
      'exec setpriv --reuid="$2" --regid="$2" --clear-groups env -i -C "$3" "${@:4}"',
    ].join(' && ');
    const where = [this.#root, id, home];
    return ['unshare', ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', enter, 'bash', ...where, ...env, 'bash', '-c', line]];
  }
}
