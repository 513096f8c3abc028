/** The last self-test of this machine, kept in its data folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { SelfTestResult } from '../../contract/selftest.ts';

const pathIn = (dataFolder: string): string => join(dataFolder, 'selftest.json');

export async function keepResult(dataFolder: string, result: SelfTestResult): Promise<void> {
  makeFolder(dataFolder);
  await atomicWrite(pathIn(dataFolder), `${JSON.stringify(result, null, 1)}\n`);
}

/** `null` when there is none, or one of a version that wrote it otherwise. */
export async function lastResult(dataFolder: string): Promise<SelfTestResult | null> {
  try {
    const parsed = SelfTestResult.safeParse(JSON.parse(await readFile(pathIn(dataFolder), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not there or not JSON: then nothing is known of it, which is what the caller says.
    return null;
  }
}
