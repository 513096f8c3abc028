/** What the examiner concludes, in the examiner's own words and marked as such. */
import type { ReportData } from '../../report-data.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';

export function conclusions(sheet: Sheet, { report, case: { examiner } }: ReportData): void {
  const words = report.content.conclusions;
  sheet.subsection('Conclusions of the examiner', 80);
  if (words === null) {
    sheet.text('None are stated in this report.');
    return;
  }
  for (const paragraph of words.split(/\n+/)) {
    sheet.text(paragraph);
    sheet.gap(1);
  }
  sheet.text(`Written by ${examiner}. The program has neither made nor checked these words.`, STYLE.note);
}
