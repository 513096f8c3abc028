/** The custody log in a report's attached data, or in a copy of the ledger: each entry hashed again, each link followed to the head. */
import * as z from 'zod';
import { canonical } from '../case/canonical.ts';
import type { Attached } from './attached-data.ts';
import { hex } from './bytes.ts';
import { digest } from './crypto.ts';
import type { Check } from './trust.ts';

const GENESIS = '0'.repeat(64);
const FIELDS = ['seq', 'prevHash', 'atUtc', 'actor', 'action', 'subject', 'payload'] as const;

export type Entry = Readonly<Record<string, unknown>>;

/** What is wrong with a chain that begins with the first entry, or null. */
export async function chainProblem(entries: readonly Entry[]): Promise<string | null> {
  let hash: unknown = GENESIS;
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== i + 1) return `entry ${String(i + 1)} is missing: number ${JSON.stringify(entry.seq)} stands in its place`;
    if (entry.prevHash !== hash) return `entry ${String(i + 1)} names another hash before it than the entry before it has`;
    const hashed = Object.fromEntries(FIELDS.map((name) => [name, entry[name] ?? null]));
    const found = hex(await digest('sha256', new TextEncoder().encode(canonical(hashed))));
    if (found !== entry.hash) return `entry ${String(i + 1)} was changed: its contents have another hash than it states`;
    hash = found;
  }
  return null;
}

/** `null` when the data carry no custody log. */
export async function checkAttachedCustody({ data: { custody, items } }: Attached): Promise<Check | null> {
  if (custody === undefined) return null;
  const { head, entries } = custody;
  const problem = await chainProblem(entries);
  if (problem !== null) return { ok: false, words: `In the attached custody log, ${problem}.` };
  if (entries.length !== head.seq || entries.at(-1)?.hash !== head.hash)
    return {
      ok: false,
      words: `The attached custody log does not end at the head that the report states (${String(head.seq)}, ${head.hash}).`,
    };
  const probes = await probesProblem(items, entries);
  if (probes.problem !== null) return { ok: false, words: probes.problem };
  const also =
    probes.held === 0 ? '' : ` The attached output of ffprobe is what the log states of it, for ${String(probes.held)} of the items.`;
  return {
    ok: true,
    words: `The ${String(entries.length)} entries of the attached custody log form one chain that ends at the stated head ${head.hash}.${also}`,
  };
}

/** What ffprobe said at each import is kept as a file whose hash an entry states; the data carry it byte for byte. */
async function probesProblem(
  items: Attached['data']['items'],
  entries: readonly Entry[],
): Promise<{ readonly problem: string | null; readonly held: number }> {
  let held = 0;
  for (const { exhibit, probe } of items ?? []) {
    if (probe === undefined || probe.text === null || probe.keptAs === null) continue;
    const found = hex(await digest('sha256', new TextEncoder().encode(probe.text)));
    const stated = entries.filter(({ action, subject }) => action === 'derived.stored' && subject === probe.keptAs);
    if (!stated.some(({ payload }) => Stored.safeParse(payload).data?.sha256 === found))
      return {
        problem: `The attached output of ffprobe for item ${exhibit.id} has the SHA-256 ${found}, which no entry of the attached custody log states of ${probe.keptAs}.`,
        held,
      };
    held += 1;
  }
  return { problem: null, held };
}

const Stored = z.object({ sha256: z.string() });
