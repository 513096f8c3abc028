/** Draws a whole report: data and pictures in, PDF bytes out. The same data at the same time gives the same bytes. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../base/canonical-json.ts';
import type { Json } from '../../../base/json.ts';
import type { ReportPart } from '../../../contract/report.ts';
import { leavesOut } from '../left-out.ts';
import type { Pictures, ReportData, SoundPictures } from '../report-data.ts';
import { certification } from './sections/certification.ts';
import { conclusions } from './sections/conclusions.ts';
import { coverage } from './sections/coverage.ts';
import { findings, reviewDecisions } from './sections/findings.ts';
import { glossary } from './sections/glossary.ts';
import { administrative, fillContents, frontPage } from './sections/front.ts';
import { items } from './sections/items.ts';
import { likelihoodRatios } from './sections/likelihood-ratios.ts';
import { limits } from './sections/limits.ts';
import { methods, METHODS_TITLE } from './sections/methods.ts';
import { notExamined } from './sections/not-examined.ts';
import { STRUCTURE_TITLE, structureAppendix } from './sections/structure.ts';
import { stub } from './sections/stub.ts';
import { propositions } from './sections/propositions.ts';
import { custody, recipe, RECIPE_TITLE, signatureStatement } from './sections/record.ts';
import { Sheet, type Pdf } from './sheet.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from './style.ts';

export interface RenderedReport {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** What is attached to the report, byte for byte: canonical JSON (RFC 8785) of the data. */
export function attachedJson(data: ReportData): string {
  return canonicalJson(JSON.parse(JSON.stringify(data)) as Json);
}

/** @param finishing called last, with the first page current: the place for a signature field. */
export async function renderReport(
  data: ReportData,
  pictures: Pictures,
  finishing: (pdf: Pdf) => void,
  sounds: SoundPictures = new Map(),
): Promise<RenderedReport> {
  const at = new Date(data.report.createdAtUtc);
  const producer = `${data.software.name} ${data.software.version}`;
  // No word of the case goes into the document's own information: it is stored unpacked, where signing software searches.
  const sheet = new Sheet({ title: `Examination report ${data.report.id}`, at, producer });
  const json = Buffer.from(attachedJson(data), 'utf8');
  const sha256 = createHash('sha256').update(json).digest('hex');
  const name = `${data.report.id}.json`;
  // PDF/A-3 asks how an attachment relates to the document; the published types do not know that option.
  const attachment = {
    name,
    type: 'application/json',
    // Verifiers hold the attached file against this; the page that states the same hash is for people.
    description: `Everything that this report says, as data. SHA-256 ${sha256}`,
    creationDate: at,
    modifiedDate: at,
    relationship: 'Data',
  };
  sheet.pdf.file(json, attachment);

  const contents = frontPage(sheet, data);
  const unless = (part: ReportPart, title: string, write: () => void): void => (leavesOut(data, part) ? stub(sheet, title) : write());
  // In the order of sections/numbers.ts.
  administrative(sheet, data);
  items(sheet, data);
  propositions(sheet, data);
  unless('recipe', RECIPE_TITLE, () => recipe(sheet, data));
  coverage(sheet, data);
  findings(sheet, data, pictures, sounds);
  reviewDecisions(sheet, data);
  conclusions(sheet, data);
  likelihoodRatios(sheet, data);
  limits(sheet, data);
  notExamined(sheet, data);
  unless('custody', 'Custody log', () => custody(sheet, data));
  signatureStatement(sheet, data, { name, sha256 });
  unless('structure', STRUCTURE_TITLE, () => structureAppendix(sheet, data));
  unless('methods', METHODS_TITLE, () => methods(sheet, data));
  if (!leavesOut(data, 'certification')) certification(sheet, data);
  if (!leavesOut(data, 'glossary')) glossary(sheet);

  fillContents(sheet, contents);
  const pages = sheet.page;
  for (let page = 0; page < pages; page += 1) furniture(sheet, data, page, pages);
  sheet.pdf.switchToPage(0);
  finishing(sheet.pdf);
  return { pdf: await sheet.finish(), pages };
}

/** Head and foot of each page: which case, which report, which state of the custody log, which page of how many. */
function furniture(sheet: Sheet, data: ReportData, page: number, pages: number): void {
  const { pdf } = sheet;
  pdf.switchToPage(page);
  const half = CONTENT_WIDTH / 2;
  const right = PAGE.left + half;
  const top = 34;
  const bottom = PAGE.height - 38;
  pdf.markContent('Artifact', { type: 'Pagination' });
  sheet.put('PENUMBRA', STYLE.label, { x: PAGE.left, y: top, width: 60 });
  sheet.put(`Examination report ${data.report.id}`, STYLE.furniture, { x: PAGE.left + 52, y: top - 0.6, width: half - 52 });
  sheet.put(oneLine(sheet, data.case.name, half), STYLE.furniture, { x: right, y: top - 0.6, width: half, align: 'right' });
  for (const y of [top + 12, bottom - 6])
    pdf
      .lineWidth(0.5)
      .strokeColor(INK.rule)
      .moveTo(PAGE.left, y)
      .lineTo(PAGE.left + CONTENT_WIDTH, y)
      .stroke();
  sheet.put(`custody ${data.custody.head.hash}  at entry ${String(data.custody.head.seq)}`, STYLE.axis, {
    x: PAGE.left,
    y: bottom,
    width: CONTENT_WIDTH - 80,
  });
  sheet.put(`Page ${String(page + 1)} of ${String(pages)}`, STYLE.furniture, {
    x: PAGE.left + CONTENT_WIDTH - 80,
    y: bottom - 0.6,
    width: 80,
    align: 'right',
  });
  if (data.report.draft) draftMark(sheet);
  pdf.endMarkedContent();
}

/** Across each page and in its head, so that no single page passes for a report. */
function draftMark(sheet: Sheet): void {
  const { pdf } = sheet;
  sheet.put('DRAFT, NOT SIGNED', STYLE.draft, { x: PAGE.left, y: 20, width: CONTENT_WIDTH, align: 'center' });
  pdf
    .save()
    .rotate(-52, { origin: [PAGE.width / 2, PAGE.height / 2] })
    .fillOpacity(0.1);
  sheet.put('DRAFT', STYLE.watermark, { x: 0, y: PAGE.height / 2 - 70, width: PAGE.width, align: 'center' });
  pdf.restore();
}

function oneLine(sheet: Sheet, words: string, width: number): string {
  if (sheet.widthOf(words, STYLE.furniture) <= width) return words;
  const characters = Array.from(new Intl.Segmenter('en').segment(words), ({ segment }) => segment);
  while (characters.length > 1 && sheet.widthOf(`${characters.join('')}…`, STYLE.furniture) > width) characters.pop();
  return `${characters.join('')}…`;
}
