/** What several scores are worth together: the ratio, what each cue adds, and the data behind the fusion. */
import { conditionWords } from '../../../../base/condition-words.ts';
import { figure } from '../../../../base/figure.ts';
import { signed } from '../../../../base/signed.ts';
import { ratioWords } from '../../../../base/verbal-scale.ts';
import type { Combined, LockedFusion } from '../../../../contract/fusion.ts';
import type { ReportData } from '../../report-data.ts';
import { count, titleOf } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { bullets } from './propositions.ts';

type Evaluated = Extract<Combined, { status: 'evaluated' }>;

export const combinedOf = (data: ReportData): { job: ReportData['examinations'][number]['job']; combined: Evaluated }[] =>
  data.examinations.flatMap(({ job }) =>
    (job.combined ?? []).flatMap((combined) => (combined.status === 'evaluated' ? [{ job, combined }] : [])),
  );

/** Inside the section on likelihood ratios; nothing where nothing was combined. */
export function combinedRatios(sheet: Sheet, data: ReportData): void {
  const found = combinedOf(data);
  for (const { job, combined } of found) {
    sheet.subsection(
      `Item ${job.exhibitId}, examination ${job.id}: combined, ${combined.cues.map((id) => titleOf(data, id)).join(' + ')}`,
      140,
    );
    const bound = combined.bounded === null ? '' : '; held at the bound: the data support no more';
    sheet.fact('LR', `${ratioWords(combined.log10LR)}  (log10 LR ${combined.log10LR.toFixed(2)}${bound})`, STYLE.strong);
    sheet.fact('In words', `These scores together give ${combined.verbal} (ENFSI 2015 scale)`);
    const { h1, h2 } = combined.fusion.fusion.propositions;
    sheet.fact('H1', h1);
    sheet.fact('H2', h2);
    for (const { detectorId, score, log10LR } of combined.contributions)
      sheet.fact('Adds', `${titleOf(data, detectorId)}: ${signed(log10LR)} to log10 LR (score ${figure(score)})`);
    sheet.fact('Constant', `${signed(combined.constant)}${combined.bounded === null ? '' : '; the sum is then held within the bounds'}`);
    for (const { detectorId, reason } of combined.without) sheet.fact('Without', `${titleOf(data, detectorId)}: ${reason}`);
    sheet.fact('Use', 'It takes the place of the single LRs of these detectors and must not be multiplied with them.');
  }
  const used = new Map(found.map(({ combined }) => [combined.fusion.sha256, combined.fusion]));
  for (const locked of used.values()) fusionSheet(sheet, locked);
}

function fusionSheet(sheet: Sheet, { sha256, fusion }: LockedFusion): void {
  sheet.subsection(`Fusion of ${fusion.cues.map(({ id, version }) => `${id} ${version}`).join(' + ')}, ${fusion.date}`, 140);
  sheet.fact('Pool', fusion.pool);
  for (const { cues, constant, ridge, fittedOn, bounds, validation } of fusion.patterns) {
    const { files, groups } = fittedOn;
    sheet.fact('Cues', cues.map(({ id }) => id).join(' + '), STYLE.strong);
    sheet.fact(
      'Fitted on',
      `${count(files.genuine)} genuine files of ${count(groups.genuine)} sources, ${count(files.synthetic)} synthetic of ${count(groups.synthetic)}`,
    );
    const terms = cues.map(({ id, slope, centre }) => `${slope.toPrecision(4)} · (${id} - ${centre.toPrecision(4)})`);
    sheet.fact(
      'Sum',
      `log10 LR = ${[constant.toPrecision(4), ...terms].join(' + ')}, by logistic regression with penalty ${ridge.toPrecision(2)}`,
    );
    sheet.fact('Bounds', `LR ${ratioWords(bounds.lower)} to ${ratioWords(bounds.upper)}: ${bounds.origin}`);
    const alone = validation.alone.map((one) => `${one.id} ${one.cllr.toFixed(3)}`).join(', ');
    sheet.fact(
      'Found there',
      `${validation.how}: Cllr ${validation.cllr.toFixed(3)} (95 % ${validation.cllrInterval.map((end) => end.toFixed(3)).join(' to ')}); each cue alone on the same files: ${alone}; difference from ${validation.best.join(' + ')} alone, 95 %: ${validation.gain.map((end) => end.toFixed(3)).join(' to ')}; AUC ${validation.auc.toFixed(3)}`,
    );
  }
  for (const { cues, reason } of fusion.refused) sheet.fact('Not combined', `${cues.join(' + ')}: ${reason}`);
  sheet.fact('Holds for', fusion.conditions.map(conditionWords).join('; '));
  sheet.fact('SHA-256', sha256, STYLE.mono);
  sheet.fact('Scores', fusion.scoresSha256, STYLE.mono);
  sheet.label('Limits');
  bullets(sheet, fusion.limits, 0);
}
