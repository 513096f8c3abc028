/** A copy of the case's ledger (one entry to a line) against the report: is it one chain, and is the report in it? */
import type { Check } from '../verify/pdf/trust.ts';
import { chainProblem, type Entry } from '../verify/pdf/attached-custody.ts';

export interface ReportInLedger {
  /** SHA-256 of the PDF that was given. */
  readonly sha256: string;
  readonly head: { readonly seq: number; readonly hash: string } | null;
}

export async function checkLedger(text: string, report: ReportInLedger | null): Promise<Check[]> {
  const entries = readEntries(text);
  if (entries === null) return [{ ok: false, words: 'The copy of the ledger cannot be read: a line of it is no entry.' }];
  const problem = await chainProblem(entries);
  if (problem !== null) return [{ ok: false, words: `The copy of the ledger is no whole chain: ${problem}.` }];
  const whole = {
    ok: true,
    words: `The ${String(entries.length)} entries of the copy form one chain; its head is ${headOf(entries)}.`,
  };
  return report === null
    ? [whole]
    : [whole, ...(report.head === null ? [] : [headCheck(entries, report.head)]), fileCheck(entries, report.sha256)];
}

const headOf = (entries: readonly Entry[]): string => {
  const hash = entries.at(-1)?.hash;
  return typeof hash === 'string' ? hash : 'missing';
};

function headCheck(entries: readonly Entry[], { seq, hash }: NonNullable<ReportInLedger['head']>): Check {
  const there = entries[seq - 1]?.hash;
  if (there === hash) return { ok: true, words: `Entry ${String(seq)} has the hash that the report states as its head.` };
  if (there === undefined) return { ok: false, words: `The copy ends before entry ${String(seq)}, the head that the report states.` };
  return {
    ok: false,
    words: `Entry ${String(seq)} has another hash than the head that the report states: this is the ledger of another history.`,
  };
}

function fileCheck(entries: readonly Entry[], sha256: string): Check {
  const entry = entries.find(({ action, payload }) => String(action).startsWith('report.') && hashIn(payload) === sha256);
  if (entry !== undefined) return { ok: true, words: `Entry ${String(entry.seq)} (${String(entry.action)}) records exactly this file.` };
  return {
    ok: false,
    words:
      'No entry of the copy records exactly this file. A ledger that was copied before the report was made does not have it yet, and a signature that was added outside the case changes the file.',
  };
}

function hashIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'sha256' in payload ? payload.sha256 : null;
}

function readEntries(text: string): Entry[] | null {
  const entries: Entry[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== 'object' || entry === null) return null;
      entries.push(entry as Entry);
    } catch {
      // The caller says which file it is.
      return null;
    }
  }
  return entries;
}
