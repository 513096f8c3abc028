/** The folder that a person typed, as this system writes it. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Failure } from '../../base/failure.ts';

/** Throws CASE_NOT_FOUND for a path that begins nowhere: what it is relative to would be a guess. */
export function typedFolder(typed: string, home: string = homedir()): string {
  // A path that was copied from a shell or a file manager may stand in quotes.
  const path = typed.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (path === '~') return home;
  if (/^~[/\\]/.test(path)) return join(home, path.slice(2));
  if (!isAbsolute(path)) throw new Failure('CASE_NOT_FOUND', 'the path must begin at the root of a disk or with ~');
  // A person may have picked the database itself.
  return path.replace(/[/\\]case\.sqlite$/, '');
}
