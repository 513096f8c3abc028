/** What holds for all findings together, and what else each kind of anomaly can come from. */
import type { Finding } from '../../../../contract/analysis.ts';
import type { ReportData } from '../../report-data.ts';
import { count } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { inSection } from './numbers.ts';
import { bullets } from './propositions.ts';

/** Kinds that are written out; of the others the method sheets and the attached data tell. */
const MAX_KINDS = 16;

export function limits(sheet: Sheet, data: ReportData): void {
  sheet.section('Limits and alternative explanations');
  bullets(
    sheet,
    [
      `Only the methods of ${inSection('methods')} were used. Manipulations that leave what they measure untouched were not looked for.`,
      'Published and measured error rates hold for the data sets named beside them. Other cameras, compression, light, head poses or persons can give other rates.',
      'Items that were sent through messengers or platforms were compressed again; traces of their making may be lost, and traces of compression can look like traces of manipulation.',
      `A measure is taken on decoded pictures and sound. The decoder named in ${inSection('recipe')} is part of the method.`,
      'Several looks at one item raise the chance of at least one departure by accident. Counts of findings are not adjusted for this.',
      'The custody log shows changes made by others. Its owner could write a new one; only an anchor outside the case, such as this report in other hands, excludes that.',
    ],
    0,
  );
  alternatives(sheet, data);
}

/** Each kind once, in the words of its first finding: these name the innocent causes that the method knows. */
function alternatives(sheet: Sheet, { findings }: ReportData): void {
  sheet.subsection('What an anomaly can also come from', 80);
  const kinds = [
    ...Map.groupBy(
      findings.flatMap(({ finding }) => (finding.weight === 'anomaly' ? [finding] : [])),
      kindOf,
    ).values(),
  ];
  if (kinds.length === 0) {
    sheet.text('No finding of this report is called an anomaly.');
    return;
  }
  sheet.text(
    'Of each kind of anomaly the first, with what its detector says of it and how a person can check it. A cause that is not named here is not excluded by that.',
    STYLE.note,
  );
  sheet.gap(1);
  for (const [first, ...others] of kinds.slice(0, MAX_KINDS)) {
    if (first === undefined) continue;
    const more = others.length === 0 ? '' : ` (and ${count(others.length)} more of this kind)`;
    sheet.need(60);
    sheet.text(`${first.id}  ${first.title}${more}`, STYLE.strong);
    sheet.text(first.explanation, STYLE.cell);
    sheet.text(`To check: ${first.check}`, { ...STYLE.cell, font: 'SansItalic' });
    sheet.gap(1.5);
  }
  if (kinds.length > MAX_KINDS) sheet.text(`${count(kinds.length - MAX_KINDS)} further kinds are in the attached data.`, STYLE.note);
}

const kindOf = ({ detectorId, kind }: Finding): string => `${detectorId} ${kind}`;
