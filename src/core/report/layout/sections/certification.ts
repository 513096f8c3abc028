/** A draft of what Rules 902(13) and 902(14) of the Federal Rules of Evidence (USA) ask for: facts filled in, judgement and signature left to a person. */
import type { ReportData } from '../../report-data.ts';
import { count, plural, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { table } from '../table.ts';
import { inSection } from './numbers.ts';
import { bullets } from './propositions.ts';

const BLANK = '______________________________________________';

export function certification(sheet: Sheet, data: ReportData): void {
  sheet.section('Appendix: draft of a certification (USA, FRE 902(13) and 902(14))', { newPage: true });
  sheet.text(
    'This is a draft for a qualified person to check, complete and sign. The program certifies nothing. Rule 902(11) asks for written notice to the other side before trial; whether and how the rules apply is for counsel.',
    STYLE.strong,
  );
  sheet.gap(2);
  sheet.label('The person');
  for (const label of ['Name', 'Position', 'Qualification']) sheet.fact(label, BLANK);
  sheet.gap(1);
  sheet.label('902(14): copies identified by their digital fingerprint');
  sheet.text(
    `Each file below was hashed by SHA-256 while it was copied into the case with ${data.software.name} ${data.software.version}; the copy was hashed again on ${utc(data.report.createdAtUtc)}. Where the two agree, the copy is, byte for byte, the file that was received.`,
  );
  sheet.gap(1);
  table(
    sheet,
    [
      { head: 'Item', share: 0.07, style: STYLE.cellMono, cell: ({ exhibit }) => exhibit.id },
      { head: 'Name', share: 0.2, cell: ({ exhibit }) => exhibit.originalName },
      { head: 'Received', share: 0.16, cell: ({ exhibit }) => utc(exhibit.importedAtUtc) },
      { head: 'Bytes', share: 0.12, align: 'right', cell: ({ exhibit }) => count(exhibit.sizeBytes) },
      { head: 'SHA-256 when received', share: 0.33, style: { ...STYLE.cellMono, size: 6 }, cell: ({ exhibit }) => exhibit.hashes.sha256 },
      { head: 'Copy now', share: 0.12, cell: ({ integrity }) => (integrity.ok ? 'the same' : 'NOT the same') },
    ],
    data.items,
  );
  sheet.label('902(13): records made by an electronic process');
  sheet.text(
    'The measures in this report were made by the process that follows. The person is to state whether, and why, it gives an accurate result.',
  );
  sheet.gap(1);
  bullets(
    sheet,
    [
      `Plan: before each examination its detectors, versions, parameters and weights were stored (${inSection('recipe')}). This report has ${plural(data.examinations.length, 'examination', 'examinations')}.`,
      'Decoding: frames and sound were decoded by the decoder named there; no file was altered.',
      `Measuring: each detector measured by its method sheet (${inSection('methods')}), which states its known error rates and limits, or that there are none.`,
      `Record: every act was written to a chained log; its head is ${data.custody.head.hash} at entry ${count(data.custody.head.seq)}.`,
      `Check: the stored files and the log can be verified by code that shares nothing with the code that wrote them (${inSection('signature')}), and an examination can be repeated from its plan.`,
    ],
    0,
  );
  sheet.gap(2);
  sheet.text('I declare under penalty of perjury that the foregoing is true and correct.', STYLE.body);
  sheet.gap(2);
  for (const label of ['Place and date', 'Signature']) sheet.fact(label, BLANK);
}
