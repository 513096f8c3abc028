/** Makes a folder and those above it that are not there yet. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './system-code.ts';

/**
 * Throws the system's own error; a folder that is there already, or that another process makes meanwhile, is none.
 * One folder after the other: Node's own `recursive` never returns where a file system refuses every new folder, as /proc does.
 * `mode`: of the folders that are made, 0o777 less the account's umask when absent.
 */
export function makeFolder(path: string, mode?: number): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
