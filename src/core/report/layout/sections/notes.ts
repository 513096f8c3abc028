/** What examiners noted themselves on stretches of the items, in their own words, the withdrawn notes too. */
import type { Note } from '../../../../contract/notes.ts';
import type { Picture, Pictures, ReportData, SoundPictures } from '../../report-data.ts';
import { count, seconds, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { noteSounds } from './sounds.ts';
import { drawStill, stillHeight } from '../still.ts';
import { CONTENT_WIDTH, PAGE, STYLE } from '../style.ts';
import { table } from '../table.ts';

const STILL_WIDTH = 196;
const STILL_MAX_HEIGHT = 157;
const GAP = 14;

export function ownNotes(sheet: Sheet, data: ReportData, pictures: Pictures, sounds: SoundPictures): void {
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
  const shown = data.notes.flatMap(({ note }) => {
    const picture = pictures.get(note.id);
    return picture === undefined ? [] : [{ note, picture }];
  });
  if (shown.length > 0)
    sheet.text(
      'Below, the first frame of each note on a part of the picture, decoded again from the stored item; dashed, that part.',
      STYLE.note,
    );
  for (const { note, picture } of shown) oneStill(sheet, note, picture);
  for (const { note, stillError } of data.notes)
    if (stillError !== null) sheet.text(`The frame of ${note.id} cannot be shown: ${stillError.message}`, STYLE.note);
  noteSounds(sheet, data.notes, sounds);
}

function oneStill(sheet: Sheet, note: Note, picture: Picture): void {
  const height = stillHeight(picture, STILL_WIDTH, STILL_MAX_HEIGHT);
  const left = PAGE.left + STILL_WIDTH + GAP;
  const width = CONTENT_WIDTH - STILL_WIDTH - GAP;
  const words = [
    { words: `${note.id}  ${note.kind ?? 'Own finding'}`, style: STYLE.strong },
    { words: `Item ${note.exhibitId}, ${placeWords(note)}`, style: STYLE.cell },
    { words: note.text, style: STYLE.cell },
  ];
  const textHeight = words.reduce((sum, line) => sum + sheet.heightOf(line.words, line.style, width) + 2, 0);
  const whole = Math.max(height, textHeight) + 10;
  sheet.need(whole);
  const top = sheet.y;
  sheet.tag(
    'Figure',
    () => drawStill(sheet, picture, { x: PAGE.left, y: top, width: STILL_WIDTH, height }, note.region),
    `Frame ${String(note.frames?.[0])} of item ${note.exhibitId} with the part that ${note.id} is about`,
  );
  let y = top - 1;
  for (const line of words) {
    sheet.tag('Caption', () => sheet.put(line.words, line.style, { x: left, y, width }));
    y += sheet.heightOf(line.words, line.style, width) + 2;
  }
  sheet.y = top + whole;
}

/** Frames and the part of the picture; empty for a note that has neither. */
function placeWords({ frames, region }: Note): string {
  if (frames === null) return '';
  const [first, last] = frames;
  const stretch = first === last ? `frame ${String(first)}` : `frames ${String(first)} to ${String(last)}`;
  return region === null
    ? stretch
    : `${stretch}, part ${region.map((value) => String(Math.round(value))).join(', ')} px (left, top, width, height)`;
}

/** To a tenth: finer than a hand sets it. */
const hertz = (hz: number): string => String(Number(hz.toFixed(1)));

function bandWords({ band }: Note): string {
  return band === null ? 'not limited' : `${hertz(band.lowHz)} to ${hertz(band.highHz)} Hz`;
}

function textWords(note: Note): string {
  const { kind, withdrawn } = note;
  const place = placeWords(note);
  const said = `${kind === null ? '' : `${kind}: `}${note.text}${place === '' ? '' : ` (${place})`}`;
  if (withdrawn === null) return said;
  return `WITHDRAWN by ${withdrawn.by}, ${utc(withdrawn.atUtc)}: “${withdrawn.reason}”. It had said: ${said}`;
}

/** For the front page. */
export function notesSummary(data: ReportData): string {
  const withdrawn = data.notes.filter(({ note }) => note.withdrawn !== null).length;
  return `${count(data.notes.length)} kept by the examiner${withdrawn === 0 ? '' : `, ${count(withdrawn)} of them withdrawn`}`;
}
