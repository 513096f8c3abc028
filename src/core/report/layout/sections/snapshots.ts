/** Frames as the examiner looked at them: decoded again from the item, with the same view settings applied by the same code. */
import { viewWords } from '../../../../base/view-settings.ts';
import type { Pictures, ReportData, ReportSnapshot } from '../../report-data.ts';
import { count, seconds, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { drawEnlarged } from '../still.ts';
import { CONTENT_WIDTH, PAGE, STYLE } from '../style.ts';

const WIDTH = 250;
const MAX_HEIGHT = 300;
const GAP = 12;

export function snapshots(sheet: Sheet, data: ReportData, pictures: Pictures): void {
  if (data.snapshots.length === 0) return;
  sheet.subsection('Snapshots of the examiner', 220);
  sheet.text(
    'Each is the part of a frame that the examiner had in view. No picture was kept: the frame was decoded again from the stored item for this report, and the view settings that are named were applied again by the same code. They change the view and nothing that was measured. What was drawn over the picture on screen is named, not drawn. A snapshot that was withdrawn stays here with the reason, without its picture.',
    STYLE.note,
  );
  sheet.gap(1);
  for (const entry of data.snapshots) oneSnapshot(sheet, entry, pictures);
}

function oneSnapshot(sheet: Sheet, entry: ReportSnapshot, pictures: Pictures): void {
  const { snapshot, ptsUs, timecode } = entry;
  const [left, top, width, height] = snapshot.region;
  const picture = pictures.get(snapshot.id);
  const drawnWidth = Math.min(WIDTH, (MAX_HEIGHT * width) / height);
  const drawnHeight = picture === undefined ? 0 : (drawnWidth * height) / width;
  const x = picture === undefined ? PAGE.left : PAGE.left + WIDTH + GAP;
  const wide = PAGE.left + CONTENT_WIDTH - x;
  const { withdrawn } = snapshot;
  const words = [
    { words: `${snapshot.id}  Snapshot`, style: STYLE.subheading },
    { words: snapshot.caption, style: STYLE.strong },
    { words: `Item ${snapshot.exhibitId}, frame ${String(snapshot.frame)}`, style: STYLE.cell },
    { words: `PTS ${ptsUs === null ? '—' : seconds(ptsUs)}   ${timecode ?? '—'}`, style: STYLE.cellMono },
    {
      words: `Zoom ${String(Number((snapshot.zoom * 100).toFixed(1)))} %; pixels ${String(left)}, ${String(top)} to ${String(left + width - 1)}, ${String(top + height - 1)} (${String(width)} × ${String(height)})`,
      style: STYLE.cell,
    },
    { words: `View: ${viewWords(snapshot.view)}`, style: STYLE.cell },
    { words: `Drawn over it on screen: ${snapshot.overlays.length === 0 ? 'nothing' : snapshot.overlays.join(', ')}`, style: STYLE.cell },
    { words: `Kept by ${snapshot.by}, ${utc(snapshot.atUtc)}`, style: STYLE.cell },
    ...(withdrawn === null
      ? []
      : [{ words: `WITHDRAWN by ${withdrawn.by}, ${utc(withdrawn.atUtc)}: “${withdrawn.reason}”`, style: STYLE.strong }]),
    ...(picture === undefined && withdrawn === null ? [{ words: notShown(entry), style: STYLE.note }] : []),
  ];
  const textHeight = words.reduce((sum, line) => sum + sheet.heightOf(line.words, line.style, wide) + 2, 0);
  const whole = Math.max(drawnHeight, textHeight) + 10;
  sheet.need(whole);
  const at = sheet.y;
  if (picture !== undefined) {
    sheet.tag(
      'Figure',
      () => drawEnlarged(sheet, picture, [0, 0, width, height], { x: PAGE.left, y: at, width: drawnWidth }, false),
      `Part of frame ${String(snapshot.frame)} of item ${snapshot.exhibitId}: ${snapshot.caption}`,
    );
  }
  let y = at - 1;
  for (const line of words) {
    sheet.tag('Caption', () => sheet.put(line.words, line.style, { x, y, width: wide }));
    y += sheet.heightOf(line.words, line.style, wide) + 2;
  }
  sheet.y = at + whole;
}

function notShown({ stillError }: ReportSnapshot): string {
  return stillError === null
    ? 'The frame is not shown: the stored item is not what was imported, or the report shows no more pictures.'
    : `The frame cannot be shown: ${stillError.message}`;
}

/** For the front page. */
export function snapshotsSummary(data: ReportData): string {
  const withdrawn = data.snapshots.filter(({ snapshot }) => snapshot.withdrawn !== null).length;
  return `${count(data.snapshots.length)} kept by the examiner${withdrawn === 0 ? '' : `, ${count(withdrawn)} of them withdrawn`}`;
}
