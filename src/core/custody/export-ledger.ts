/** Copies the custody ledger into a file of the case folder, as a table or as one entry to a line, and records that it did. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { csvLine } from '../../base/csv.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import type { CustodyEntry, LedgerExport, LedgerFormat } from '../../contract/custody.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { entryFor } from '../../store/entries.ts';
import type { OpenCase } from '../context.ts';

/** Entries are read in portions of this many. */
const PORTION = 1000;
/** Read-only: a copy that was handed on is not written again. */
const FILE_MODE = 0o444;
const HEAD = ['seq', 'atUtc', 'actor', 'action', 'subject', 'payload', 'prevHash', 'hash'];

/** The file ends with the entry before the export's own, so that its last hash is the head that the export's entry states. */
export async function exportLedger({ store, folder, actor }: OpenCase, format: LedgerFormat): Promise<LedgerExport> {
  const head = store.head();
  const lines = [...entriesUpTo(store, head.seq)].map((entry) => (format === 'csv' ? rowOf(entry) : canonicalJson(entry)));
  const text = format === 'csv' ? `${[csvLine(HEAD), ...lines].join('\r\n')}\r\n` : `${lines.join('\n')}\n`;
  const path = `exports/ledger-${String(head.seq).padStart(6, '0')}.${format}`;
  makeFolder(join(folder, 'exports'));
  await atomicWrite(join(folder, path), text, FILE_MODE);
  const exported: LedgerExport = {
    format,
    path,
    sha256: sha256Hex(text),
    sizeBytes: Buffer.byteLength(text),
    entries: head.seq,
    ledgerHead: head.hash,
  };
  try {
    store.note(entryFor.custodyExported(actor, store.info().id, exported));
  } catch (error) {
    await rm(join(folder, path), { force: true });
    throw error;
  }
  return exported;
}

function* entriesUpTo(store: CaseReader, last: number): Generator<CustodyEntry> {
  for (let from = 1; from <= last; from += PORTION) yield* store.entries(from, Math.min(PORTION, last - from + 1));
}

function rowOf(entry: CustodyEntry): string {
  return csvLine(
    [entry.seq, entry.atUtc, entry.actor, entry.action, entry.subject, canonicalJson(entry.payload), entry.prevHash, entry.hash].map(
      harmless,
    ),
  );
}

/** A table program would run a cell that begins like a formula, and names of files are anybody's; the lines of JSON have them as they are. */
const harmless = (cell: string | number): string | number => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
