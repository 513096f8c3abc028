/** What scores are worth: each likelihood ratio with its propositions, bounds, validation and limits; then the data of the calibrations. */
import { conditionWords } from '../../../../base/condition-words.ts';
import { figure, inUnit } from '../../../../base/figure.ts';
import { ratioWords } from '../../../../base/verbal-scale.ts';
import type { Evaluation, LockedCalibration } from '../../../../contract/calibration.ts';
import type { ReportData } from '../../report-data.ts';
import { count } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { INK, PAGE, STYLE } from '../style.ts';
import { combinedOf, combinedRatios } from './combined-ratios.ts';
import { inSection } from './numbers.ts';
import { bullets } from './propositions.ts';

type Evaluated = Extract<Evaluation, { status: 'evaluated' }>;

const evaluatedOf = (data: ReportData) =>
  data.examinations.flatMap(({ job }) =>
    job.outcomes.flatMap(({ detectorId, outcome }) =>
      outcome.status === 'measured' && outcome.evaluation?.status === 'evaluated'
        ? [{ job, detectorId, score: outcome.score, evaluation: outcome.evaluation }]
        : [],
    ),
  );

/** For the first page; `null` where none is stated. */
export function ratiosSummary(data: ReportData): string | null {
  const ratios = [
    ...evaluatedOf(data).map(({ evaluation }) => evaluation.log10LR),
    ...combinedOf(data).map(({ combined }) => combined.log10LR),
  ];
  if (ratios.length === 0) return null;
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(ratioWords);
  return `${count(ratios.length)} stated, ${least === most ? `LR ${String(most)}` : `LR ${String(least)} to ${String(most)}`}; between which propositions, and with what limits: ${inSection('ratios')}`;
}

/** Says so where no detector of the report has a calibration that held, and no fusion did. */
export function likelihoodRatios(sheet: Sheet, data: ReportData): void {
  const found = evaluatedOf(data);
  const none = found.length === 0 && combinedOf(data).length === 0;
  sheet.section('Likelihood ratios', { newPage: !none });
  if (none) {
    sheet.text(
      'None is stated: no detector of this report has a calibration whose conditions the items meet, and the scores were not combined. The findings are to be weighed without one.',
    );
    return;
  }
  sheet.text(
    `A likelihood ratio (LR) says how much more probable a score like this one is if H1 is true than if H2 is true. It is not the probability of H1 or of H2: that depends on everything else that is known of the case, which this report does not weigh. H1 and H2 stand beside each LR; they are narrower than the propositions of ${inSection('propositions')}, of which Proposition 2 is the nearer to H1. LRs of several detectors rest on the same item and must not be multiplied; where a fusion of them was fitted, it stands as “combined”.`,
    STYLE.body,
  );
  sheet.gap(2);
  for (const { job, detectorId, score, evaluation } of found) {
    const card = data.methods.find(({ id }) => id === detectorId);
    sheet.subsection(`Item ${job.exhibitId}, examination ${job.id}: ${card?.title ?? detectorId}`, 120);
    sheet.fact(
      'LR',
      `${ratioWords(evaluation.log10LR)}  (log10 LR ${evaluation.log10LR.toFixed(2)}${boundWords(evaluation)})`,
      STYLE.strong,
    );
    sheet.fact('In words', `${sentence(evaluation.verbal)} (ENFSI 2015 scale)`);
    sheet.fact('H1', evaluation.calibration.calibration.propositions.h1);
    sheet.fact('H2', evaluation.calibration.calibration.propositions.h2);
    sheet.fact('Score', inUnit(figure(score), card?.score.unit ?? ''));
  }
  const used = new Map(found.map(({ evaluation }) => [evaluation.calibration.sha256, evaluation.calibration]));
  for (const locked of used.values()) calibrationSheet(sheet, locked);
  combinedRatios(sheet, data);
}

const sentence = (words: string): string => `The score gives ${words}.`;

function boundWords({ bounded }: Evaluated): string {
  return bounded === null ? '' : '; held at the bound: the data support no more';
}

function calibrationSheet(sheet: Sheet, { sha256, calibration }: LockedCalibration): void {
  const { detector, fittedOn, line, bounds, validation, conditions, limits, pool, date } = calibration;
  const classes = ({ files, groups }: Pick<typeof fittedOn, 'files' | 'groups'>): string =>
    `${count(files.genuine)} genuine files of ${count(groups.genuine)} sources, ${count(files.synthetic)} synthetic of ${count(groups.synthetic)}`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const within = (interval: readonly [number, number] | null): string =>
    interval === null ? '' : ` (95 % ${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})`;
  sheet.subsection(`Calibration of ${detector.id} ${detector.version}, ${date}`, 140);
  sheet.fact('Pool', pool);
  sheet.fact('Fitted on', classes(fittedOn));
  sheet.fact('Line', `log10 LR = ${line.intercept.toPrecision(5)} + ${line.slope.toPrecision(5)} · score, by logistic regression`);
  sheet.fact('Bounds', `LR ${ratioWords(bounds.lower)} to ${ratioWords(bounds.upper)}: ${bounds.origin}`);
  sheet.fact('Tested', `${validation.how}: ${classes(validation)}`);
  sheet.fact(
    'Found there',
    `AUC ${validation.auc.toFixed(3)}${within(validation.aucInterval)}; equal error rate ${percent(validation.equalErrorRate)}; Cllr ${validation.cllr.toFixed(3)}${within(validation.cllrInterval)}, of which ${validation.leastCllr.toFixed(3)} no calibration could remove (0 is perfect, 1 says nothing); LRs on the wrong side of 1: ${percent(validation.misleading.genuine)} of genuine files, ${percent(validation.misleading.synthetic)} of synthetic ones; greatest LR of a genuine file ${ratioWords(validation.greatest.genuine)}`,
  );
  sheet.fact('Holds for', conditions.map(conditionWords).join('; '));
  sheet.fact('SHA-256', sha256, STYLE.mono);
  sheet.fact('Scores', fittedOn.scoresSha256, STYLE.mono);
  sheet.gap(1);
  tippett(sheet, validation.tippett, bounds);
  sheet.label('Limits');
  bullets(sheet, limits, 0);
}

const PLOT = { width: 240, height: 100, left: PAGE.left + 112 } as const;

/** Shares of files with at least the LR below: amber where H1 is true, blue where H2 is. */
function tippett(
  sheet: Sheet,
  curves: LockedCalibration['calibration']['validation']['tippett'],
  bounds: { readonly lower: number; readonly upper: number },
): void {
  sheet.need(PLOT.height + 40);
  const top = sheet.y + 4;
  const reach = Math.max(0.5, -bounds.lower, bounds.upper) * 1.1;
  const x = (value: number): number => PLOT.left + ((value + reach) / (2 * reach)) * PLOT.width;
  const y = (share: number): number => top + (1 - share) * PLOT.height;
  const { pdf } = sheet;
  sheet.tag(
    'Figure',
    () => {
      pdf.lineWidth(0.4).strokeColor(INK.rule).rect(PLOT.left, top, PLOT.width, PLOT.height).stroke();
      pdf.dash(2, { space: 2 }).moveTo(x(0), top).lineTo(x(0), y(0)).stroke().undash();
      for (const [points, ink] of [
        [curves.synthetic, INK.accent],
        [curves.genuine, INK.curve],
      ] as const) {
        pdf.lineWidth(0.9).strokeColor(ink).moveTo(PLOT.left, y(1));
        let last = -reach;
        for (const [value, share] of points) {
          pdf.lineTo(x(last), y(share)).lineTo(x(value), y(share));
          last = value;
        }
        pdf.lineTo(x(points.at(-1)?.[0] ?? 0), y(0)).stroke();
      }
      for (const value of [-reach / 1.1, 0, reach / 1.1])
        sheet.put(value.toFixed(1), STYLE.axis, { x: x(value) - 20, y: y(0) + 3, width: 40, align: 'center' });
      for (const share of [0, 0.5, 1])
        sheet.put(share.toFixed(1), STYLE.axis, { x: PLOT.left - 24, y: y(share) - 4, width: 20, align: 'right' });
    },
    'Tippett plot: shares of the tested files with at least each LR',
  );
  sheet.y = top + PLOT.height + 14;
  sheet.text(
    'Tippett plot: share of the tested files with at least this log10 LR; amber where H1 is true (synthetic), blue where H2 is (genuine).',
    STYLE.note,
  );
  sheet.gap(2);
}
