/** A folder of its own for a test, removed when the test is over. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPrefix } from '../../src/base/node/temporary-folder.ts';
import { afterAll, expect, onTestFinished } from 'vitest';

/** Removed by itself: after the test that calls it, or after all tests when called at the top of a file. */
export function tempFolder(): string {
  const path = mkdtempSync(temporaryPrefix('test'));
  const remove = (): void => {
    makeWritable(path);
    rmSync(path, { recursive: true, force: true });
  };
  if (expect.getState().currentTestName === undefined) afterAll(remove);
  else onTestFinished(remove);
  return path;
}

/** Stored exhibits stand in read-only folders, from which nothing can be removed. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) makeWritable(join(folder, entry.name));
}
