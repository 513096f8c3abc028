/** Where the program's networks lie. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '../../base/assert.ts';

/** The nearest `models` folder with a lock, upwards from this code: the same from the sources and from a bundle in out/. */
export function modelsFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const models = join(folder, 'models');
    if (existsSync(join(models, 'models.lock.json'))) return models;
    must(folder === dirname(folder) ? null : folder, 'models/models.lock.json lies beside the program');
  }
}
