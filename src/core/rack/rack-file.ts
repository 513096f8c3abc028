/** The file that says where a laboratory's queue is: line 1 its address, line 2 the key that all messages are sealed with. */
import { readFileSync, statSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';

export interface RackAccess {
  /** Holds a password: it stands in no argument, log, error or case. */
  readonly address: string;
  readonly key: string;
}

const SHORTEST_KEY = 32;

/** Throws RACK_FILE_UNUSABLE, whose detail names the reason and never the content. */
export function readRackFile(path: string): RackAccess {
  const [address = '', key = '', ...rest] = readLines(path);
  if (!isRedis(address)) throw unusable(path, 'its first line is no redis:// or rediss:// address');
  if (key.length < SHORTEST_KEY) throw unusable(path, `its second line is no key of ${String(SHORTEST_KEY)} characters or more`);
  if (rest.length > 0) throw unusable(path, 'it has more than two lines');
  return { address, key };
}

function readLines(path: string): string[] {
  try {
    // Windows has no such bits; there the folder's own rights count.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw unusable(path, 'others than its owner may read it; chmod 600 mends that');
    return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  } catch (error) {
    throw error instanceof Failure ? error : unusable(path, 'it cannot be read');
  }
}

function isRedis(address: string): boolean {
  return URL.canParse(address) && ['redis:', 'rediss:'].includes(new URL(address).protocol);
}

const unusable = (path: string, reason: string): Failure => new Failure('RACK_FILE_UNUSABLE', `${path}: ${reason}`);
