/** Which files hold words of the window. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, findMessages } from './messages.ts';

export const root = join(import.meta.dirname, '../..');

/** Outside of the window's room, but shown by it in these words. The report, which stays English, is made by Node from the same files as they are. */
const SHARED = ['src/base/condition-words.ts', 'src/base/timecode.ts', 'src/base/view-settings.ts', 'src/contract/errors.ts'];

/** A path from the root, with slashes. */
export function hasWords(file: string): boolean {
  if (SHARED.includes(file)) return true;
  return /^src\/renderer\/(?!transport\/|words\/say).*\.(?:ts|svelte)$/.test(file) && !file.endsWith('.test.ts');
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly values: readonly string[];
}

/** Every message of the window with the places where it stands, in the order of the files. */
export function everyMessage(): Map<string, Place[]> {
  const all = new Map<string, Place[]>();
  for (const file of sourceFiles()) {
    const place = ({ line, values }: Message): Place => ({ file, line, values });
    for (const message of findMessages(file, readFileSync(join(root, file), 'utf8'), '').messages)
      all.set(message.text, [...(all.get(message.text) ?? []), place(message)]);
  }
  return all;
}

export const sourceFiles = (): string[] =>
  [...globSync('src/renderer/**/*.{ts,svelte}', { cwd: root }), ...SHARED]
    .map((file) => file.replaceAll('\\', '/'))
    .filter(hasWords)
    .sort();
