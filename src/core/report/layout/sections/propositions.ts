/** Under which propositions the findings are to be read, and what the report leaves to others. */
import type { ReportData } from '../../report-data.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { inSection } from './numbers.ts';

export function propositions(sheet: Sheet, data: ReportData): void {
  sheet.section('Propositions, and what this report says');
  const own = data.report.content.propositions;
  if (own === null) programsOwn(sheet);
  else {
    sheet.factLines('Proposition 1', own.first);
    sheet.factLines('Proposition 2', own.second);
    sheet.text('Both as put by the examiner for this case.', STYLE.note);
  }
  saysAndSaysNot(sheet);
}

function programsOwn(sheet: Sheet): void {
  sheet.fact(
    'Proposition 1',
    'The item shows what a camera or microphone recorded, apart from ordinary processing such as compression or cutting.',
  );
  sheet.fact(
    'Proposition 2',
    'The item, or a part of it, was synthesised or manipulated so that it shows something that was not recorded.',
  );
}

function saysAndSaysNot(sheet: Sheet): void {
  sheet.gap(1);
  sheet.label('This report says');
  bullets(sheet, [
    'what was measured, where and how, with the uncertainty of each measure as far as it is known;',
    'what could not be measured, and why;',
    'how a person reviewed each finding, and for what reason.',
  ]);
  sheet.label('This report does not say');
  bullets(sheet, [
    'whether Proposition 1 or Proposition 2 is true. That is for whoever weighs all evidence of the case;',
    'how probable either is. No likelihood ratio is stated unless a calibration with its data set is named beside it;',
    'who made the item, or when. Hashes and signatures show that bytes did not change; they do not show authorship.',
    `that an item without findings is genuine. Absence of findings is not evidence of genuineness beyond the error rates in ${inSection('methods')}.`,
  ]);
}

export function bullets(sheet: Sheet, lines: readonly string[], indent = 10): void {
  sheet.group('L', () => {
    for (const line of lines) {
      sheet.bullet(line, STYLE.body, indent);
      sheet.gap(0.4);
    }
  });
  sheet.gap(1.5);
}
