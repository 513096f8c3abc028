/** The findings: their course over time, the exact frames of some, and all of them in one table. */
import type { Signal } from '../../../../contract/analysis.ts';
import type { Box } from '../../../../contract/values.ts';
import type { Picture, Pictures, ReportData, ReportFinding, SoundPictures } from '../../report-data.ts';
import { leavesOut } from '../../left-out.ts';
import { count, frameWords, measureWords, plural, reviewWords, seconds, utc } from '../../words.ts';
import { plotSignal, type Interval } from '../plot.ts';
import type { Sheet } from '../sheet.ts';
import { drawEnlarged, drawStill, enlargedRegion, stillHeight } from '../still.ts';
import { CONTENT_WIDTH, PAGE, STYLE } from '../style.ts';
import { table } from '../table.ts';
import { findingLines } from './finding-lines.ts';
import { lightDrawings } from './light.ts';
import { ownNotes } from './notes.ts';
import { snapshots } from './snapshots.ts';
import { soundPictures } from './sounds.ts';

/** Plots of one examination, and of one detector for one face in it; the others are in the attached data. */
const MAX_PLOTS = 16;
const MAX_PLOTS_OF_DETECTOR = 2;
/** Rows of the table; the others are in the attached data. */
const MAX_ROWS = 400;
const STILL_WIDTH = 196;
const STILL_MAX_HEIGHT = 157;

export function findings(sheet: Sheet, data: ReportData, pictures: Pictures, sounds: SoundPictures): void {
  sheet.section('Findings', { keepWith: 230 });
  if (data.findings.length === 0) sheet.text('There are no findings of detectors.');
  for (const examination of data.examinations) {
    const signals = worthDrawing(
      examination.signals,
      data.findings.filter(({ finding }) => finding.jobId === examination.job.id),
    );
    if (signals.length === 0 || leavesOut(data, 'series')) continue;
    sheet.subsection(`Course over time, item ${examination.job.exhibitId}, examination ${examination.job.id}`, 130);
    for (const signal of signals) plotSignal(sheet, signal, intervalsOf(data, examination.job.id, signal));
    const left = examination.signals.length - signals.length;
    if (left > 0) sheet.text(`${count(left)} further series are in the attached data.`, STYLE.note);
  }
  if (leavesOut(data, 'series')) sheet.text('The course of the measures over time was left out of this report.', STYLE.strong);
  if (leavesOut(data, 'frames')) sheet.text('The frames and spectrograms of the findings were left out of this report.', STYLE.strong);
  const shown = leavesOut(data, 'frames') ? [] : data.findings.filter(({ finding }) => pictures.has(finding.id));
  if (shown.length > 0) {
    sheet.subsection(`Frames of ${count(shown.length)} of ${count(data.findings.length)} findings`, 260);
    sheet.text(
      'Each frame was decoded again from the stored item for this report and is shown whole; drawn over it are the face box, the eyelid contours and what the detector measured in exactly this frame; dashed, the region of the finding. Below: that region (or both eyes) enlarged, as decoded and with what was measured. View settings (brightness, contrast, filters, channels) are applied to none of them. Anomalies come first; of notes, a selection spread evenly over time. The attached data has the SHA-256 of each frame as decoded (PNG); very large frames are kept in this file as JPEG.',
      STYLE.note,
    );
    sheet.gap(2);
    for (const finding of shown) {
      const picture = pictures.get(finding.finding.id);
      if (picture !== undefined) oneStill(sheet, finding, picture);
    }
  }
  for (const { finding, stillError } of data.findings) {
    if (stillError !== null) sheet.text(`The frame of ${finding.id} cannot be shown: ${stillError.message}`, STYLE.note);
  }
  soundPictures(sheet, data, sounds);
  if (data.findings.length > 0) allFindings(sheet, data);
  lightDrawings(sheet, data, pictures);
  ownNotes(sheet, data, pictures, sounds);
  snapshots(sheet, data, pictures);
}

/**
 * Series of a detector and a face that have a finding: the others would bury them. Of each those with levels come first: they are the ones that
 * conclusions were drawn from.
 */
function worthDrawing(signals: readonly Signal[], findings: readonly ReportFinding[]): Signal[] {
  const found = ({ detectorId, trackId }: Signal): boolean =>
    findings.some(({ finding }) => finding.detectorId === detectorId && (finding.trackId === null || finding.trackId === trackId));
  const filled = signals.filter((signal) => found(signal) && signal.values.some((value) => value !== null));
  const ofDetector = Map.groupBy(filled, ({ detectorId, trackId }) => `${detectorId}/${String(trackId)}`);
  return [...ofDetector.values()]
    .flatMap((own) => own.toSorted((a, b) => Number(b.levels.length > 0) - Number(a.levels.length > 0)).slice(0, MAX_PLOTS_OF_DETECTOR))
    .slice(0, MAX_PLOTS);
}

function intervalsOf(data: ReportData, jobId: string, signal: Signal): Interval[] {
  return data.findings
    .filter(
      ({ finding }) =>
        finding.jobId === jobId &&
        finding.detectorId === signal.detectorId &&
        (finding.trackId === null || finding.trackId === signal.trackId),
    )
    .map(({ finding }) => ({ startUs: finding.startUs, endUs: finding.endUs, label: finding.id, anomaly: finding.weight === 'anomaly' }));
}

function oneStill(sheet: Sheet, entry: ReportFinding, picture: Picture): void {
  const { finding, timecode, keyPtsUs } = entry;
  const height = stillHeight(picture, STILL_WIDTH, STILL_MAX_HEIGHT);
  const textLeft = PAGE.left + STILL_WIDTH + 14;
  const textWidth = CONTENT_WIDTH - STILL_WIDTH - 14;
  const region = enlargedRegion(picture, finding.trackId, finding.region);
  const stripWidth = (textWidth - 6) / 2;
  const stripHeight = region === null ? 0 : (stripWidth * region[3]) / region[2];
  const words = [
    { words: `${finding.id}  ${finding.title}`, style: STYLE.strong },
    { words: `Item ${finding.exhibitId}, frame ${String(finding.keyFrame)} (finding: ${frameWords(finding)})`, style: STYLE.cell },
    { words: `PTS ${keyPtsUs === null ? '—' : seconds(keyPtsUs)}   ${timecode.key ?? '—'}`, style: STYLE.cellMono },
    { words: viewSettings(picture, region), style: { ...STYLE.note, size: 7.2 } },
    ...findingLines(entry),
  ];
  const textHeight = words.reduce((sum, line) => sum + sheet.heightOf(line.words, line.style, textWidth) + 2, 0);
  const whole = Math.max(height, textHeight + stripHeight + 5) + 9;
  sheet.need(whole);
  const top = sheet.y;
  sheet.tag(
    'Figure',
    () => drawStill(sheet, picture, { x: PAGE.left, y: top, width: STILL_WIDTH, height }, finding.region),
    `Frame ${String(finding.keyFrame)} of item ${finding.exhibitId} with face box, eyelid contours and what the detector draws`,
  );
  let y = top - 1;
  for (const line of words) {
    sheet.tag('Caption', () => sheet.put(line.words, line.style, { x: textLeft, y, width: textWidth }));
    y += sheet.heightOf(line.words, line.style, textWidth) + 2;
  }
  if (region !== null) {
    const stripTop = Math.max(y + 4, top + height - stripHeight);
    sheet.tag(
      'Figure',
      () => {
        drawEnlarged(sheet, picture, region, { x: textLeft, y: stripTop, width: stripWidth }, false);
        drawEnlarged(sheet, picture, region, { x: textLeft + stripWidth + 6, y: stripTop, width: stripWidth }, true);
      },
      'The part that the finding is about enlarged, as decoded and with what was measured',
    );
  }
  sheet.y = top + whole;
}

/** Of a frame as it is printed; what snapshots say in the words of the window. */
function viewSettings({ width, height }: Picture, region: Box | null): string {
  const [left, top, wide, high] = (region ?? []).map((value) => String(Math.round(value)));
  const enlarged = region === null ? '' : `; enlarged ${String(wide)} × ${String(high)} px from ${String(left)}, ${String(top)}`;
  return `View: as decoded, unadjusted; ${String(width)} × ${String(height)} px${enlarged}`;
}

function allFindings(sheet: Sheet, data: ReportData): void {
  sheet.subsection('All findings', 110);
  table(
    sheet,
    [
      { head: 'Id', share: 0.06, style: STYLE.cellMono, cell: ({ finding }) => finding.id },
      { head: 'Item', share: 0.05, style: STYLE.cellMono, cell: ({ finding }) => finding.exhibitId },
      { head: 'Finding', share: 0.25, cell: ({ finding }) => `${finding.title}${finding.weight === 'anomaly' ? ' (anomaly)' : ''}` },
      {
        head: 'Frames',
        share: 0.11,
        style: STYLE.cellMono,
        cell: ({ finding }) => (finding.firstFrame === null ? '—' : `${String(finding.firstFrame)}–${String(finding.lastFrame)}`),
      },
      { head: 'From, to', share: 0.23, style: STYLE.cellMono, cell: ({ timecode }) => `${timecode.start} ${timecode.end}` },
      { head: 'Measure', share: 0.18, cell: ({ finding }) => `${finding.measure.name}: ${measureWords(finding.measure)}` },
      { head: 'Review', share: 0.12, cell: ({ finding }) => reviewWords(finding) },
    ],
    data.findings.slice(0, MAX_ROWS),
  );
  if (data.findings.length > MAX_ROWS)
    sheet.text(`${count(data.findings.length - MAX_ROWS)} further findings are in the attached data.`, STYLE.note);
}

export function reviewDecisions(sheet: Sheet, data: ReportData): void {
  sheet.section('Review decisions and conclusions');
  const decisions = data.findings.flatMap(({ finding, reviews }) => reviews.map((review) => ({ finding, review })));
  const open = data.findings.filter(({ finding }) => finding.review === null).length;
  sheet.text(
    `${plural(decisions.length, 'decision', 'decisions')}; ${count(open)} of ${count(data.findings.length)} findings were not reviewed. A later decision replaces an earlier one; one that was taken back gives way to the one before it. All stay in the record.`,
  );
  sheet.gap(1);
  if (decisions.length === 0) return;
  if (leavesOut(data, 'decisions')) {
    sheet.text('The decisions one by one were left out of this report.', STYLE.strong);
    return;
  }
  table(
    sheet,
    [
      { head: 'Finding', share: 0.09, style: STYLE.cellMono, cell: ({ finding }) => finding.id },
      {
        head: 'Decision',
        share: 0.13,
        style: { ...STYLE.cell, font: STYLE.strong.font },
        cell: ({ review }) => ({ confirmed: 'Confirmed', rejected: 'Rejected', inconclusive: 'Inconclusive' })[review.decision],
      },
      {
        head: 'Reason',
        share: 0.38,
        cell: ({ review: { reason, withdrawn } }) =>
          withdrawn === null ? reason : `${reason} (TAKEN BACK by ${withdrawn.by}, ${utc(withdrawn.atUtc)})`,
      },
      { head: 'By', share: 0.15, cell: ({ review }) => review.by },
      { head: 'When', share: 0.25, cell: ({ review }) => utc(review.atUtc) },
    ],
    decisions,
  );
}
