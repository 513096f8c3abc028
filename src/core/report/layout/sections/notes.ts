/** What examiners noted themselves on stretches of the items, in their own words, the withdrawn notes too. */
import type { Note } from '../../../../contract/notes.ts';
import type { ReportData } from '../../report-data.ts';
import { count, seconds, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { STYLE } from '../style.ts';
import { table } from '../table.ts';

export function ownNotes(sheet: Sheet, data: ReportData): void {
  if (data.notes.length === 0) return;
  sheet.subsection('Observations noted by the examiner', 140);
  sheet.text(
    'What an examiner saw or heard in a stretch of an item, in the examiner’s own words; no detector and no measure stands behind them. Start and end are presentation times as the examiner set them by hand. A note that was withdrawn stays here with the reason.',
    STYLE.note,
  );
  sheet.gap(1);
  table(
    sheet,
    [
      { head: 'Note', share: 0.07, style: STYLE.cellMono, cell: ({ note }) => note.id },
      { head: 'Item', share: 0.07, style: STYLE.cellMono, cell: ({ note }) => note.exhibitId },
      { head: 'From', share: 0.12, style: STYLE.cellMono, cell: ({ note, timecode }) => `${seconds(note.startUs)} ${timecode.start}` },
      { head: 'To', share: 0.12, style: STYLE.cellMono, cell: ({ note, timecode }) => `${seconds(note.endUs)} ${timecode.end}` },
      { head: 'Frequencies', share: 0.14, cell: ({ note }) => bandWords(note) },
      { head: 'Observation', share: 0.3, cell: ({ note }) => textWords(note) },
      { head: 'Kept by', share: 0.18, cell: ({ note }) => `${note.by}, ${utc(note.atUtc)}` },
    ],
    data.notes,
  );
}

/** To a tenth: finer than a hand sets it. */
const hertz = (hz: number): string => String(Number(hz.toFixed(1)));

function bandWords({ band }: Note): string {
  return band === null ? 'not limited' : `${hertz(band.lowHz)} to ${hertz(band.highHz)} Hz`;
}

function textWords({ text, withdrawn }: Note): string {
  if (withdrawn === null) return text;
  return `WITHDRAWN by ${withdrawn.by}, ${utc(withdrawn.atUtc)}: “${withdrawn.reason}”. It had said: ${text}`;
}

/** For the front page. */
export function notesSummary(data: ReportData): string {
  const withdrawn = data.notes.filter(({ note }) => note.withdrawn !== null).length;
  return `${count(data.notes.length)} kept by the examiner${withdrawn === 0 ? '' : `, ${count(withdrawn)} of them withdrawn`}`;
}
