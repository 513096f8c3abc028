/** A sheet for each detector: question, method, known error rates, limits, parameters with their origin; then the limits of the whole. */
import type { DetectorCard } from '../../../../contract/analysis.ts';
import type { ReportData } from '../../report-data.ts';
import { saidUnit } from '../../../../base/figure.ts';
import { figure } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { table } from '../table.ts';
import { lightMethod } from './light.ts';
import { bullets } from './propositions.ts';

export const METHODS_TITLE = 'Appendix: methods and their error rates';

export function methods(sheet: Sheet, data: ReportData): void {
  sheet.section(METHODS_TITLE, { newPage: true });
  for (const card of data.methods) {
    methodSheet(sheet, card);
    const used = data.examinations
      .flatMap(({ job }) => job.plan.detectors)
      .filter(({ id, version }) => id === card.id && version !== card.version);
    for (const version of new Set(used.map((detector) => detector.version))) {
      sheet.text(
        `An examination in this report was made with version ${version} of this detector; this sheet describes ${card.version}.`,
        STYLE.strong,
      );
    }
  }
  lightMethod(sheet, data);
}

function methodSheet(sheet: Sheet, card: DetectorCard): void {
  sheet.subsection(`${card.title}  (${card.id} ${card.version})`, 140);
  sheet.fact('Question', card.question);
  sheet.fact('Method', card.method);
  sheet.fact('Score', `${card.score.meaning}${saidUnit(card.score.unit) === '' ? '' : ` Unit: ${card.score.unit}.`}`);
  sheet.fact('Networks', card.weights.length === 0 ? 'none of its own' : card.weights.join(', '));
  sheet.gap(1);
  sheet.label('Literature');
  bullets(
    sheet,
    card.citations.map(({ text, doi }) => (doi === undefined ? text : `${text} doi:${doi}`)),
    0,
  );
  if (card.published.length === 0) {
    sheet.label('Error rates published by others');
    sheet.text('None known.');
  } else {
    table(
      sheet,
      [
        { head: 'Measure', share: 0.2, cell: ({ measure }) => measure },
        { head: 'Value', share: 0.33, cell: ({ value }) => value },
        { head: 'Data set', share: 0.22, cell: ({ dataset }) => dataset },
        { head: 'Source', share: 0.25, cell: ({ source }) => source },
      ],
      card.published,
      'Error rates published by others',
    );
  }
  if (card.measured.length === 0) {
    sheet.label('Error rates that we measured');
    sheet.text('None: its findings have no error rate that we could state.');
  } else {
    table(
      sheet,
      [
        // Values are whole sentences: most of the width is theirs.
        { head: 'Measure', share: 0.21, cell: ({ measure }) => measure },
        { head: 'Value', share: 0.42, cell: ({ value }) => value },
        { head: 'Data set', share: 0.22, cell: ({ dataset }) => dataset },
        { head: 'n', share: 0.15, cell: ({ n }) => n },
      ],
      card.measured,
      'Error rates that we measured',
    );
  }
  sheet.gap(1);
  sheet.label('Limits');
  bullets(sheet, card.limits, 0);
  if (card.parameters.length > 0) {
    table(
      sheet,
      [
        { head: 'Name', share: 0.24, style: STYLE.cellMono, cell: ({ name }) => name },
        { head: 'Value', share: 0.13, align: 'right', style: STYLE.cellMono, cell: ({ value }) => figure(value) },
        { head: 'Unit', share: 0.17, cell: ({ unit }) => unit },
        { head: 'Origin', share: 0.46, cell: ({ origin }) => origin },
      ],
      card.parameters,
      'Parameters',
    );
  }
}
