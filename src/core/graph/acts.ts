/** The custody ledger as investigative actions: who, when, with what, on what, and what came of it. */
import * as z from 'zod';
import { Seal, type CustodyEntry } from '../../contract/custody.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/json.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { node, person, time, tool, type Names, type Node, type Ref } from './nodes.ts';

/** Entries are read in portions of this many. */
const PORTION = 1000;
const Versioned = z.object({ penumbraVersion: z.string() });
const OfExhibit = z.object({ exhibitId: z.string() });

export function* entriesOf(store: CaseReader): Generator<CustodyEntry> {
  const last = store.head().seq;
  for (let from = 1; from <= last; from += PORTION) yield* store.entries(from, Math.min(PORTION, last - from + 1));
}

/** Nothing is said about a version that the ledger does not state: an entry has the version of the last opening. */
export function* actNodes(store: CaseReader, names: Names): Generator<Node> {
  const known = knownRecords(store);
  const caseId = store.info().id;
  let version: string | null = null;
  for (const entry of entriesOf(store)) {
    version = Versioned.safeParse(entry.payload).data?.penumbraVersion ?? version;
    const exhibit = OfExhibit.safeParse(entry.payload).data?.exhibitId;
    const subjects = [entry.subject, exhibit].filter((one) => one !== undefined && known.has(one)).map((one) => names(one ?? ''));
    const made = MADE[entry.action];
    const results = made === undefined ? [] : made(entry, store, names);
    yield node(names(`entry/${String(entry.seq)}`), 'case-investigation:InvestigativeAction', {
      'uco-core:name': entry.action,
      'uco-core:description': canonicalJson(entry.payload),
      'uco-action:startTime': time(entry.atUtc),
      'uco-action:endTime': time(entry.atUtc),
      'uco-action:performer': person(names, entry.actor),
      'uco-action:instrument': version === null ? null : [tool(names, 'Penumbra', version)],
      'uco-action:object': entry.subject === caseId ? [{ '@id': `kb:${caseId}` }] : subjects.filter((ref) => !results.includes(ref)),
      'uco-action:result': results,
      // The ledger's chain: each act was done knowing the one before.
      'case-investigation:wasInformedBy': entry.seq === 1 ? null : names(`entry/${String(entry.seq - 1)}`),
      'uco-core:externalReference': node(names(`entry/${String(entry.seq)}/reference`), 'uco-core:ExternalReference', {
        'uco-core:definingContext': 'Penumbra custody ledger: sequence number and hash of the entry',
        'uco-core:externalIdentifier': `${String(entry.seq)} ${entry.hash}`,
      }),
    });
  }
}

type Made = (entry: CustodyEntry, store: CaseReader, names: Names) => (Ref & Record<string, Json>)[];
const subject: Made = (entry, _store, names) => [names(entry.subject)];

/** What an act left behind that has a node of its own. */
const MADE: Partial<Record<CustodyEntry['action'], Made>> = {
  'exhibit.imported': (entry, _store, names) => [names(`${entry.subject}/provenance`)],
  'derived.stored': subject,
  'examination.finished': (entry, store, names) => store.findings({ jobId: entry.subject }).map(({ id }) => names(id)),
  'finding.reviewed': (entry, _store, names) => [names(`review/${String(entry.seq)}`)],
  'light.kept': subject,
  'note.kept': subject,
  'snapshot.kept': subject,
  'exhibit.marked': subject,
  'report.exported': subject,
  'report.countersigned': subject,
  'case.sealed': (entry, _store, names) => [names(Seal.parse(entry.payload).path)],
};

/** Subjects that have a node; a refused file, for one, has none. */
function knownRecords(store: CaseReader): ReadonlySet<string> {
  return new Set([
    ...store.exhibits().map(({ id }) => id),
    ...store.jobs().map(({ id }) => id),
    ...store.findings().map(({ id }) => id),
    ...store.derivedFiles().map(({ path }) => path),
    ...store.reports().map(({ id }) => id),
    ...store.lightDrawings().map(({ id }) => id),
    ...store.notes().map(({ id }) => id),
    ...store.snapshots().map(({ id }) => id),
    ...store.marks().map(({ id }) => id),
  ]);
}
