/** Which entries of the ledger are shown. */
import type { CustodyAction, CustodyEntry } from '../../contract/custody.ts';
import { actionWords } from './custody-words.ts';

export interface LedgerFilter {
  /** Words that must all occur: in the subject, the act, the payload, the hash or as `#12`. */
  readonly text: string;
  /** Empty: anybody. */
  readonly actor: string;
  /** Empty: every act; a noun (`finding`) means all acts on it. */
  readonly action: string;
  /** Days as `2026-05-01`, UTC, both included; empty: open. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: LedgerFilter = { text: '', actor: '', action: '', from: '', to: '' };

export const isFiltering = (filter: LedgerFilter): boolean => Object.values(filter).some((part) => part !== '');

export const nounOf = (action: CustodyAction): string => action.slice(0, action.indexOf('.'));

/** Made once for each entry: a payload with a whole plan is long. */
const searched = new WeakMap<CustodyEntry, string>();

function textOf(entry: CustodyEntry): string {
  const known = searched.get(entry);
  if (known !== undefined) return known;
  const text = [`#${entry.seq} `, entry.subject, entry.action, actionWords(entry.action), entry.hash, JSON.stringify(entry.payload)]
    .join('\n')
    .toLowerCase();
  searched.set(entry, text);
  return text;
}

export function filtered(entries: readonly CustodyEntry[], filter: LedgerFilter): readonly CustodyEntry[] {
  if (!isFiltering(filter)) return entries;
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  // `#12` means entry 12, not 120 too: an entry's own number ends with a space.
  const wanted = words.map((word) => (/^#\d+$/.test(word) ? `${word} ` : word));
  return entries.filter((entry) => {
    const day = entry.atUtc.slice(0, 10);
    return (
      (filter.actor === '' || entry.actor === filter.actor) &&
      (filter.action === '' || entry.action === filter.action || nounOf(entry.action) === filter.action) &&
      (filter.from === '' || day >= filter.from) &&
      (filter.to === '' || day <= filter.to) &&
      wanted.every((word) => textOf(entry).includes(word))
    );
  });
}
