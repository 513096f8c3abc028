/** Tables with hairlines: the heads are repeated on each page, and no row is cut in two. */
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
/** A row never fills more than this of a page; longer texts belong into paragraphs. */
const MAX_ROW = PAGE.height - PAGE.top - PAGE.bottom - 40;

export function table<Row>(sheet: Sheet, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const places = place(columns);
  const headHeight = STYLE.label.size * 1.3 + 2 * ROW_PADDING;
  const drawHead = (): void => {
    const top = sheet.y + ROW_PADDING;
    sheet.group('TR', () => {
      for (const { column, x, width } of places) {
        sheet.tag('TH', () => sheet.put(column.head.toUpperCase(), STYLE.label, { x, y: top, width, align: column.align ?? 'left' }));
      }
    });
    sheet.y += headHeight;
    sheet.rule(INK.quiet, 0.6);
  };
  sheet.group('Table', () => {
    sheet.need(headHeight + 30);
    drawHead();
    for (const row of rows) {
      const cells = places.map(({ column, x, width }) => ({
        column,
        x,
        width,
        words: column.cell(row),
        style: column.style ?? STYLE.cell,
      }));
      const height =
        Math.min(Math.max(...cells.map(({ words, style, width }) => sheet.heightOf(words, style, width))), MAX_ROW) + 2 * ROW_PADDING;
      if (height > sheet.room) {
        sheet.breakPage();
        drawHead();
      }
      const top = sheet.y + ROW_PADDING;
      sheet.group('TR', () => {
        for (const { column, x, width, words, style } of cells) {
          sheet.tag('TD', () => sheet.put(words, style, { x, y: top, width, align: column.align ?? 'left' }));
        }
      });
      sheet.y += height;
      sheet.rule(INK.faint, 0.5);
    }
  });
  sheet.y += UNIT * 2;
}

function place<Row>(columns: readonly Column<Row>[]): { column: Column<Row>; x: number; width: number }[] {
  let x = PAGE.left;
  return columns.map((column) => {
    const width = column.share * CONTENT_WIDTH;
    const placed = { column, x, width: width - GUTTER };
    x += width;
    return placed;
  });
}
