/** Holds each seal against the ledger: the file that an entry names must be a signature over the head that the entry states, and the ledger must still have it. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../base/node/is-missing.ts';
import type { SealCheck } from '../../contract/cases.ts';
import { verifyDetached, type Detached } from '../pdf/verify-detached.ts';
import { canonical } from './canonical.ts';
import type { Entry, Walked } from './ledger.ts';
import type { Problems } from './problems.ts';
import { readStatedSeal, SEALED, SEAL_PATH, type StatedSeal } from './stated-seals.ts';

/** A signature with its chain and a timestamp takes 2 to 30 kB. */
const MOST_BYTES = 1_000_000;

/** Files in seals/, before the records are read. */
export async function listSeals(folder: string): Promise<string[]> {
  try {
    const names = await readdir(join(folder, 'seals'));
    // One that is just being written has another name until it is whole.
    return names
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => `seals/${name}`);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Files that are missing or have another hash have been named before; what can be read of them is judged all the same. */
export async function checkSeals(
  folder: string,
  listed: readonly string[],
  walked: Walked,
  anchors: readonly string[],
  problems: Problems,
): Promise<SealCheck[]> {
  const { entries } = walked;
  const checks: SealCheck[] = [];
  const known = new Set<string>();
  for (const entry of entries.values()) {
    if (entry.action !== SEALED) continue;
    const seal = readStatedSeal(entry.payload);
    if (seal === null) {
      problems.add('seal-wrong', String(entry.seq), `entry ${entry.seq} says that the ledger was sealed, and names no seal`);
      continue;
    }
    known.add(seal.path);
    const cms = await readSeal(join(folder, seal.path));
    if (cms !== null) checks.push(judge(entry, seal, await overHead(cms, seal.seq, entries, new Date(entry.atUtc), anchors), problems));
  }
  for (const path of listed) if (!known.has(path)) await nameUnrecorded(folder, path, entries, problems);
  return checks;
}

function judge(entry: Entry, seal: StatedSeal, found: Detached, problems: Problems): SealCheck {
  const { path, seq } = seal;
  const wrong = (words: string): void => problems.add('seal-wrong', path, words);
  if (seq >= entry.seq) wrong(`entry ${entry.seq} names a seal of entry ${seq}, which does not stand before it`);
  else if (!found.intact.ok)
    wrong(
      `the seal is not over entry ${seq} as the ledger has it now: what stands up to that entry was written anew, or the seal is another's`,
    );
  else if (!found.valid.ok) wrong(`the seal of entry ${seq} is not valid: ${found.valid.words}`);
  else if (found.certificateSha256 !== seal.certificateSha256)
    wrong(
      `the seal of entry ${seq} is by the certificate ${found.certificateSha256 ?? 'unknown'}, its entry states ${seal.certificateSha256}`,
    );
  if (found.timestamp?.ok === false) wrong(`the timestamp of the seal of entry ${seq} does not hold: ${found.timestamp.words}`);
  const { intact, valid, trusted, timestamp, signer } = found;
  return { seq, entry: entry.seq, path, signer, intact, valid, trusted, timestamp };
}

/** A seal without an entry speaks of a ledger that was longer, or other, than the one that is here. */
async function nameUnrecorded(folder: string, path: string, entries: Walked['entries'], problems: Problems): Promise<void> {
  const digits = SEAL_PATH.exec(path)?.[1];
  const seq = Number(digits);
  const cms = digits === undefined ? null : await readSeal(join(folder, path));
  const why =
    cms === null
      ? 'it is no seal that can be read'
      : !entries.has(seq)
        ? `it is of entry ${seq}, and the ledger ends at entry ${entries.size}: entries were taken out`
        : (await overHead(cms, seq, entries, null, [])).intact.ok
          ? `it is over entry ${seq} as it stands, but what came after that was taken out, or the program was stopped while it sealed`
          : `it is not over entry ${seq} as the ledger has it now`;
  problems.add('seal-unrecorded', path, `no entry names this seal: ${why}`);
}

/** The statement follows from the ledger alone. */
async function overHead(
  cms: Uint8Array,
  seq: number,
  entries: Walked['entries'],
  statedAt: Date | null,
  anchors: readonly string[],
): Promise<Detached> {
  const statement = { format: 'penumbra-seal/1', caseId: entries.get(1)?.subject ?? '', seq, hash: entries.get(seq)?.hash ?? '' };
  return verifyDetached(cms, new TextEncoder().encode(canonical(statement)), { statedAt, anchors });
}

async function readSeal(path: string): Promise<Uint8Array | null> {
  try {
    const stats = await lstat(path);
    return stats.isFile() && stats.size <= MOST_BYTES ? await readFile(path) : null;
  } catch {
    return null; // named before, as a file
  }
}
