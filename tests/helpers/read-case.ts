/** A look into a case that nobody has open. */
import type { CaseReader } from '../../src/store/case-store.ts';
import { openCase } from '../../src/store/open-case.ts';
import { exampleNow } from './example-records.ts';

export function readCase<T>(folder: string, look: (store: CaseReader) => T): T {
  const store = openCase(folder, { now: exampleNow(), penumbraVersion: '0.1.0' });
  try {
    return look(store);
  } finally {
    store.close();
  }
}
