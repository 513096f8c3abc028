/** Finds an exhibit in shared storage by its hash alone, and proves that it is that file. A job names no place. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { sha256File } from '../../base/node/sha256-file.ts';

/**
 * `folders` are `exhibits` folders of cases, or folders that hold case folders. Rejects with EXHIBIT_MISSING or EXHIBIT_ALTERED.
 * Reads the whole file.
 */
export async function findExhibit(folders: readonly string[], sha256: string): Promise<string> {
  for (const folder of folders) {
    const path = (await originalIn(join(folder, sha256))) ?? (await inCases(folder, sha256));
    if (path === null) continue;
    const found = await sha256File(path).catch((error: unknown) => {
      throw new Failure('EXHIBIT_MISSING', sha256, { cause: error });
    });
    if (found !== sha256) throw new Failure('EXHIBIT_ALTERED', `${sha256} was asked for, ${found} was found`);
    return path;
  }
  throw new Failure('EXHIBIT_MISSING', sha256);
}

async function inCases(folder: string, sha256: string): Promise<string | null> {
  for (const name of await namesIn(folder)) {
    const path = await originalIn(join(folder, name, 'exhibits', sha256));
    if (path !== null) return path;
  }
  return null;
}

async function originalIn(folder: string): Promise<string | null> {
  const name = (await namesIn(folder)).find((one) => one.startsWith('original.'));
  return name === undefined ? null : join(folder, name);
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}
