/** What was examined and what could not be: for each examination its coverage, its outcomes with their reasons, its warnings. */
import { facesSought } from '../../../../base/faces-sought.ts';
import { framesExamined } from '../../../../base/frames-examined.ts';
import { ratioWords } from '../../../../base/verbal-scale.ts';
import type { Job, Outcome } from '../../../../contract/analysis.ts';
import { assertNever } from '../../../../base/assert.ts';
import type { ReportData, ReportExamination } from '../../report-data.ts';
import { repetitions } from '../../repetitions.ts';
import { count, measureWords, plural, titleOf, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { CONTENT_WIDTH, INK, LABEL_WIDTH, PAGE, STYLE } from '../style.ts';
import { table } from '../table.ts';
import { inSection } from './numbers.ts';

/** Warnings that are written out; the rest are in the attached data. */
const MAX_WARNINGS = 12;
/** Beside a bare number a reader thinks of a probability. */
const ABOUT_SCORES = `A score sums up what one detector measured of the whole item, in that detector’s own unit; what its unit and its size mean stands with the method in ${inSection('methods')}. It is not the probability that the item is genuine or manipulated, and scores of different detectors cannot be compared or added.`;

export function coverage(sheet: Sheet, data: ReportData): void {
  sheet.section('What was examined, and what could not be', { keepWith: 260 });
  if (data.examinations.length === 0) sheet.text('No detector was run on any item.');
  else sheet.text(ABOUT_SCORES, STYLE.note);
  for (const examination of data.examinations) oneExamination(sheet, data, examination);
}

function oneExamination(sheet: Sheet, data: ReportData, examination: ReportExamination): void {
  const { job, tracks, warnings } = examination;
  sheet.subsection(`${job.id}  of item ${job.exhibitId}`, 160);
  sheet.fact('State', stateWords(job));
  if (job.framesTotal > 0 || job.blocksTotal === 0)
    sheet.fact(
      'Coverage',
      `${plural(job.framesTotal, 'frame', 'frames')} in the item; ${count(job.framesDecoded)} decoded; ${examinedWords(job)} examined; ${facesWords(data, job)}`,
    );
  coverageBar(sheet, data, examination);
  sheet.fact('Sound', soundWords(data, job));
  for (const words of repetitions(data.custody.entries, job.id)) sheet.fact('Repeated', words);
  if (job.framesTotal > 0) faceTracks(sheet, tracks, facesSought(job, ofFaces(data)));
  sheet.gap(1);
  outcomeTable(sheet, data, job);
  for (const { detectorId, error } of examination.failures)
    sheet.text(
      `${detectorId} stopped during the examination: ${error.message}${error.detail === undefined ? '' : ` (${error.detail})`}`,
      STYLE.note,
    );
  if (warnings.length > 0) {
    sheet.label('Warnings while decoding');
    for (const warning of warnings.slice(0, MAX_WARNINGS))
      sheet.text(`${warning.frame === null ? 'whole item' : `frame ${String(warning.frame)}`}: ${warning.words}`, STYLE.note);
    if (warnings.length > MAX_WARNINGS) sheet.text(`and ${count(warnings.length - MAX_WARNINGS)} more in the attached data.`, STYLE.note);
    sheet.gap(1);
  }
}

const ofFaces =
  ({ methods }: ReportData) =>
  (detectorId: string): boolean =>
    methods.some(({ id, feed }) => id === detectorId && feed === 'face');

function examinedWords(job: Job): string {
  const { frames, exact } = framesExamined(job);
  return exact ? count(frames) : `about ${count(frames)}`;
}

const facesWords = (data: ReportData, job: Job): string =>
  facesSought(job, ofFaces(data))
    ? `${count(job.framesWithFace)} with a face`
    : 'faces were not looked for, since no detector of faces was asked or could run';

const framesOf = ({ frames, firstFrame, lastFrame }: ReportExamination['tracks'][number]): string =>
  firstFrame === lastFrame
    ? `frame ${String(firstFrame)}`
    : `${plural(frames, 'frame', 'frames')}, ${String(firstFrame)} to ${String(lastFrame)}`;

function faceTracks(sheet: Sheet, tracks: ReportExamination['tracks'], sought: boolean): void {
  sheet.fact(
    'Face tracks',
    tracks.length === 0
      ? sought
        ? 'none'
        : 'not looked for'
      : tracks
          .slice(0, 8)
          .map((track) => `track ${String(track.trackId)}: ${framesOf(track)}, eyes ${track.medianInterocularPx.toFixed(0)} px apart`)
          .join('; '),
  );
}

function outcomeTable(sheet: Sheet, data: ReportData, job: Job): void {
  const applicable = job.outcomes.filter(({ outcome }) => outcome.status !== 'notApplicable');
  if (applicable.length > 0)
    table(
      sheet,
      [
        { head: 'Detector', share: 0.15, cell: ({ detectorId }) => titleOf(data, detectorId) },
        {
          head: 'Outcome',
          share: 0.1,
          style: { ...STYLE.cell, font: STYLE.strong.font },
          cell: ({ outcome }) => OUTCOME_WORDS[outcome.status],
        },
        { head: 'What it says', share: 0.29, cell: ({ outcome }) => sayings(outcome) },
        // Its lists are the longest by far.
        { head: 'Measures', share: 0.46, cell: ({ outcome }) => measures(outcome) },
      ],
      applicable,
    );
  notApplicable(sheet, data, job);
}

/** In one paragraph: of a sound no detector of pictures says anything, and a row for each would bury the others. */
function notApplicable(sheet: Sheet, data: ReportData, job: Job): void {
  const reasons = job.outcomes.flatMap(({ detectorId, outcome }) =>
    outcome.status === 'notApplicable' ? [`${titleOf(data, detectorId)}: ${outcome.reason}`] : [],
  );
  if (reasons.length === 0) return;
  const words = reasons.join(' ');
  sheet.need(20 + sheet.heightOf(words, STYLE.note, CONTENT_WIDTH));
  sheet.label(OUTCOME_WORDS.notApplicable);
  sheet.text(words, STYLE.note);
  sheet.gap(2);
}

/** How far the sound was heard; the first of several streams. */
function soundWords(data: ReportData, job: Job): string {
  const facts = data.items.find(({ exhibit }) => exhibit.id === job.exhibitId)?.exhibit.facts;
  const streams = facts?.streams.filter(({ type }) => type === 'audio').length ?? 0;
  if (streams === 0) return 'none in the item';
  if (job.plan.sampling.soundBlockSeconds === undefined) return 'not examined for itself: no detector of sound was asked';
  const first = streams > 1 ? ` of the first of ${count(streams)} sound streams; the others were not examined` : '';
  // The last second is as long as it is: the whole is not said in seconds.
  const heard = job.blocksDone < job.blocksTotal ? `${count(job.blocksDone)} of ${count(job.blocksTotal)} s` : 'the whole';
  return `${heard} examined${first}`;
}

const OUTCOME_WORDS: Readonly<Record<Outcome['status'], string>> = {
  measured: 'Measured',
  abstained: 'Abstained',
  notApplicable: 'Not applicable',
  failed: 'Failed',
};

function sayings(outcome: Outcome): string {
  if (outcome.status === 'measured') return outcome.statement;
  if (outcome.status === 'failed')
    return outcome.error.detail === undefined ? outcome.error.message : `${outcome.error.message} (${outcome.error.detail})`;
  return outcome.reason;
}

function measures(outcome: Outcome): string {
  if (outcome.status === 'notApplicable' || outcome.status === 'failed') return '—';
  const all = outcome.measures.map((measure) => `${measure.name}: ${measureWords(measure)}`);
  if (outcome.status === 'measured') all.unshift(`score ${outcome.score.toPrecision(3)}`, ...worth(outcome));
  return all.length === 0 ? '—' : all.join('; ');
}

/** Of a detector without a calibration there is nothing to say here. */
function worth({ evaluation }: Extract<Outcome, { status: 'measured' }>): string[] {
  if (evaluation === undefined) return [];
  if (evaluation.status === 'notValidated') return [`no likelihood ratio, for want of a relevant validation: ${evaluation.reason}`];
  return [`LR ${ratioWords(evaluation.log10LR)} (${evaluation.verbal}; H1, H2 and limits in ${inSection('ratios')})`];
}

function stateWords(job: Job): string {
  const ended = job.finishedAtUtc === null ? '' : `, ended ${utc(job.finishedAtUtc)}`;
  const began = `Begun ${utc(job.startedAtUtc)}${ended}.`;
  switch (job.state) {
    case 'finished':
      return `Finished. ${began}`;
    case 'running':
      return `Still running when this report was made: nothing is concluded. ${began}`;
    case 'cancelled':
      return `Cancelled by a person: nothing is concluded. ${began}`;
    case 'interrupted':
      return `Interrupted: nothing is concluded. ${began}`;
    case 'failed':
      return `Failed: ${job.error?.message ?? 'no reason stored'} ${began}`;
    default:
      return assertNever(job.state);
  }
}

/** All frames of the item; filled: examined; dark: with a face. What was not examined stays as visible as what was. */
function coverageBar(sheet: Sheet, data: ReportData, { job }: ReportExamination): void {
  if (job.framesTotal === 0) return;
  const left = PAGE.left + LABEL_WIDTH;
  const width = CONTENT_WIDTH - LABEL_WIDTH;
  const top = sheet.y + 1;
  const share = (frames: number): number => width * Math.min(1, frames / job.framesTotal);
  sheet.need(14);
  const alt = `${examinedWords(job)} of ${count(job.framesTotal)} frames examined, ${facesWords(data, job)}`;
  sheet.tag(
    'Figure',
    () => {
      sheet.pdf.fillColor(INK.rule).rect(left, top, share(job.framesDecoded), 5).fill();
      sheet.pdf.fillColor(INK.curve).rect(left, top, share(job.framesWithFace), 5).fill();
      sheet.pdf.lineWidth(0.4).strokeColor(INK.quiet).rect(left, top, width, 5).stroke();
    },
    alt,
  );
  sheet.y += 10;
}
