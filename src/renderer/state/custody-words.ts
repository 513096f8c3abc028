/** What the acts of the ledger are called for a person, and the gist of what an entry states. */
import { seenText } from '../../base/seen-text.ts';
import type { CustodyAction, CustodyEntry } from '../../contract/custody.ts';
import { shortHash } from './words.ts';

/** Complete on purpose: a new act without words does not compile. */
export const ACTION_WORDS: Readonly<Record<CustodyAction, string>> = {
  'case.created': 'Case created',
  'case.opened': 'Case opened',
  'case.verified': 'Case verified',
  'case.export-started': 'Case export started',
  'case.exported': 'Case exported',
  'case.export-failed': 'Case export failed',
  'case.imported': 'Case imported',
  'exhibit.imported': 'Exhibit imported',
  'exhibit.imported-again': 'Exhibit imported again',
  'exhibit.refused': 'File refused',
  'import.started': 'Import of several files started',
  'import.ended': 'Import of several files ended',
  'derived.stored': 'Derived file stored',
  'examination.started': 'Examination started',
  'examination.resumed': 'Examination resumed',
  'examination.taken': 'Examination taken up by a worker',
  'examination.finished': 'Examination finished',
  'examination.cancelled': 'Examination cancelled',
  'examination.failed': 'Examination failed',
  'examination.interrupted': 'Examination interrupted',
  'job.repeated': 'Examination repeated',
  'finding.reviewed': 'Finding reviewed',
  'review.withdrawn': 'Decision taken back',
  'light.kept': 'Light drawing kept',
  'light.withdrawn': 'Light drawing withdrawn',
  'note.kept': 'Note kept',
  'note.withdrawn': 'Note withdrawn',
  'snapshot.kept': 'Snapshot kept',
  'snapshot.withdrawn': 'Snapshot withdrawn',
  'exhibit.marked': 'Exhibit tagged or annotated',
  'exhibit.mark-withdrawn': 'Tag or note taken back',
  'report.exported': 'Report exported',
  'report.countersigned': 'Report countersigned',
  'custody.exported': 'Ledger exported',
  'case.sealed': 'Head of the ledger sealed',
  'sitting.started': 'Identity unlocked for a sitting',
  'sitting.ended': 'Identity locked again',
};

export const actionWords = (action: CustodyAction): string => ACTION_WORDS[action];

/** `framesDone` as `frames done`. */
const fieldWords = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** The plain fields of the payload on one line; what is nested stands in the entry itself. */
export function payloadGist({ payload }: Pick<CustodyEntry, 'payload'>): string {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return payload === null ? '' : JSON.stringify(payload);
  return Object.entries(payload)
    .flatMap(([name, value]) => {
      if (value === null || typeof value === 'object') return [];
      const text = String(value);
      return [`${fieldWords(name)} ${/^[0-9a-f]{64}$/.test(text) ? shortHash(text) : seenText(text)}`];
    })
    .join(' · ');
}
