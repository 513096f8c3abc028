/** The waiting room of an import: files lie here under made-up names until they are recorded. */
import { open, readdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { syncFolder } from '../../base/node/atomic-write.ts';
import { caseFiles } from '../../store/case-files.ts';
import type { CaseReader } from '../../store/case-store.ts';

/** `<sha256>.moving`: this import is about to put a file under exhibits/<sha256>, which a crash would leave there without a record. */
const MARK = /^([0-9a-f]{64})\.moving$/;

export const newIncomingPath = (caseFolder: string): string =>
  join(caseFiles(caseFolder).incoming, `${randomBytes(12).toString('hex')}.part`);

export async function markMove(caseFolder: string, sha256: string): Promise<string> {
  const path = join(caseFiles(caseFolder).incoming, `${sha256}.moving`);
  const file = await open(path, 'w');
  await file.sync();
  await file.close();
  await syncFolder(dirname(path));
  return path;
}

/** Removes what a crash left; only the holder of the case's lock may call it, and only while no import runs. */
export async function clearIncoming(store: CaseReader): Promise<void> {
  const files = caseFiles(store.folder);
  makeFolder(files.incoming);
  for (const name of await readdir(files.incoming)) {
    const sha256 = MARK.exec(name)?.[1];
    // A folder that no mark speaks of is somebody else's and stays for the verification to name.
    if (sha256 !== undefined && store.exhibitBySha256(sha256) === null) {
      await rm(join(files.exhibits, sha256), { recursive: true, force: true });
    }
    await rm(join(files.incoming, name), { recursive: true, force: true });
  }
}
