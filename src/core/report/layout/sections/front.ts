/** The first page: what this document is and where things stand; then its administrative data. */
import type { ReportData, ReportFinding } from '../../report-data.ts';
import { leftOutOf, PART_WORDS } from '../../left-out.ts';
import { count, plural, reviewWords, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from '../style.ts';
import { lightSummary } from './light.ts';
import { ratiosSummary } from './likelihood-ratios.ts';
import { notesSummary } from './notes.ts';
import { inSection } from './numbers.ts';
import { snapshotsSummary } from './snapshots.ts';

/** Sections that the contents list makes room for. */
const CONTENTS_LINES = 16;
/** Anomalies that the first page names; all of them stand in their section. */
const NAMED_ANOMALIES = 6;
/** Conclusions up to this many characters stand on the first page too. */
const SHORT_CONCLUSION = 400;

export interface ContentsPlace {
  readonly page: number;
  readonly y: number;
  readonly fill: (draw: () => void) => void;
}

/** Returns where the contents list goes once every page number is known. */
export function frontPage(sheet: Sheet, data: ReportData): ContentsPlace {
  sheet.y = 84;
  sheet.text('EXAMINATION REPORT', STYLE.label);
  sheet.gap(1.5);
  sheet.text(data.case.name, STYLE.title, { tag: 'H1' });
  sheet.gap(1);
  sheet.text(`Report ${data.report.id}, made ${utc(data.report.createdAtUtc)}`, STYLE.body);
  sheet.gap(5);
  summary(sheet, data);
  sheet.gap(4);
  sheet.label('Contents');
  const place = { page: 0, y: sheet.y, fill: sheet.reserve('TOC') };
  sheet.y += CONTENTS_LINES * 13;
  sheet.gap(2);
  return place;
}

/** Who for whom, what was looked at and what came of it; no conclusion of the program about genuineness. */
function summary(sheet: Sheet, data: ReportData): void {
  const anomalies = data.findings.filter(({ finding }) => finding.weight === 'anomaly');
  const open = anomalies.filter(({ finding }) => finding.review === null).length;
  const altered = data.items.filter(({ integrity }) => !integrity.ok).length;
  const finished = data.examinations.filter(({ job }) => job.state === 'finished').length;
  sheet.label('Summary');
  sheet.rule();
  sheet.gap(1.5);
  sheet.fact('Examiner', data.case.examiner);
  if (data.report.content.requestedBy !== null) sheet.fact('Requested by', data.report.content.requestedBy);
  sheet.fact('Form', formWords(data), leftOutOf(data).length === 0 ? STYLE.body : STYLE.strong);
  sheet.fact(
    'Items',
    `${count(data.items.length)}; stored copies hashed again for this report: ${altered === 0 ? 'all unchanged' : `${count(altered)} NOT as imported`}`,
  );
  sheet.fact('Examinations', `${count(finished)} finished of ${count(data.examinations.length)}${outcomesInShort(data)}`);
  sheet.fact(
    'Findings',
    `${plural(anomalies.length, 'anomaly', 'anomalies')}${anomalies.length === 0 ? '' : open === 0 ? ', reviewed by a person' : `, ${count(open)} not yet reviewed by a person`}; ${plural(data.findings.length - anomalies.length, 'note of a normal event', 'notes of normal events')}`,
  );
  if (anomalies.length > 0) sheet.factLines('Anomalies', anomaliesInShort(anomalies).join('\n'));
  const ratios = ratiosSummary(data);
  if (ratios !== null) sheet.fact('Likelihood ratios', ratios);
  sheet.fact('Conclusions', conclusionsInShort(data.report.content.conclusions));
  if (data.light.length > 0) sheet.fact('Light', lightSummary(data));
  if (data.notes.length > 0) sheet.fact('Own notes', notesSummary(data));
  if (data.snapshots.length > 0) sheet.fact('Snapshots', snapshotsSummary(data));
  sheet.fact(
    'What this is not',
    `A finding is a measured departure or event. This report gives no verdict on whether an item is genuine (${inSection('propositions')}).`,
  );
  sheet.rule();
}

/** Of several items a detector has as many outcomes. */
function outcomesInShort({ examinations }: ReportData): string {
  const statuses = examinations.flatMap(({ job }) => job.outcomes).map(({ outcome }) => outcome.status);
  if (statuses.length === 0) return '';
  const measured = statuses.filter((status) => status === 'measured').length;
  const foreign = statuses.filter((status) => status === 'notApplicable').length;
  const silent = statuses.length - measured - foreign;
  const parts = [`${count(measured)} measured`, `${count(silent)} could not measure (${inSection('coverage')})`];
  if (foreign > 0) parts.push(`${count(foreign)} not applicable to the item`);
  return `; ${plural(statuses.length, 'outcome', 'outcomes')} of detectors: ${parts.join(', ')}`;
}

/** What was found, by name: those that a person confirmed first, those that a person rejected last. */
function anomaliesInShort(anomalies: readonly ReportFinding[]): string[] {
  const inOrder = anomalies.toSorted((a, b) => rank(a) - rank(b));
  const lines = inOrder
    .slice(0, NAMED_ANOMALIES)
    .map(({ finding }) => `${finding.id} in ${finding.exhibitId}: ${finding.title} (${reviewWords(finding).toLowerCase()})`);
  const more = inOrder.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${count(more)} more (${inSection('findings')})`];
}

function rank({ finding }: ReportFinding): number {
  return finding.review === null ? 1 : { confirmed: 0, inconclusive: 2, rejected: 3 }[finding.review.decision];
}

function conclusionsInShort(words: string | null): string {
  if (words === null) return 'none are stated by the examiner';
  return words.length > SHORT_CONCLUSION || words.includes('\n')
    ? `of the examiner, in ${inSection('review')}`
    : `of the examiner: “${words}” (${inSection('review')})`;
}

function formWords(data: ReportData): string {
  const form = data.report.content.template === 'short' ? 'short report' : 'full report';
  const out = leftOutOf(data);
  if (out.length === 0) return `${form}; nothing was left out`;
  return `${form}; left out at the examiner’s choice: ${out.map((part) => PART_WORDS[part]).join('; ')}. The attached data has all of it`;
}

export function administrative(sheet: Sheet, data: ReportData): void {
  // Together on the second page, however long the summary is.
  sheet.section('Administrative data', { newPage: true });
  sheet.fact('Case', data.case.name, STYLE.strong);
  sheet.fact('Case id', data.case.id, STYLE.mono);
  sheet.fact('Examiner', data.case.examiner);
  sheet.fact('Requested by', data.report.content.requestedBy);
  sheet.factLines('Request', data.report.content.request);
  sheet.fact('Case opened', utc(data.case.createdAtUtc));
  sheet.fact('Report', `${data.report.id}, made ${utc(data.report.createdAtUtc)}`);
  sheet.fact('Software', `${data.software.name} ${data.software.version} on Node ${data.software.node}`);
  sheet.fact('Custody head', data.custody.head.hash, STYLE.mono);
  sheet.fact(
    '',
    `entry ${count(data.custody.head.seq)} of the custody log (${inSection('custody')}), the last before this report`,
    STYLE.note,
  );
  sheet.fact('Signature', signatureInShort(data));
  sheet.fact(
    'Times',
    `Coordinated Universal Time (UTC) of the examining computer; no time server vouches for them${data.signature.level === 'PAdES B-T' || data.signature.level === 'PAdES B-LT' ? `, except the timestamp of the signature (${inSection('signature')})` : ''}.`,
  );
  sheet.fact('Remarks', data.report.remarks);
}

function signatureInShort({ signature }: ReportData): string {
  if (signature.identity === null) return 'none: this copy is not signed';
  const missed = signature.missed === undefined ? '' : `; ${signature.missed.level} was asked for and not reached`;
  return `${signature.level} by ${signature.identity.subject}${signature.identity.selfSigned ? ` (self-signed: see ${inSection('signature')})` : ''}${missed}`;
}

export function fillContents(sheet: Sheet, place: ContentsPlace): void {
  sheet.pdf.switchToPage(place.page);
  place.fill(() => drawContents(sheet, place.y));
}

function drawContents(sheet: Sheet, top: number): void {
  sheet.contents.forEach(({ title, page }, i) => {
    const y = top + i * 13;
    const number = String(i + 1);
    const words = title;
    const left = PAGE.left + 22;
    const width = sheet.widthOf(words, STYLE.body);
    const line = { x: PAGE.left, y, width: CONTENT_WIDTH, height: 12 };
    sheet.group('TOCI', () =>
      sheet.link(`section-${number}`, `Section ${number}, ${words}, page ${String(page)}`, line, () =>
        sheet.tag('Span', () => {
          sheet.put(number, STYLE.body, { x: PAGE.left, y, width: 18 });
          sheet.put(words, STYLE.body, { x: left, y, width: CONTENT_WIDTH - 60 });
          sheet.put(String(page), STYLE.body, { x: PAGE.left + CONTENT_WIDTH - 30, y, width: 30, align: 'right' });
        }),
      ),
    );
    sheet.artifact(() =>
      sheet.pdf
        .lineWidth(0.4)
        .strokeColor(INK.rule)
        .dash(0.5, { space: 3 })
        .moveTo(left + width + 6, y + 8.5)
        .lineTo(PAGE.left + CONTENT_WIDTH - 20, y + 8.5)
        .stroke()
        .undash(),
    );
  });
}
