/** What came of running an examination again, from the custody entries that recorded it. */
import type { CustodyEntry } from '../../contract/custody.ts';
import { type RatioDifference, RepetitionEntry } from '../../contract/repetition.ts';
import { count, utc } from './words.ts';

/** One sentence for each repetition of the job, oldest first. */
export function repetitions(entries: readonly CustodyEntry[], jobId: string): string[] {
  return entries.flatMap(({ action, subject, actor, atUtc, payload }) => {
    if (action !== 'job.repeated' || subject !== jobId) return [];
    const entry = RepetitionEntry.parse(payload);
    return [`${utc(atUtc)} by ${actor}, on ${entry.provider.repeated} with Penumbra ${entry.penumbraVersion}: ${resultWords(entry)}`];
  });
}

function resultWords({ result, rows, differing, conclusions, ratios }: RepetitionEntry): string {
  const same = `${count(rows - differing)} of ${count(rows)} stored rows equal`;
  switch (result) {
    case 'identical':
      return `identical (all ${count(rows)} stored rows, and everything concluded from them)`;
    case 'same-conclusions':
      return `${same}; the same outcomes and findings${ratioWords(ratios?.differing ?? [])}`;
    case 'different':
      return `${same}; concluded otherwise: ${conclusions.map(({ detectorId, differs }) => `${detectorId} (${differs})`).join('; ')}${ratioWords(ratios?.differing ?? [])}`;
  }
}

const ratioWords = (differing: readonly RatioDifference[]): string =>
  differing.length === 0
    ? ''
    : `; likelihood ratios that are not the same: ${differing.map(({ of, differs }) => `${of} (was ${differs})`).join('; ')}`;
