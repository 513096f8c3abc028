/** The record: custody log, versions with the recipe of each examination, and the statement about the signature. */
import type { Job } from '../../../../contract/analysis.ts';
import { Seal, type CustodyEntry } from '../../../../contract/custody.ts';
import type { Exhibit } from '../../../../contract/exhibits.ts';
import type { Json } from '../../../../base/json.ts';
import type { ReportData } from '../../report-data.ts';
import { count, plural, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { table } from '../table.ts';
import { inSection } from './numbers.ts';
import { signOff } from './sign-off.ts';

/** Entries that are written out: from a longer log, its first and its last. */
const FIRST_ENTRIES = 60;
const LAST_ENTRIES = 180;
/** Characters of a payload; the attached data has it whole. */
const MAX_PAYLOAD = 150;

const COLOURS = {
  'by-matrix': 'colours to BT.601 by the matrix alone, not by way of RGB',
  'by-matrix-and-back': 'colours to BT.601 by the matrix alone, not by way of RGB; traces of the coder on the luma that was coded',
} as const;

export function custody(sheet: Sheet, data: ReportData): void {
  const { entries, head } = data.custody;
  sheet.section('Custody log', { keepWith: 240 });
  sheet.text(
    'Each entry carries the SHA-256 of the one before it, so that no entry can be changed, removed or put between others without changing every later hash. The head stands on every page of this report.',
  );
  sheet.gap(1);
  sheet.fact('Head', head.hash, STYLE.mono);
  sheet.fact('Entries', `${count(head.seq)} before this report; the report's own export is entry ${count(head.seq + 1)} or later`);
  sheet.fact('Last seal', lastSeal(entries) ?? 'none: no earlier head was signed');
  const long = entries.length > FIRST_ENTRIES + LAST_ENTRIES;
  logTable(sheet, data, long ? entries.slice(0, FIRST_ENTRIES) : entries);
  if (!long) return;
  sheet.text(`${count(entries.length - FIRST_ENTRIES - LAST_ENTRIES)} entries stand only in the attached data.`, STYLE.strong);
  sheet.gap(1);
  logTable(sheet, data, entries.slice(-LAST_ENTRIES));
}

/** A signature over an earlier head is an anchor that this report does not depend on. */
export function lastSeal(entries: readonly CustodyEntry[]): string | null {
  const entry = entries.findLast(({ action }) => action === 'case.sealed');
  if (entry === undefined) return null;
  const { seq, signer, selfSigned, path, timestamp } = Seal.parse(entry.payload);
  const time = timestamp === null ? `sealed ${utc(entry.atUtc)}, without a timestamp` : `timestamp ${utc(timestamp.atUtc)}`;
  return `head of entry ${count(seq)}, signed by ${signer}${selfSigned ? ' (self-signed)' : ''}, ${time}; the signature lies in the case folder as ${path}`;
}

const LOG_CELL = { ...STYLE.cell, size: 7.2 };

function logTable(sheet: Sheet, data: ReportData, entries: readonly CustodyEntry[]): void {
  table(
    sheet,
    [
      { head: 'No', share: 0.05, align: 'right', style: STYLE.cellMono, cell: ({ seq }) => String(seq) },
      { head: 'Time (UTC)', share: 0.12, style: STYLE.cellMono, cell: ({ atUtc }) => `${atUtc.slice(0, 10)} ${atUtc.slice(11, 19)}` },
      { head: 'Act', share: 0.16, style: LOG_CELL, cell: ({ action }) => action },
      { head: 'Of', share: 0.09, style: LOG_CELL, cell: ({ subject }) => (subject === data.case.id ? 'the case' : shorten(subject, 40)) },
      { head: 'By', share: 0.1, style: LOG_CELL, cell: ({ actor }) => shorten(actor, 60) },
      { head: 'What', share: 0.24, style: LOG_CELL, cell: ({ payload }) => shorten(payloadWords(payload), MAX_PAYLOAD) },
      { head: 'Hash', share: 0.24, style: { ...STYLE.cellMono, size: 5.4 }, cell: ({ hash }) => `${hash.slice(0, 32)} ${hash.slice(32)}` },
    ],
    entries,
  );
}

function payloadWords(payload: Json): string {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return JSON.stringify(payload);
  return Object.entries(payload)
    .flatMap(([key, value]) => (value === null || typeof value === 'object' ? [] : [`${key} ${briefHash(String(value))}`]))
    .join(', ');
}

/** A hash inside a payload: enough of it to find it in the attached data, where it stands whole. */
function briefHash(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
}

function shorten(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most)} … (${count(words.length)} characters)` : words;
}

/** Of the plan what the item has: of a still there is no every frame, and no block of a film without sound. */
export function samplingWords(
  { everyNthFrame, detectFacesEvery, maxWorkingWidth, maxFaces, soundBlockSeconds, colours, assembler }: Job['plan']['sampling'],
  { kind, facts }: Pick<Exhibit, 'kind' | 'facts'>,
): string {
  const parts: string[] = [];
  if (kind === 'video') {
    parts.push(everyNthFrame === 1 ? 'every frame' : `every ${String(everyNthFrame)}th frame`);
    parts.push(`faces looked for every ${String(detectFacesEvery)} frames and tracked between`);
  }
  if (kind === 'image') parts.push('the whole picture');
  if (kind !== 'audio')
    parts.push(`measured at no more than ${count(maxWorkingWidth)} px width`, `at most ${plural(maxFaces, 'face', 'faces')}`);
  if (soundBlockSeconds !== undefined && facts.streams.some(({ type }) => type === 'audio'))
    parts.push(`sound in blocks of ${String(soundBlockSeconds)} s at its own rate, all channels`);
  if (kind !== 'audio' && colours !== undefined) parts.push(COLOURS[colours]);
  if (assembler !== undefined) parts.push(`the still put together by ${assembler}`);
  return parts.length === 0 ? 'nothing: no detector of sound was asked' : parts.join('; ');
}

export const RECIPE_TITLE = 'What was done: tools, versions and recipe';

export function recipe(sheet: Sheet, data: ReportData): void {
  sheet.section(RECIPE_TITLE, { keepWith: 240 });
  if (data.examinations.length === 0) {
    sheet.text('No detector was run on any item.');
    return;
  }
  sheet.text(
    `With these versions, weights and parameters the examinations can be repeated. The parameters themselves, with where they come from, stand in ${inSection('methods')}.`,
  );
  /** By what ran, the examination whose table names it: a case of many items has one long table, not as many as items. */
  const named = new Map<string, string>();
  for (const { job } of data.examinations) {
    const { plan } = job;
    sheet.subsection(`${job.id}  of item ${job.exhibitId}`, 120);
    sheet.fact('Penumbra', plan.penumbraVersion);
    sheet.fact('Item SHA-256', plan.exhibitSha256, STYLE.mono);
    sheet.fact(
      'Decoder',
      plan.decoder.version.startsWith(plan.decoder.name) ? plan.decoder.version : `${plan.decoder.name} ${plan.decoder.version}`,
    );
    sheet.fact('Runtime', `${plan.runtime.name} ${plan.runtime.version}, run on: ${plan.provider}`);
    for (const other of plan.providerChoice?.passedOver ?? []) sheet.fact('Not used', `${other.provider}: ${other.code}, ${other.words}`);
    const exhibit = data.items.find(({ exhibit: { id } }) => id === job.exhibitId)?.exhibit;
    if (exhibit !== undefined) sheet.fact('Sampling', samplingWords(plan.sampling, exhibit));
    const ran = JSON.stringify([plan.detectors, plan.weights]);
    const earlier = named.get(ran);
    if (earlier !== undefined) {
      sheet.fact('Detectors', `the same detectors and networks as ${earlier}, with the same versions and hashes`);
      continue;
    }
    named.set(ran, job.id);
    table(
      sheet,
      [
        { head: 'Detector or network', share: 0.3, cell: ({ name }) => name },
        { head: 'Version', share: 0.12, cell: ({ version }) => version },
        { head: 'SHA-256 of parameters or weights', share: 0.58, style: STYLE.cellMono, cell: ({ sha256 }) => sha256 },
      ],
      [
        ...plan.detectors.map(({ id, version, parametersSha256 }) => ({ name: `${id} (parameters)`, version, sha256: parametersSha256 })),
        ...plan.weights.map(({ id, sha256 }) => ({ name: `${id} (weights)`, version: '—', sha256 })),
      ],
    );
  }
}

export function signatureStatement(sheet: Sheet, data: ReportData, attachment: { readonly name: string; readonly sha256: string }): void {
  const { signature } = data;
  // What follows keeps 200 together: the heading must fit above that.
  sheet.section('Sign-off, signature, and how to verify', { keepWith: 260 });
  signOff(sheet, data);
  sheet.subsection('Signature and attached data', 160);
  if (signature.identity === null) sheet.text('This copy is not signed.', STYLE.strong);
  else {
    sheet.fact('Level reached', levelWords(signature));
    if (signature.timestampUrl !== undefined) sheet.fact('Timestamp from', signature.timestampUrl);
    if (signature.missed !== undefined) {
      const { level, code } = signature.missed;
      sheet.fact(
        'Asked for',
        `${level}, which could not be reached when the report was signed (${code}). A lower level was allowed.`,
        STYLE.strong,
      );
    }
    sheet.fact('Signer', signature.identity.subject, STYLE.strong);
    sheet.fact('Issuer', signature.identity.selfSigned ? `${signature.identity.issuer} (itself)` : signature.identity.issuer);
    sheet.fact('Certificate', `in force ${utc(signature.identity.notBefore)} to ${utc(signature.identity.notAfter)}`);
    sheet.fact('SHA-256 of it', signature.identity.sha256, STYLE.mono);
    if (signature.identity.selfSigned) {
      sheet.fact(
        'Self-signed',
        'No authority vouches for this certificate. The signature shows that the document was not altered since it was signed. It does not show who signed it, unless the hash of the certificate reached you from the signer by another way.',
        STYLE.strong,
      );
    }
    sheet.gap(1);
    sheet.label('How to verify');
    for (const [command, words] of [
      [
        `penumbra verify ${data.report.id}.pdf`,
        'answers four questions for each signature: intact, valid, trusted, whole document. Its code is not the code that signed.',
      ],
      [
        `pdfsig ${data.report.id}.pdf`,
        `of the Poppler tools says “Signature is Valid”${signature.level === 'PAdES B-LT' ? '; it says “Not total document signed”, because the data for later checks stand behind the signature' : ' and “Total document signed”'}.`,
      ],
      ['penumbra verify <case folder>', 'hashes every stored file again and walks the custody log to the head that stands on these pages.'],
    ] as const) {
      sheet.need(28);
      sheet.text(command, STYLE.mono);
      sheet.text(words, STYLE.note, { indent: 14 });
      sheet.gap(0.8);
    }
  }
  sheet.gap(1);
  sheet.fact('Attached data', `${attachment.name}: everything that this report says, as JSON (${data.format})`);
  sheet.fact('SHA-256 of it', attachment.sha256, STYLE.mono);
  sheet.fact('Archiving', 'This file is written to follow PDF/A-3a. It was not checked by a PDF/A validator.');
  if (sheet.escaped) {
    sheet.fact(
      'Characters',
      'Some characters cannot be shown by the fonts of this report, or could deceive the eye; they are written as their code points, \\u{…}. The attached data has them as they were.',
      STYLE.strong,
    );
  }
}

function levelWords({ level }: ReportData['signature']): string {
  const own = `${level}: a signature over the whole file (CMS, ETSI.CAdES.detached) that names its certificate.`;
  switch (level) {
    case 'PAdES B-T':
      return `${own} It carries a timestamp (RFC 3161) of the authority below: the signature existed at that time. All other times are the computer's own.`;
    case 'PAdES B-LT':
      return `${own} It carries a timestamp (RFC 3161) of the authority below: the signature existed at that time. Behind it stand the certificates and the answers that show that none of them was revoked, so that it can be checked when the authorities no longer answer.`;
    default:
      return `${own} It carries no timestamp of a third party: the time of signing is the computer's own.`;
  }
}
