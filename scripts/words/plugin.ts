/** Puts a look-up in the catalogue around every word of the window while it is built; the sources stay plain English. */
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { findMessages } from './messages.ts';
import { hasWords } from './sources.ts';

const SAY_FILE = 'src/renderer/words/say.ts';

/** `root`: the folder of the repository. */
export function wordsPlugin(root: string): Plugin {
  return {
    name: 'penumbra-words',
    // Before Svelte compiles the templates.
    enforce: 'pre',
    transform(code, id) {
      const file = relative(root, id).replaceAll('\\', '/');
      if (!hasWords(file)) return null;
      const found = findMessages(file, code, join(root, SAY_FILE));
      return found.code === code ? null : { code: found.code, map: null };
    },
  };
}
