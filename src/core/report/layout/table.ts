/** Tables with hairlines: the heads are repeated on each page, no row is cut in two, and no label or head stands without a row below it. */
import { PAGE, CONTENT_WIDTH, INK, STYLE, UNIT, type TextStyle } from './style.ts';
import type { Sheet } from './sheet.ts';

export interface Column<Row> {
  readonly head: string;
  /** Share of the text width; all shares together give 1. */
  readonly share: number;
  readonly align?: 'left' | 'right';
  readonly style?: TextStyle;
  readonly cell: (row: Row) => string;
}

const GUTTER = 6;
const ROW_PADDING = 2.4;
const HEAD_HEIGHT = STYLE.label.size * 1.3 + 2 * ROW_PADDING;
/** A label with the gap below it. */
const LABEL_HEIGHT = STYLE.label.size * 1.3 + UNIT;
/** A row never fills more than this of a page; longer texts belong into paragraphs. */
const MAX_ROW = PAGE.height - PAGE.top - PAGE.bottom - 40;

/** A row's words, each in its column, and the height that the longest of them needs. */
interface Laid<Row> {
  readonly cells: readonly (Placed<Row> & { readonly words: string; readonly style: TextStyle })[];
  readonly height: number;
}

interface Placed<Row> {
  readonly column: Column<Row>;
  readonly x: number;
  readonly width: number;
}

/** `label` stands above the table and goes to the next page with it. */
export function table<Row>(sheet: Sheet, columns: readonly Column<Row>[], rows: readonly Row[], label?: string): void {
  const places = place(columns);
  const [first, ...others] = rows;
  const firstRow = first === undefined ? undefined : layRow(sheet, places, first);
  sheet.need((label === undefined ? 0 : LABEL_HEIGHT) + HEAD_HEIGHT + (firstRow?.height ?? 0));
  if (label !== undefined) sheet.label(label);
  sheet.group('Table', () => {
    drawHead(sheet, places);
    if (firstRow !== undefined) drawRow(sheet, firstRow);
    for (const row of others) {
      const laid = layRow(sheet, places, row);
      if (laid.height > sheet.room) {
        sheet.breakPage();
        drawHead(sheet, places);
      }
      drawRow(sheet, laid);
    }
  });
  sheet.y += UNIT * 2;
}

function drawHead<Row>(sheet: Sheet, places: readonly Placed<Row>[]): void {
  const top = sheet.y + ROW_PADDING;
  sheet.group('TR', () => {
    for (const { column, x, width } of places) {
      sheet.tag('TH', () => sheet.put(column.head.toUpperCase(), STYLE.label, { x, y: top, width, align: column.align ?? 'left' }));
    }
  });
  sheet.y += HEAD_HEIGHT;
  sheet.rule(INK.quiet, 0.6);
}

function layRow<Row>(sheet: Sheet, places: readonly Placed<Row>[], row: Row): Laid<Row> {
  const cells = places.map((placed) => ({ ...placed, words: placed.column.cell(row), style: placed.column.style ?? STYLE.cell }));
  const tallest = Math.max(...cells.map(({ words, style, width }) => sheet.heightOf(words, style, width)));
  return { cells, height: Math.min(tallest, MAX_ROW) + 2 * ROW_PADDING };
}

function drawRow<Row>(sheet: Sheet, { cells, height }: Laid<Row>): void {
  const top = sheet.y + ROW_PADDING;
  sheet.group('TR', () => {
    for (const { column, x, width, words, style } of cells) {
      sheet.tag('TD', () => sheet.put(words, style, { x, y: top, width, align: column.align ?? 'left' }));
    }
  });
  sheet.y += height;
  sheet.rule(INK.faint, 0.5);
}

function place<Row>(columns: readonly Column<Row>[]): Placed<Row>[] {
  let x = PAGE.left;
  return columns.map((column) => {
    const width = column.share * CONTENT_WIDTH;
    const placed = { column, x, width: width - GUTTER };
    x += width;
    return placed;
  });
}
