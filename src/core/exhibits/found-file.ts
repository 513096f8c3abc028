/** Finds the files that an import was asked for: in a fixed order, following no link out of the folder. */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { systemCode } from '../../base/node/system-code.ts';

export interface FoundFile {
  /** Relative to the folder that was imported, with forward slashes; the bare name for a file that was named itself. */
  readonly name: string;
  /** Where to read it, or why it must not be read. */
  readonly source: { readonly path: string } | { readonly refused: Failure };
}

/** Yields one item for each thing that is not a folder; never throws for a single one. `except`: a folder that is not entered. */
export async function* findFiles(paths: readonly string[], except: string): AsyncGenerator<FoundFile> {
  for (const given of paths) {
    const name = basename(resolve(given));
    let real: string;
    let stats: Stats;
    try {
      real = await realpath(given);
      stats = await lstat(real);
    } catch (error) {
      yield { name, source: { refused: fileFailure(error, 'FILE_NOT_FOUND') } };
      continue;
    }
    if (stats.isDirectory()) yield* walk(real, real, except);
    else yield { name, source: stats.isFile() ? { path: real } : { refused: new Failure('FILE_NOT_REGULAR', name) } };
  }
}

async function* walk(folder: string, root: string, except: string): AsyncGenerator<FoundFile> {
  if (folder === except) return;
  const nameOf = (path: string): string => (path === root ? basename(root) : relative(root, path).split(sep).join('/'));
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { name: nameOf(folder), source: { refused: fileFailure(error, 'FILE_CHANGED') } };
    return;
  }
  // By code units: the same order on every machine, whatever its language.
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const name = nameOf(path);
    if (entry.isDirectory()) yield* walk(path, root, except);
    else if (entry.isSymbolicLink()) yield* link(path, name, root);
    else if (entry.isFile()) yield { name, source: { path } };
    else yield { name, source: { refused: new Failure('FILE_NOT_REGULAR', name) } };
  }
}

/** A link to a file inside the folder is that file under a second name; one to a folder inside is not walked twice. */
async function* link(path: string, name: string, root: string): AsyncGenerator<FoundFile> {
  try {
    const real = await realpath(path);
    const inside = real.startsWith(root.endsWith(sep) ? root : root + sep);
    if (!inside && real !== root) throw new Failure('FILE_OUTSIDE_FOLDER', name);
    const stats = await lstat(real);
    if (stats.isDirectory()) return;
    if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', name);
    yield { name, source: { path: real } };
  } catch (error) {
    yield { name, source: { refused: fileFailure(error, 'FILE_NOT_FOUND') } };
  }
}

/** What the file system says, in the contract's codes; `missing` is the code for "not there". */
export function fileFailure(error: unknown, missing: 'FILE_NOT_FOUND' | 'FILE_CHANGED'): Failure {
  if (error instanceof Failure) return error;
  const code = systemCode(error);
  const options = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') return new Failure(missing, undefined, options);
  // O_NOFOLLOW met a link where a file had been a moment ago.
  if (code === 'ELOOP') return new Failure('FILE_CHANGED', undefined, options);
  if (code === 'ENXIO') return new Failure('FILE_NOT_REGULAR', undefined, options);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('DISK_FULL', undefined, options);
  return new Failure('FILE_UNREADABLE', code === '' ? undefined : code, options);
}
