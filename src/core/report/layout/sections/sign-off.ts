/** Who stands for the report: the examiner who signs it, and room for whoever reviews it, on paper or by a second signature. */
import type { ReportData } from '../../report-data.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';

const BLANK = '______________________________________________';

export function signOff(sheet: Sheet, { case: { examiner }, signature, report }: ReportData): void {
  sheet.subsection('Sign-off by examiner and reviewer', 200);
  sheet.fact('Examiner', examiner);
  sheet.fact(
    '',
    signature.identity === null ? 'This copy is not signed.' : `Signed electronically as ${signature.identity.subject}.`,
    STYLE.note,
  );
  sheet.gap(1);
  sheet.text(
    `A second person who has reviewed the work signs here, or adds an electronic signature of their own: in the report room of the program, or by the command below. It keeps the first signature valid byte for byte, makes a report with an id of its own beside this one, and is an entry of the custody log; verification names both. As it stands, this document carries no reviewer’s signature unless verification names one.`,
  );
  sheet.gap(0.8);
  sheet.text(`penumbra sign reports/${report.id}.pdf --as reviewer --identity <p12> --passphrase-file <file>`, STYLE.mono);
  sheet.gap(2);
  for (const label of ['Reviewer', 'Position', 'What was reviewed', 'Result', 'Place and date', 'Signature']) sheet.fact(label, BLANK);
}
